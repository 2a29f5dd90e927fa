"""Casework: the open cases and the time each stage takes, as tables of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from commitments.casework import DwellTime, OpenCase
from reports.columns import NO_CELL, Cell
from reports.figures import day
from reports.sentences import verdict_label
from reports.tables import Header, Row, Table
from reports.views import CaseworkView, OverviewView

MOST_CASES = 100

_STAGES: Mapping[str, bool] = {
    "Who moves": False,
    "Reached": True,
    "Moved on": True,
    "Median": True,
    "90 %": True,
    "Longest": True,
    "Waiting": True,
    "Longest wait": True,
}
_QUEUE: Mapping[str, bool] = {
    "Priority": False,
    "Kind": False,
    "Stage": False,
    "Days there": True,
    "Days open": True,
    "Who moves next": False,
    "Answer due": False,
    "Days late": True,
    "Verdict": False,
}


@dataclass(frozen=True, kw_only=True)
class CaseworkSection:
    """What the page prints of cases: the queue with its oldest, and the stages."""

    summary: str
    queue: Table
    more: int
    stages: Table
    is_illustrative: bool


def casework_section(view: OverviewView) -> CaseworkSection | None:
    """The cases of the sources an arrangement is judged by; None where there are none."""
    item = view.casework
    if item is None or not item.dwell_times:
        return None
    shown = item.open_cases[:MOST_CASES]
    return CaseworkSection(
        summary=_summary(item, view),
        queue=Table(
            caption="Open cases, the most urgent and the oldest first",
            first="Case",
            headers=_headers(_QUEUE),
            rows=tuple(_case_row(one, view) for one in shown),
        ),
        more=len(item.open_cases) - len(shown),
        stages=Table(
            caption="Days at each stage",
            first="Stage",
            headers=_headers(_STAGES),
            rows=tuple(_stage_row(one) for one in item.dwell_times),
        ),
        is_illustrative=any(one.is_illustrative for one in item.dwell_times),
    )


def _headers(columns: Mapping[str, bool]) -> tuple[Header, ...]:
    return tuple(
        Header(title=title, unit="", word=title.lower(), is_number=is_number)
        for title, is_number in columns.items()
    )


def _summary(item: CaseworkView, view: OverviewView) -> str:
    late = [one for one in item.open_cases if one.days_late]
    ours = [one for one in item.open_cases if one.moves_next == view.home_party]
    oldest = max(item.open_cases, key=lambda one: (one.days_open, one.activity), default=None)
    told = (
        f"{len(item.open_cases):,d} cases are open: {len(ours):,d} wait for "
        f"{view.name(view.home_party)}, {len(late):,d} are past the day an answer was due."
    )
    if oldest is None:
        return told
    known = day(max(one.seen_until for one in item.open_cases))
    return (
        f"{told} The oldest, {oldest.activity}, was opened on {day(oldest.opened_on)}. Clocks "
        f"stand at {known}, the last day the cases at hand speak of."
    )


def _case_row(one: OpenCase, view: OverviewView) -> Row:
    texts = (
        one.priority or "",
        _words(one.kind),
        f"{_words(one.stage)} {day(one.since)}",
        f"{one.days_at_stage:,d}",
        f"{one.days_open:,d}",
        view.name(one.moves_next),
        _day(one.due_on),
        f"{one.days_late:,d}" if one.days_late else "",
        verdict_label(one.verdict) if one.verdict else "",
    )
    note = f"from {view.name(one.initiator)}"
    return Row(
        name=one.activity,
        note=f"{note}, illustrative" if one.is_illustrative else note,
        verdict=one.verdict.value if one.verdict else "",
        cells=_cells(texts),
    )


def _stage_row(one: DwellTime) -> Row:
    counts = (one.reached, one.moved_on)
    days = (one.median_days, one.p90_days, one.longest_days)
    texts = [one.mover, *(_number(count) for count in (*counts, *days))]
    texts += [_number(one.waiting), _number(one.longest_wait_days)]
    notes = [_words(one.kind), *(["illustrative"] if one.is_illustrative else [])]
    return Row(name=_words(one.stage), note=", ".join(notes), verdict="", cells=_cells(texts))


def _cells(texts: Sequence[str]) -> tuple[Cell, ...]:
    return tuple(Cell(short=text or NO_CELL, full=text) for text in texts)


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:,d}"


def _day(value: date | None) -> str:
    return day(value) if value else ""


def _words(identifier: str) -> str:
    return identifier.replace("-", " ")
