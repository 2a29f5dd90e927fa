"""Measures that are worked out, as tables: the formulas, and who counts in their totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from commitments.model import (
    Arrangement,
    Commitment,
    FairShare,
    Formula,
    LeftOut,
    Member,
    Ratio,
    Register,
    ShareOfTotal,
)

Row = Mapping[str, object]


def worked_out_book(item: Commitment) -> str:
    """Where the figures worked out for a commitment stand."""
    return f"{item.measure.source} worked out for {item.id}"


def burden_sharing_book(arrangement: str, ability: str) -> str:
    """Where the fair shares of an arrangement by one ability stand."""
    return f"burden sharing of {arrangement} by {ability}"


@dataclass(frozen=True, kw_only=True)
class _WorkedOut:
    """One formula over an indicator of a source, and the book its figures stand in."""

    book: str
    source: str
    indicator: str
    formula: Formula


def workings(register: Register) -> list[Row]:
    """One row per formula: those of commitments, and those arrangements compare burdens by."""
    return [
        {
            "book": item.book,
            "formula": item.formula.kind,
            "source": item.source,
            "indicator": item.indicator,
            **_terms(item),
        }
        for item in _worked_out(register)
    ]


def circles(register: Register) -> list[Row]:
    """One row per formula and membership that counts in its totals."""
    return [
        {
            "book": item.book,
            "party": member.party,
            "joined_on": member.joined_on.isoformat(),
            "left_on": member.left_on.isoformat() if member.left_on else None,
        }
        for item in _worked_out(register)
        for member in _counted(item.formula, register)
    ]


def counted_members(item: Commitment, register: Register) -> Sequence[Member]:
    """Whose figures are added up where the measure is a share among members."""
    return _counted(item.measure.formula, register)


def _counted(formula: Formula | None, register: Register) -> Sequence[Member]:
    if not isinstance(formula, ShareOfTotal | FairShare):
        return ()
    left_out = _names(formula.without)
    members = register.arrangement(formula.among).members
    return [member for member in members if member.party not in left_out]


def _names(entries: tuple[LeftOut, ...]) -> frozenset[str]:
    return frozenset(entry.party for entry in entries)


def _worked_out(register: Register) -> Iterator[_WorkedOut]:
    for item in register.commitments:
        measure = item.measure
        if measure.formula and measure.indicator:
            yield _WorkedOut(
                book=worked_out_book(item),
                source=measure.source,
                indicator=measure.indicator,
                formula=measure.formula,
            )
    for arrangement in register.arrangements:
        yield from _burdens(arrangement)


def _burdens(arrangement: Arrangement) -> Iterator[_WorkedOut]:
    burden = arrangement.burden_sharing
    if burden is None:
        return
    for ability in burden.abilities:
        yield _WorkedOut(
            book=burden_sharing_book(arrangement.id, ability.id),
            source=burden.source,
            indicator=burden.indicator,
            formula=FairShare(
                among=arrangement.id,
                ability=ability.indicator,
                ability_source=ability.source,
                without=burden.without,
            ),
        )


def _terms(item: _WorkedOut) -> Row:
    match item.formula:
        case Ratio() as formula:
            return {"other": formula.over, "times": formula.times}
        case FairShare() as formula:
            return {"other": formula.ability, "other_source": formula.ability_source or item.source}
        case ShareOfTotal():
            return {}
    return {"other": item.indicator, "times": 100}
