"""What changed, told so that it can be taken in: like changes on one line, the worst first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commitments.model import Change, Verdict
from reports.figures import day
from reports.sentences import change_sentence, transition
from reports.views import OverviewView

MOST_ALONE = 3
_MOST_NAMES = 8

_Group = tuple[str, Verdict | None, Verdict | None, str]
_WORST_FIRST = (
    *(Verdict.UNMET, Verdict.OFF_TRACK, Verdict.AT_RISK, Verdict.NO_DATA, Verdict.MET_LATE),
    *(Verdict.MET, Verdict.ON_TRACK, Verdict.PENDING, Verdict.WAIVED, None),
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line about one change, or about several alike."""

    words: str
    changes: int


@dataclass(frozen=True, kw_only=True)
class ChangesTold:
    """Lines by commitment; `more` counts the changes that no line tells."""

    found: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    more: int


def changes_told(view: OverviewView, *, limit: int) -> ChangesTold:
    """The changes in at most `limit` lines; none on the first judgement, where all is new."""
    if view.is_first:
        return ChangesTold(found="", sections=(), more=0)
    sections: list[tuple[str, tuple[str, ...]]] = []
    told = lines = 0
    for title, changes in _by_commitment(view):
        kept = _lines(changes, view, names=max(limit, _MOST_NAMES))[: limit - lines]
        if kept:
            sections.append((title, tuple(line.words for line in kept)))
        lines += len(kept)
        told += sum(line.changes for line in kept)
    return ChangesTold(found=_found(view), sections=tuple(sections), more=len(view.changes) - told)


def _found(view: OverviewView) -> str:
    """Says so when what is told was found on an earlier day."""
    days = {change.as_of for change in view.changes}
    if not days or view.as_of in days:
        return ""
    return f"Found on {day(max(days))}; no verdict has moved since."


def _by_commitment(view: OverviewView) -> Iterable[tuple[str, list[Change]]]:
    titles = {item.commitment.id: item.commitment.title for item in view.commitments}
    for commitment in dict.fromkeys((*titles, *(change.commitment for change in view.changes))):
        changes = [change for change in view.changes if change.commitment == commitment]
        if changes:
            yield titles.get(commitment, commitment), changes


def _lines(changes: Sequence[Change], view: OverviewView, *, names: int) -> list[Line]:
    groups: dict[_Group, list[Change]] = {}
    for change in sorted(changes, key=_rank):
        key = (change.period, change.from_verdict, change.to_verdict, change.cause)
        groups.setdefault(key, []).append(change)
    return [line for group in groups.values() for line in _told(group, view, names=names)]


def _rank(change: Change) -> tuple[int, int, str]:
    """The worst first, then those whose figure was revised."""
    return (_WORST_FIRST.index(change.to_verdict), not _is_revised(change), change.period)


def _is_revised(change: Change) -> bool:
    return change.from_value is not None and change.from_value != change.to_value


def _told(group: Sequence[Change], view: OverviewView, *, names: int) -> list[Line]:
    """A figure that was revised is told by itself; where only verdicts moved, one line does."""
    alone = [one for one in group if _is_revised(one) or len(group) <= MOST_ALONE]
    alike = [one for one in group if one not in alone]
    lines = [
        Line(words=change_sentence(one, name=view.name(one.party)), changes=1) for one in alone
    ]
    return [*lines, _shared_line(alike, view, names=names)] if alike else lines


def _shared_line(alike: Sequence[Change], view: OverviewView, *, names: int) -> Line:
    first = alike[0]
    listed = sorted(view.name(change.party) for change in alike)
    more = f" and {len(listed) - names:,d} more" if len(listed) > names else ""
    words = (
        f"{len(alike):,d} parties, {first.period}: {transition(first)}; {first.cause}: "
        f"{', '.join(listed[:names])}{more}"
    )
    return Line(words=words, changes=len(alike))
