"""Columns of figures: in one unit under one rule, or each cell with a unit of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from commitments.model import Assessment, Deliver, Rule
from reports.columns import NOT_KNOWN, Cell, Column, days_late_column, fills, since_column
from reports.figures import (
    MILLION,
    NOT_PUBLISHED,
    gap_quantity,
    in_usd,
    number,
    places_apart,
    quantity,
    usd,
)
from reports.views import FAILING

MONEY_UNITS = frozenset({"usd", "usd_million"})
_SMALLEST_IN_MILLIONS = Decimal(100_000)


def figure_columns(items: Sequence[Assessment], rule: Rule) -> tuple[Column, ...]:
    """Columns for obligations under one rule, without those that would stay empty."""
    is_delivery = isinstance(rule, Deliver)
    value = Column(
        title="Delivered" if is_delivery else "Value",
        word="delivered" if is_delivery else "value",
        unit=_unit_title(items, _values),
        fill=_value_cell(items),
    )
    required = Column(
        title="Owed" if is_delivery else "Required",
        word="owed" if is_delivery else "required",
        unit=_unit_title(items, _values),
        fill=_required_cell(items),
    )
    optional = (_gap_column(items), _gap_usd_column(items), days_late_column(), since_column())
    return (value, required, *(column for column in optional if fills(column, items)))


def mixed_columns(items: Sequence[Assessment]) -> tuple[Column, ...]:
    """Columns for obligations under different rules: every cell names its own unit."""
    columns = (
        Column(title="Value", unit="", word="value", fill=_full_value),
        Column(title="Required", unit="", word="required", fill=_full_required),
        Column(title="Gap", unit="", word="gap", fill=_full_gap),
        Column(title="Gap in money", unit="", word="gap in money", fill=_full_gap_usd),
        days_late_column(),
    )
    return columns[:2] + tuple(column for column in columns[2:] if fills(column, items))


def _values(item: Assessment) -> tuple[Decimal | None, ...]:
    return (item.value, item.required)


def _unit_title(
    items: Sequence[Assessment], pick: Callable[[Assessment], tuple[Decimal | None, ...]]
) -> str:
    unit = items[0].unit
    if unit in MONEY_UNITS:
        return "$ million" if _in_millions(items, pick) else "$"
    return {"percent": "%", "flag": "", "number": ""}.get(unit, unit)


def _in_millions(
    items: Sequence[Assessment], pick: Callable[[Assessment], tuple[Decimal | None, ...]]
) -> bool:
    """Whether every amount of a column can be told in millions with one decimal."""
    unit = items[0].unit if items[0].unit in MONEY_UNITS else "usd"
    amounts = [in_usd(value, unit=unit) for item in items for value in pick(item) if value]
    return bool(amounts) and min(amounts) >= _SMALLEST_IN_MILLIONS


def _money_short(value: Decimal, *, millions: bool, against: Decimal | None = None) -> str:
    if not millions:
        return number(value, places=0, against=against)
    return number(value / MILLION, places=1, against=against and against / MILLION)


def _short(value: Decimal, against: Decimal | None, *, items: Sequence[Assessment]) -> str:
    unit = items[0].unit
    if unit not in MONEY_UNITS:
        return number(value, against=against) if unit == "percent" else quantity(value, unit=unit)
    return _money_short(
        in_usd(value, unit=unit),
        millions=_in_millions(items, _values),
        against=against and in_usd(against, unit=unit),
    )


def _value_cell(items: Sequence[Assessment]) -> Callable[[Assessment], Cell]:
    def fill(item: Assessment) -> Cell:
        if item.value is None:
            return Cell(short=NOT_PUBLISHED, full=NOT_PUBLISHED)
        short = _short(item.value, item.required, items=items)
        return Cell(short=short, full=_full_value(item).full, is_estimate=item.provisional)

    return fill


def _required_cell(items: Sequence[Assessment]) -> Callable[[Assessment], Cell | None]:
    def fill(item: Assessment) -> Cell | None:
        if item.required is None:
            return None
        short = _short(item.required, item.value, items=items)
        return Cell(short=short, full=quantity(item.required, unit=item.unit, against=item.value))

    return fill


def _gap_column(items: Sequence[Assessment]) -> Column:
    unit = items[0].unit

    def fill(item: Assessment) -> Cell | None:
        if not item.gap or unit == "flag":
            return _unknown_gap(item)
        full = _gap_words(item, item.gap)
        short = full.removesuffix(" points")
        if unit in MONEY_UNITS:
            short = _short(item.gap, Decimal(0), items=items)
        return Cell(short=short, full=full)

    title = "points" if unit == "percent" else _unit_title(items, _values)
    return Column(title="Gap", unit=title, word="gap", fill=fill)


def _gap_words(item: Assessment, gap: Decimal) -> str:
    """A gap with as many decimals as tell its value apart from what is required."""
    places = 2
    if item.value is not None and item.required is not None:
        places = places_apart(item.value, item.required)
    return gap_quantity(gap, unit=item.unit, places=places)


def _unknown_gap(item: Assessment) -> Cell | None:
    """A gap that exists and is not known is told apart from none."""
    is_unknown = item.gap is None and item.verdict in FAILING
    return Cell(short=NOT_KNOWN, full=NOT_KNOWN) if is_unknown else None


def _gap_usd_column(items: Sequence[Assessment]) -> Column:
    millions = _in_millions(items, lambda item: (item.gap_usd,))

    def fill(item: Assessment) -> Cell | None:
        if not item.gap_usd or item.unit in MONEY_UNITS:
            return None
        short = _money_short(item.gap_usd, millions=millions, against=Decimal(0))
        return Cell(short=short, full=usd(item.gap_usd))

    unit = "$ million" if millions else "$"
    return Column(title="Gap in money", unit=unit, word="gap in money", fill=fill)


def _full_value(item: Assessment) -> Cell:
    full = quantity(item.value, unit=item.unit, against=item.required)
    is_estimate = item.provisional and item.value is not None
    return Cell(short=full, full=full, is_estimate=is_estimate)


def _full_required(item: Assessment) -> Cell | None:
    if item.required is None:
        return None
    full = quantity(item.required, unit=item.unit, against=item.value)
    return Cell(short=full, full=full)


def _full_gap(item: Assessment) -> Cell | None:
    if not item.gap or item.unit == "flag":
        return _unknown_gap(item)
    full = _gap_words(item, item.gap)
    return Cell(short=full, full=full)


def _full_gap_usd(item: Assessment) -> Cell | None:
    if not item.gap_usd or item.unit in MONEY_UNITS:
        return None
    return Cell(short=usd(item.gap_usd), full=usd(item.gap_usd))
