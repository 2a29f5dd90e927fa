"""The commands that fetch what publishers offer, and tell what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from pipelines.cli_options import STRICT_EXIT_CODE, Output
from pipelines.cli_output import Format, emit
from pipelines.settings import load_settings

if TYPE_CHECKING:
    from warehouse.collected import Collected

_COLUMNS = ("source", "outcome", "status", "size_bytes", "file", "message")

collecting = typer.Typer()


@collecting.command()
def collect(
    sources: Annotated[
        list[str] | None,
        typer.Argument(help="Sources to collect now; without any, those that are due."),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Fetch also what has not changed since last time.")
    ] = False,
    output: Output = Format.TABLE,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 3 when a source could not be collected.")
    ] = False,
) -> None:
    """Fetch sources over HTTP(S) into the inbox; a publisher who does not answer is an outcome."""
    from pipelines.collect import collect_sources
    from warehouse.collected import Outcome

    with Console(stderr=True).status("collecting …"):
        collected = collect_sources(
            load_settings(),
            sources=sources,
            asks_anew=again,
            now=datetime.now(UTC).replace(tzinfo=None),
        )
    _emit(collected, _COLUMNS, output=output, empty="no source is due to be collected")
    if strict and any(item.outcome is Outcome.FAILED for item in collected):
        raise typer.Exit(STRICT_EXIT_CODE)


@collecting.command()
def collections(
    source: Annotated[str | None, typer.Option("--source", help="Only this source.")] = None,
    output: Output = Format.TABLE,
) -> None:
    """Every attempt to collect a source, the newest first."""
    from pipelines.steps import opened_warehouse
    from warehouse.collected import read_collected

    with opened_warehouse(load_settings()) as warehouse:
        found = read_collected(warehouse.connection, source=source)
    columns = ("requested_at", *_COLUMNS)
    _emit(found, columns, output=output, empty="nothing has been collected yet")


def _emit(
    collected: Sequence[Collected], columns: Sequence[str], *, output: Format, empty: str
) -> None:
    rows = [asdict(item) for item in collected]
    emit(rows, columns=columns, output=output, empty=empty)
