"""The cases behind a share answered in time: which were late, which are still open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from commitments.business_days import business_day_after
from commitments.model import Respond
from warehouse.reading import Cell


@dataclass(frozen=True, kw_only=True)
class Case:
    """One case as far as it could be known on a day."""

    activity: str
    asked_on: date
    answered_on: date | None
    seen_until: date


def case_lines(rule: Respond, cells: Sequence[Cell], *, party: str, as_of: date) -> Iterator[str]:
    """A line for every case that was not answered in time, or is still open."""
    for case in _cases(rule, cells, as_of=as_of):
        limit = _limit(rule, case.asked_on, rule.calendar_of(party))
        told = f"{case.activity}: {_words(rule.from_stage)} {case.asked_on}"
        if case.answered_on is None:
            word = "past its limit" if case.seen_until > limit else "open until"
            seen = f"not {_words(rule.to_stage)} by {case.seen_until}"
            yield f"{told}, {seen}, {word} {limit}"
        elif case.answered_on > limit:
            answered = f"{_words(rule.to_stage)} {case.answered_on}"
            yield f"{told}, {answered}, {_overrun(rule, case, limit)}"


def _limit(rule: Respond, asked_on: date, calendar: str | None) -> date:
    if calendar is None:
        return asked_on + timedelta(days=rule.within_days)
    return business_day_after(calendar, asked_on, rule.within_days)


def _overrun(rule: Respond, case: Case, limit: date) -> str:
    if rule.business_days_of:
        return f"and {rule.within_days} business days ended on {limit}"
    days = ((case.answered_on or case.seen_until) - case.asked_on).days
    return f"after {days} days and not {rule.within_days}"


def activity_lines(cells: Sequence[Cell]) -> Iterator[str]:
    """A line for every activity that counts, in the order of their days."""
    counted = [(cell.occurred_on, _activity(cell), cell) for cell in cells if cell.occurred_on]
    for occurred_on, activity, cell in sorted(counted, key=lambda item: item[:2]):
        yield f"{activity}: {_words(cell.role)} {occurred_on}"


def _cases(rule: Respond, cells: Sequence[Cell], *, as_of: date) -> Iterator[Case]:
    ordered = sorted(cells, key=_activity)
    for activity, group in groupby(ordered, key=_activity):
        stages = list(group)
        asked = _first(stages, rule.from_stage, until=as_of)
        ended = [
            day for stage in rule.unless if (day := _first(stages, stage, until=as_of)) is not None
        ]
        if asked:
            yield Case(
                activity=activity,
                asked_on=asked,
                answered_on=_first(stages, rule.to_stage, until=as_of),
                seen_until=min([max(cell.published_on for cell in stages), as_of, *ended]),
            )


def _activity(cell: Cell) -> str:
    return cell.subject.removesuffix(f" {cell.role}")


def _first(cells: Sequence[Cell], stage: str, *, until: date) -> date | None:
    days = [cell.occurred_on for cell in cells if cell.role == stage and cell.occurred_on]
    return min((day for day in days if day <= until), default=None)


def _words(stage: str) -> str:
    return stage.replace("-", " ")
