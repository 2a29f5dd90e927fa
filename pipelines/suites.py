"""What a submission must satisfy, from its source's declaration and the register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from commitments import parties
from commitments.model import Member, Register
from expectations.suites import (
    ActivitySuite,
    IndicatorLimits,
    ObservationSuite,
    Oddity,
    Suite,
)
from pipelines.checks import OddityFile
from pipelines.sources import Indicator, Source


def suite_of(source: Source, *, received_on: date, register: Register) -> Suite:
    """What a submission of this source must satisfy."""
    known = frozenset(parties.names())
    if source.layout == "activities":
        return ActivitySuite(
            source=source.id,
            parties=known,
            kinds={item.kind: item.stages for item in source.activities},
            paths={item.kind: item.path for item in source.activities},
            priorities={item.kind: item.priorities for item in source.activities},
            received_on=received_on,
        )
    known |= frozenset(source.groups)
    return ObservationSuite(
        source=source.id,
        parties=known,
        indicators=tuple(_limits(item) for item in source.indicators),
        received_on=received_on,
        currencies=parties.currencies(),
        has_organisations=source.has_organisations(),
        series=source.series,
        members=tuple(_members(source, register)),
        oddities=tuple(_oddities(source, received_on=received_on)),
    )


def _limits(indicator: Indicator) -> IndicatorLimits:
    return IndicatorLimits(
        id=indicator.id,
        unit=indicator.unit,
        minimum=indicator.minimum,
        maximum=indicator.maximum,
        is_dated=indicator.dated,
        is_planned=indicator.planned,
    )


def _oddities(source: Source, *, received_on: date) -> Iterator[Oddity]:
    for item in source.oddities:
        if received_on <= item.until:
            yield as_oddity(item)


def as_oddity(item: OddityFile) -> Oddity:
    """What a rule would tell, as an audit knows it."""
    return Oddity(rule=item.rule, indicator=item.indicator, party=item.party, period=item.period)


def _members(source: Source, register: Register) -> Iterator[Member]:
    for arrangement in register.arrangements:
        if arrangement.id == source.members_of:
            yield from arrangement.members
