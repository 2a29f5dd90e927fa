"""The commands for dealing with those who send: forms, corrections, a submission withdrawn."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli_options import Output
from pipelines.cli_output import Format, emit
from pipelines.settings import load_settings

partners = typer.Typer()


@partners.command()
def template(
    source: Annotated[str, typer.Argument(help="The source to be filled in.")],
    folder: Annotated[
        Path, typer.Option("--folder", help="Where the two files are written.")
    ] = Path(),
    output: Output = Format.TABLE,
) -> None:
    """Write the empty form of a source: a workbook with choices, and the same as CSV."""
    from pipelines.template import write_template

    written = write_template(load_settings(), source, folder=folder, today=_now().date())
    row = {
        "source": written.source,
        "workbook": str(written.workbook),
        "table": str(written.table),
    }
    emit([row], columns=tuple(row), output=output, empty="")


@partners.command()
def corrections(
    submission: Annotated[str, typer.Argument(help="As `submissions` names it.")],
    folder: Annotated[Path, typer.Option("--folder", help="Where it is written.")] = Path(),
    output: Output = Format.TABLE,
) -> None:
    """Write the rows of a submission that are set aside as a spreadsheet to correct and send."""
    from pipelines.corrections import write_corrections

    written = write_corrections(load_settings(), submission, folder=folder)
    row = {**asdict(written), "workbook": str(written.workbook)}
    emit([row], columns=tuple(row), output=output, empty="")


@partners.command()
def withdraw(
    submission: Annotated[str, typer.Argument(help="As `submissions` names it.")],
    author: Annotated[str, typer.Option(help="Who decides.")],
    reason: Annotated[str, typer.Option(help="Why, in a few words; it is kept.")],
    undo: Annotated[bool, typer.Option("--undo", help="Let it count again.")] = False,
    output: Output = Format.TABLE,
) -> None:
    """Let a submission no longer count, from the next judgement on; nothing is deleted."""
    from pipelines.withdraw import withdraw_submission

    standing = withdraw_submission(
        load_settings(), submission, author=author, reason=reason, now=_now(), undo=undo
    )
    row = asdict(standing)
    emit([row], columns=tuple(row), output=output, empty="")


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
