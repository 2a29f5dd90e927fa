"""The commands that read the register alone: what ends or is reviewed, and what is covered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated

import typer

from commitments.calendar_days import CalendarDay, calendar_days, without_end
from commitments.coverage import CoverageCell, coverage
from commitments.model import Arrangement
from pipelines.cli_options import AsOf, Output, RecordedBefore, day, instant
from pipelines.cli_output import Format, Row, emit
from pipelines.settings import load_settings

agreements = typer.Typer()

CALENDAR_COLUMNS = ("arrangement", "event", "on", "days", "within_days", "illustrative", "name")
COVERAGE_COLUMNS = ("interest", "region", "covered", "arrangements", "illustrative")
WITHOUT_END = "without_end"

Within = Annotated[
    int | None,
    typer.Option(min=0, help="Only what falls within so many days; what has passed stays."),
]


@agreements.command("calendar")
def show_calendar(
    as_of: AsOf = None,
    recorded_before: RecordedBefore = None,
    within: Within = None,
    output: Output = Format.TABLE,
) -> None:
    """What ends, is renewed or is to be reviewed, the earliest first; then what has no end."""
    arrangements = _arrangements(instant(recorded_before))
    days = calendar_days(arrangements, as_of=day(as_of) or _today(), within=within)
    endless = without_end(arrangements) if within is None else []
    rows = [*map(_event_row, days), *map(_endless_row, endless)]
    empty = f"nothing falls within {within} days, and nothing has passed"
    emit(rows, columns=CALENDAR_COLUMNS, output=output, empty=empty)


@agreements.command("coverage")
def show_coverage(
    as_of: AsOf = None, recorded_before: RecordedBefore = None, output: Output = Format.TABLE
) -> None:
    """Every interest in every region, with the arrangements standing there.

    An illustrative arrangement is listed apart and covers nothing.
    """
    arrangements = _arrangements(instant(recorded_before))
    cells = coverage(arrangements, as_of=day(as_of) or _today())
    rows = [_cell_row(cell) for cell in cells]
    emit(rows, columns=COVERAGE_COLUMNS, output=output, empty="")


def _arrangements(recorded_before: datetime | None) -> Sequence[Arrangement]:
    """The arrangements as they are written down, or were when something was judged by them."""
    settings = load_settings()
    if recorded_before is None:
        from pipelines.judge import registered

        return registered(settings).arrangements
    from pipelines.steps import opened_warehouse
    from pipelines.written_down import recorded

    with opened_warehouse(settings) as warehouse:
        return recorded(settings, warehouse, recorded_before).register.arrangements


def _event_row(item: CalendarDay) -> Row:
    return {
        "arrangement": item.arrangement.id,
        "event": item.event.value,
        "on": item.on,
        "days": item.days,
        "within_days": item.within,
        "illustrative": item.arrangement.is_illustrative,
        "name": item.arrangement.name,
    }


def _endless_row(item: Arrangement) -> Row:
    return {
        "arrangement": item.id,
        "event": WITHOUT_END,
        "on": None,
        "days": None,
        "within_days": None,
        "illustrative": item.is_illustrative,
        "name": item.name,
    }


def _cell_row(cell: CoverageCell) -> Row:
    return {
        "interest": cell.interest.value,
        "region": cell.region,
        "covered": not cell.is_empty,
        "arrangements": [item.id for item in cell.standing if not item.is_illustrative],
        "illustrative": [item.id for item in cell.standing if item.is_illustrative],
    }


def _today() -> date:
    return datetime.now(UTC).date()
