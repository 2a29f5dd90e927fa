"""Which rounds the report of an arrangement tells of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from commitments import parties
from commitments.model import Commitment
from pipelines.measures import indicators_of
from pipelines.rounds import RoundFile
from pipelines.sources import Source
from reports.views import QuorumView, RoundView
from warehouse.rounds import PUBLISHER, Quorum

MOST_PERIODS = 3


def rounds_told(
    quorums: Sequence[Quorum],
    *,
    commitments: Iterable[Commitment],
    sources: Mapping[str, Source],
) -> tuple[RoundView, ...]:
    """The rounds of what these commitments are measured on, in the order of `quorums`.

    Of each the newest period for which anybody has submitted, and the newest incomplete ones whose
    day is past.
    """
    measured = {
        (c.measure.source, indicator) for c in commitments for indicator in indicators_of(c)
    }
    grouped = groupby(quorums, key=lambda item: (item.source, item.round))
    return tuple(
        _view(tuple(of_round), sources[source], _declared(sources[source], round_))
        for (source, round_), of_round in grouped
        if _asked_for(sources[source], _declared(sources[source], round_)) & measured
    )


def _declared(source: Source, round_: str) -> RoundFile:
    (declared,) = (item for item in source.rounds if item.id == round_)
    return declared


def _asked_for(source: Source, declared: RoundFile) -> set[tuple[str, str]]:
    named = declared.indicators or tuple(indicator.id for indicator in source.indicators)
    return {(source.id, indicator) for indicator in named}


def _view(quorums: Sequence[Quorum], source: Source, declared: RoundFile) -> RoundView:
    newest = [item for item in quorums if item.submitted][-1:]
    told = [item for item in quorums if item in newest or item.overdue or item.delinquent]
    return RoundView(
        name=declared.name,
        publisher=source.publisher if declared.expects == PUBLISHER else None,
        periods=tuple(_period(item) for item in told[-MOST_PERIODS:]),
        more=max(len(told) - MOST_PERIODS, 0),
    )


def _period(item: Quorum) -> QuorumView:
    names = parties.names()
    return QuorumView(
        period=item.period,
        expected=item.expected,
        submitted=item.submitted,
        late=item.late,
        last_submitted_on=item.last_submitted_on,
        due_on=item.due_on,
        missing=tuple(names.get(party, party) for party in item.missing),
    )
