"""Who stood at what was promised, period by period, and of whom it is in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from commitments.model import (
    Alternative,
    AlternativeKind,
    Assessment,
    Commitment,
    Reach,
    Sustain,
    Threshold,
    Verdict,
)


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """A party that other figures would put on the other side of what is asked."""

    party: str
    value: Decimal
    asked: Decimal | None
    by: tuple[Alternative, ...]


@dataclass(frozen=True, kw_only=True)
class PeriodTally:
    """One period of a commitment: grain commitment, period.

    `bound` counts the parties, without the waived; `reached` are those whose value is at what is
    asked: of a `reach` its target, also before its year, else what the period requires.
    `recomputed` are those on the measure's other basis, None where nobody has a figure of it.
    `silent` have no figure.
    """

    period: str
    bound: int
    reached: tuple[str, ...]
    recomputed: tuple[str, ...] | None
    silent: tuple[str, ...]
    provisional: tuple[str, ...]
    doubts: tuple[Doubt, ...]


def tallies(commitment: Commitment, items: Iterable[Assessment]) -> list[PeriodTally]:
    """The periods of one commitment of a level, in their order; none of other kinds of promises."""
    if not isinstance(commitment.rule, Threshold | Reach | Sustain):
        return []
    bound = [item for item in items if item.verdict is not Verdict.WAIVED]
    bound.sort(key=lambda item: (item.period_start, item.party))
    return [
        _tally(commitment, period, list(of_period))
        for period, of_period in groupby(bound, key=lambda item: item.period)
    ]


def _tally(commitment: Commitment, period: str, items: Sequence[Assessment]) -> PeriodTally:
    has_basis = any(item.other_value is not None for item in items)
    recomputed = [
        item.party
        for item in items
        if item.other_value is not None and _is_at(item.other_value, _asked(commitment, item))
    ]
    return PeriodTally(
        period=period,
        bound=len(items),
        reached=tuple(item.party for item in items if _has_reached(commitment, item)),
        recomputed=tuple(recomputed) if has_basis else None,
        silent=tuple(item.party for item in items if item.value is None),
        provisional=tuple(item.party for item in items if item.provisional),
        doubts=tuple(_doubts(commitment, items)),
    )


def _doubts(commitment: Commitment, items: Sequence[Assessment]) -> Iterator[Doubt]:
    for item in items:
        if item.value is None:
            continue
        is_at = _has_reached(commitment, item)
        others = tuple(
            other
            for other in item.alternatives
            if _is_at(other.value, _asked(commitment, item, other)) is not is_at
        )
        if others:
            asked, _ = _asked(commitment, item)
            yield Doubt(party=item.party, value=item.value, asked=asked, by=others)


Asked = tuple[Decimal | None, bool]


def _has_reached(commitment: Commitment, item: Assessment) -> bool:
    return item.value is not None and _is_at(item.value, _asked(commitment, item))


def _asked(commitment: Commitment, item: Assessment, other: Alternative | None = None) -> Asked:
    """What is asked, and whether that is a ceiling; other figures may ask for another amount."""
    rule = commitment.rule
    if isinstance(rule, Reach):
        return rule.at_least, False
    is_ceiling = isinstance(rule, Threshold) and rule.at_most is not None
    return (item.required if other is None else other.required), is_ceiling


def _is_at(value: Decimal, asked: Asked) -> bool:
    limit, is_ceiling = asked
    if limit is None:
        return False
    return value <= limit if is_ceiling else value >= limit


def doubt_words(other: Alternative) -> str:
    """By which other figures a party would stand on the other side, in a word."""
    return {
        AlternativeKind.BASIS: "the other basis",
        AlternativeKind.PRECISION: "the figure as printed",
        AlternativeKind.EDITION: "the edition before",
        AlternativeKind.SOURCE: "the other source",
        AlternativeKind.CONVERSION: "the other rate",
    }[other.kind]
