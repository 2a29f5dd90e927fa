"""The commands that tell who has submitted, who has not, and how punctual submitters are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli_options import AsOf, KnownOn, Output, RecordedBefore, day, instant
from pipelines.cli_output import Format, emit
from pipelines.settings import Settings, load_settings

if TYPE_CHECKING:  # `status` must not pay for what only these commands need
    from warehouse.connection import Warehouse
    from warehouse.judgement import Horizon

rounds_told = typer.Typer()

QUORUM_COLUMNS: tuple[str, ...] = (
    *("source", "round", "period", "expected", "submitted", "late", "due_on"),
    *("not_due", "due", "overdue", "delinquent", "missing"),
)
PARTY_COLUMNS: tuple[str, ...] = (
    *("source", "round", "period", "party", "timeliness", "submitted_on", "due_on"),
    *("days_late", "exemption"),
)
PUNCTUALITY_COLUMNS: tuple[str, ...] = (
    *("source", "party", "expected", "on_time", "late", "missing", "awaited"),
    "median_days_late",
)

OfSource = Annotated[str | None, typer.Option("--source", help="Only this source.")]
OfPeriod = Annotated[str | None, typer.Option("--period", help="Only this period, e.g. 2024.")]
OfParty = Annotated[
    str | None,
    typer.Option("--party", help="Only this party, or `publisher`."),
]
Each = Annotated[bool, typer.Option("--each", help="A row for each party instead of a count.")]


@rounds_told.command()
def rounds(
    source: OfSource = None,
    period: OfPeriod = None,
    party: OfParty = None,
    each: Each = False,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    recorded_before: RecordedBefore = None,
    output: Output = Format.TABLE,
) -> None:
    """How many of those expected have submitted, by source and period, and who is missing.

    With --each or --party: every party with the day it submitted, when that was due, and whether it
    was in time. Deadlines are read from today unless --as-of says otherwise.
    """
    from warehouse.rounds import read_party_rounds, read_quorums

    settings = load_settings()
    _refuse_unknown(settings, source=source, period=period, party=party)
    horizon = _horizon(as_of, known_on, recorded_before)
    with _worked_out(settings, horizon) as warehouse:
        connection = warehouse.connection
        if each or party:
            columns = PARTY_COLUMNS
            found = read_party_rounds(connection, source=source, period=period, party=party)
            rows = [asdict(item) for item in found]
        else:
            columns = QUORUM_COLUMNS
            rows = [asdict(item) for item in read_quorums(connection, source=source, period=period)]
    emit(rows, columns=columns, output=output, empty="no round passes these filters")


@rounds_told.command()
def timeliness(
    source: OfSource = None,
    party: OfParty = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    recorded_before: RecordedBefore = None,
    output: Output = Format.TABLE,
) -> None:
    """How punctual each submitter is: in time, late, missing, and by how many days.

    Deadlines are read from today unless --as-of says otherwise.
    """
    from warehouse.rounds import read_punctuality

    settings = load_settings()
    _refuse_unknown(settings, source=source, party=party)
    with _worked_out(settings, _horizon(as_of, known_on, recorded_before)) as warehouse:
        found = read_punctuality(warehouse.connection, source=source, party=party)
    rows = [asdict(item) for item in found]
    emit(rows, columns=PUNCTUALITY_COLUMNS, output=output, empty="nobody is expected to submit")


def _horizon(
    as_of: datetime | None, known_on: datetime | None, recorded_before: datetime | None
) -> Horizon:
    from warehouse.judgement import Horizon

    return Horizon(
        as_of=day(as_of) or _today(),
        known_on=day(known_on),
        recorded_before=instant(recorded_before),
    )


@contextmanager
def _worked_out(settings: Settings, horizon: Horizon) -> Iterator[Warehouse]:
    """The warehouse in which the declared rounds are worked out."""
    from pipelines.expected import rounds_of
    from pipelines.steps import opened_warehouse
    from pipelines.written_down import recorded
    from warehouse.rounds import make_rounds

    with opened_warehouse(settings) as warehouse:
        written = recorded(settings, warehouse, horizon.recorded_before)
        declared = rounds_of(written.sources, written.register)
        make_rounds(warehouse.connection, declared, horizon=horizon)
        yield warehouse


def _refuse_unknown(
    settings: Settings,
    *,
    source: str | None,
    period: str | None = None,
    party: str | None = None,
) -> None:
    from pipelines.names import refuse_unknown_party, refuse_unknown_period, refuse_unknown_source
    from warehouse.rounds import PUBLISHER

    refuse_unknown_source(settings, source)
    refuse_unknown_period(period)
    if party != PUBLISHER:
        refuse_unknown_party(party)


def _today() -> date:
    return datetime.now(UTC).date()
