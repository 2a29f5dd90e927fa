"""The command line `pledgewatch`: the same steps as the DAGs, and questions to the warehouse.

Exit codes: 0 done (a rejected submission is an outcome), 1 our fault, 2 wrong usage or
configuration, 3 with --strict when anything was rejected or set aside.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from commitments.errors import ConfigurationError, PledgewatchError
from commitments.model import Receipt, SubmissionStatus
from pipelines.cli_agreements import agreements
from pipelines.cli_ask import ask
from pipelines.cli_burdens import burdens_told
from pipelines.cli_casework import cases_told
from pipelines.cli_changes import changes_asked
from pipelines.cli_collect import collecting
from pipelines.cli_options import (
    STRICT_EXIT_CODE,
    AsOf,
    KnownOn,
    Output,
    RecordedBefore,
    day,
    instant,
)
from pipelines.cli_outlook import outlook_asked
from pipelines.cli_output import Format, emit, emit_json
from pipelines.cli_partners import partners
from pipelines.cli_rounds import rounds_told
from pipelines.cli_tally import tally_asked
from pipelines.settings import load_settings

app = typer.Typer(
    name="pledgewatch",
    help="Watches whether allies and partners keep what they promised, and whether we do.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(agreements)
app.add_typer(ask)
app.add_typer(changes_asked)
app.add_typer(burdens_told)
app.add_typer(cases_told)
app.add_typer(outlook_asked)
app.add_typer(collecting)
app.add_typer(partners)
app.add_typer(rounds_told)
app.add_typer(tally_asked)

Paths = Annotated[
    list[Path] | None,
    typer.Argument(help="Files or folders to receive; without any, the inbox.", show_default=False),
]
FromSource = Annotated[
    str | None,
    typer.Option("--source", help="The source the files are of, where they do not say it."),
]
PublishedOn = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"],
        help="The day they were published, where they do not say it.",
        show_default=False,
    ),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Exit 3 when anything was rejected or set aside.")
]


@app.callback()
def _begin(
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Say what is being done.")
    ] = False,
) -> None:
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(levelname)s %(name)s: %(message)s" if verbose else "%(message)s",
        stream=sys.stderr,
    )
    logging.getLogger("great_expectations").setLevel(logging.WARNING)


@app.command()
def check(
    output: Output = Format.TABLE,
    write_schema: Annotated[
        bool, typer.Option("--write-schema", help="Write the JSON Schemas editors use.")
    ] = False,
) -> None:
    """Check register, sources, audiences and settings: every mistake at once."""
    from pipelines.check import find_mistakes, write_schemas

    settings = load_settings()
    if write_schema:
        write_schemas(settings)
    mistakes = find_mistakes(settings)
    rows = [{"file": m.file, "line": m.line, "message": m.message} for m in mistakes]
    if output is Format.TABLE and mistakes:
        raise ConfigurationError(mistakes)
    emit(rows, columns=("file", "line", "message"), output=output, empty="no mistakes")
    if mistakes:
        raise typer.Exit(ConfigurationError.exit_code)


@app.command()
def receive(
    paths: Paths = None,
    source: FromSource = None,
    published_on: PublishedOn = None,
    output: Output = Format.TABLE,
    strict: Strict = False,
) -> None:
    """Receive files: check them, publish what may be used, set the rest aside, give receipts."""
    from pipelines.receive import receive_submissions
    from pipelines.reception import Told

    told = Told(source=source, published_on=day(published_on))
    with _working("receiving"):
        receipts = receive_submissions(load_settings(), paths=paths, now=_now(), told=told)
    _emit_receipts(receipts, output)
    if strict and _is_incomplete(receipts):
        raise typer.Exit(STRICT_EXIT_CODE)


@app.command()
def judge(as_of: AsOf = None, output: Output = Format.TABLE) -> None:
    """Judge every promise as of a day and store what has changed."""
    from pipelines.judge import judge_commitments

    with _working("judging"):
        judgement = judge_commitments(load_settings(), as_of=day(as_of) or _today(), now=_now())
    row = {
        "as_of": judgement.as_of,
        "obligations": judgement.obligations,
        "judged": judgement.judged,
        "assessments_written": judgement.assessments_written,
        "changes": judgement.changes,
    }
    emit([row], columns=tuple(row), output=output, empty="")


@app.command()
def report(
    as_of: AsOf = None,
    known_on: KnownOn = None,
    recorded_before: RecordedBefore = None,
    output: Output = Format.TABLE,
) -> None:
    """Write the report of every arrangement, the calendar and the coverage view.

    Letters that are news wait for `send`.
    """
    from pipelines.asking import Question
    from pipelines.cli_rows import written_rows
    from pipelines.report import write_reports

    question = Question(
        as_of=day(as_of), known_on=day(known_on), recorded_before=instant(recorded_before)
    )
    with _working("writing reports"):
        written = write_reports(load_settings(), question, now=_now())
    rows = written_rows(written)
    emit(rows, columns=("arrangement", "as_of", "page"), output=output, empty="no arrangement")


@app.command()
def send(output: Output = Format.TABLE) -> None:
    """Hand over the letters that wait, each once: by SMTP when set, else into the outbox."""
    from pipelines.send import send_letters

    with _working("sending"):
        delivered = send_letters(load_settings(), now=_now())
    rows = [{"audience": d.audience, "subject": d.subject, "went_to": d.went_to} for d in delivered]
    emit(rows, columns=("audience", "subject", "went_to"), output=output, empty="no news to send")


@app.command()
def run(
    paths: Paths = None, as_of: AsOf = None, output: Output = Format.TABLE, strict: Strict = False
) -> None:
    """A whole night: receive, judge, report, send."""
    from pipelines.cli_night import emit_night
    from pipelines.night import run_night

    settings = load_settings()
    with _working("one night"):
        night = run_night(settings, paths=paths, as_of=day(as_of) or _today(), now=_now())
    emit_night(settings, night, output)
    if strict and _is_incomplete(night.receipts):
        raise typer.Exit(STRICT_EXIT_CODE)


@app.command()
def doctor(output: Output = Format.TABLE) -> None:
    """The settings in force, and whether what they name can be used."""
    from dataclasses import asdict

    from pipelines.doctor import examine, shown_settings

    settings = load_settings()
    shown, findings = shown_settings(settings), list(examine(settings))
    if output is Format.JSON:
        content = {
            "settings": [asdict(s) for s in shown],
            "findings": [asdict(f) for f in findings],
        }
        emit_json(content)
    else:
        columns = ("variable", "value", "is_default", "meaning")
        emit([asdict(s) for s in shown], columns=columns, output=output, empty="")
        examined = ("what", "is_well", "details")
        emit([asdict(f) for f in findings], columns=examined, output=output, empty="")
    if not all(finding.is_well for finding in findings):
        raise typer.Exit(1)


def _emit_receipts(receipts: Sequence[Receipt], output: Format) -> None:
    from pipelines.cli_rows import RECEIPT_COLUMNS, receipt_row

    rows = [receipt_row(receipt) for receipt in receipts]
    emit(rows, columns=RECEIPT_COLUMNS, output=output, empty="nothing to receive")


def _is_incomplete(receipts: Sequence[Receipt]) -> bool:
    return any(
        receipt.status is SubmissionStatus.REJECTED or receipt.rows_set_aside
        for receipt in receipts
    )


@contextmanager
def _working(what: str) -> Iterator[None]:
    """A sign of life on standard error while a person is watching."""
    with Console(stderr=True).status(f"{what} …"):
        yield


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _today() -> date:
    return _now().date()


def main() -> None:
    """Entry point; errors a person can act on are told without a traceback."""
    try:
        app()
    except PledgewatchError as error:
        console_error = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)
        console_error.print(str(error))
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        place = error.filename or "the system"
        sys.stderr.write(f"{place}: {error.strerror}; see `pledgewatch doctor` for the folders\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
