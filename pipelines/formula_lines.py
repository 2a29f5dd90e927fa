"""The arithmetic of a measure that is worked out, line by line, from the rows it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from commitments.model import Assessment, FairShare, Growth, Measure, Ratio, ShareOfTotal
from reports.figures import plain
from warehouse.reading import Cell

_NINE_PLACES = Decimal(1).scaleb(-9)


def formula_lines(measure: Measure, item: Assessment, cells: Sequence[Cell]) -> Iterator[str]:
    """How the value comes from the figures published; nothing where there is no value."""
    own = _figure(cells, "value")
    if measure.formula is None or item.value is None or own is None:
        return
    match measure.formula:
        case Ratio() as formula:
            times = "" if formula.times == 1 else f" × {formula.times}"
            by = _figure(cells, "divided by")
            asked = f"{measure.indicator} {own} ÷ {formula.over} {by}{times}"
            yield f"value = {asked} = {plain(item.value)}"
        case Growth():
            was = _figure(cells, "grown from")
            yield f"value = ({own} − {was}) ÷ {was} × 100 = {plain(item.value)}"
        case ShareOfTotal() as formula:
            total = _total(cells, "of the total")
            yield f"value = {own} ÷ {total} × 100 = {plain(item.value)}"
            yield from _left_out(formula)
        case FairShare() as formula:
            able = _figure(cells, "ability")
            yield f"share of {measure.indicator} = {own} ÷ {_total(cells, 'of the total')}"
            yield f"share of {formula.ability} = {able} ÷ {_total(cells, 'of all ability')}"
            yield f"value = the one share ÷ the other = {plain(item.value)}"
            yield from _left_out(formula)


def _left_out(formula: ShareOfTotal | FairShare) -> Iterator[str]:
    for entry in formula.without:
        yield f"left out: {entry.party}. {entry.reason}"


def _figure(cells: Sequence[Cell], role: str) -> str | None:
    found = (cell.value for cell in cells if cell.role == role and cell.value is not None)
    return next(map(plain, found), None)


def _total(cells: Sequence[Cell], role: str) -> str:
    """The sum of figures at nine decimals, and of how many."""
    values = [cell.value for cell in cells if cell.role == role and cell.value is not None]
    total = sum((value.quantize(_NINE_PLACES, ROUND_HALF_UP) for value in values), Decimal(0))
    return f"{plain(total)} (the sum of {len(values)} members)"
