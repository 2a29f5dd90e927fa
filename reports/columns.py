"""The columns our tables are made of: how one assessment fills each cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from commitments.model import Assessment, Timeliness
from reports.figures import DASH, period_label
from reports.sentences import TIMELINESS, verdict_label
from reports.views import KEPT

NO_CELL = DASH
NOT_KNOWN = "not known"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """`short` stands under a header that names the unit; `full` speaks for itself."""

    short: str
    full: str
    note: str = ""
    is_estimate: bool = False


@dataclass(frozen=True, kw_only=True)
class Column:
    """A header with its unit, the word used in running text, and how a cell is filled."""

    title: str
    unit: str
    word: str
    fill: Callable[[Assessment], Cell | None]
    is_number: bool = True


def verdict_column(*, with_since: bool = False) -> Column:
    """The verdict as symbol and word, on wish with the period since when it is so."""

    def fill(item: Assessment) -> Cell:
        since = f"since {item.unmet_since}" if with_since and item.unmet_since else ""
        label = verdict_label(item.verdict)
        return Cell(short=label, full=f"{label} {since}".strip(), note=since)

    return Column(title="Verdict", unit="", word="verdict", fill=fill, is_number=False)


def period_column() -> Column:
    """The period, marked when it is an estimate."""
    return _words(
        "Period",
        "period",
        lambda item: period_label(item.period, is_estimate=item.provisional),
    )


def timeliness_column() -> Column:
    """Whether the party reported in time: apart from the verdict."""
    return _words("Reporting", "reporting", lambda item: _short_timeliness(item.timeliness))


def reason_column() -> Column:
    """Why, where it is not simply kept; parties may have written part of it."""
    return _words("Why", "why", lambda item: "" if item.verdict in KEPT else item.reason)


def _short_timeliness(timeliness: Timeliness) -> str:
    return TIMELINESS[timeliness].removeprefix("reported ").removeprefix("report ")


def _words(title: str, word: str, say: Callable[[Assessment], str]) -> Column:
    def fill(item: Assessment) -> Cell:
        return Cell(short=say(item), full=say(item))

    return Column(title=title, unit="", word=word, fill=fill, is_number=False)


def fills(column: Column, items: Sequence[Assessment]) -> bool:
    """Whether a column says anything about these obligations."""
    cells = [column.fill(item) for item in items]
    return any(cell is not None and cell.short != NOT_KNOWN for cell in cells)


def days_late_column() -> Column:
    """Days after the day it was due, where there are any."""

    def fill(item: Assessment) -> Cell | None:
        if item.days_late is None or item.days_late <= 0:
            return None
        return Cell(short=f"{item.days_late:,d}", full=f"{item.days_late:,d}")

    return Column(title="Days late", unit="", word="days late", fill=fill)


def since_column() -> Column:
    """The period since when the party falls short."""

    def fill(item: Assessment) -> Cell | None:
        return Cell(short=item.unmet_since, full=item.unmet_since) if item.unmet_since else None

    return Column(title="Since", unit="", word="since", fill=fill)
