"""Who has submitted, in a sentence for each period a report tells of."""

from __future__ import annotations

from collections.abc import Iterator

from reports.figures import day
from reports.views import OverviewView, QuorumView, RoundView


def round_sentences(view: OverviewView, *, limit: int) -> tuple[str, ...]:
    """How many of those expected have submitted; of the missing, `limit` are named."""
    return tuple(sentence for item in view.rounds for sentence in _sentences(item, limit))


def _sentences(item: RoundView, limit: int) -> Iterator[str]:
    for one in item.periods:
        told = _by_parties(one, limit) if item.publisher is None else _by(item.publisher, one)
        yield f"{item.name}: {told}."
    if item.more:
        yield f"{item.name}: {item.more:,d} earlier periods are incomplete too."


def _by(publisher: str, one: QuorumView) -> str:
    if one.last_submitted_on:
        late = f", due by {day(one.due_on)}" if one.late else ""
        return f"submitted for {one.period} by {publisher} on {day(one.last_submitted_on)}{late}"
    return f"not yet submitted for {one.period} by {publisher}; due by {day(one.due_on)}"


def _by_parties(one: QuorumView, limit: int) -> str:
    late = f", {one.late:,d} of them late" if one.late else ""
    said = f"{one.submitted:,d} of {one.expected:,d} expected parties have submitted for "
    said += f"{one.period}{late}"
    if not one.missing:
        return said
    more = len(one.missing) - limit
    rest = f" and {more:,d} more" if more > 0 else ""
    names = f"; not yet: {', '.join(one.missing[:limit])}{rest}" if one.submitted else ""
    return f"{said}{names}; due by {day(one.due_on)}"
