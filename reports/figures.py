"""How numbers, money, days and periods are written. Rounding is for showing, never for judging."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

NOT_PUBLISHED = "not published"
DASH = "\N{EN DASH}"
THOUSAND = Decimal(10) ** 3
MILLION = Decimal(10) ** 6
BILLION = Decimal(10) ** 9

_MOST_PLACES = 18
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)


def day(value: date) -> str:
    """A date in full: `8 February 2024`."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def period_label(period: str, *, is_estimate: bool = False) -> str:
    """A period, marked when it rests on estimates: `2024e`, `2024-H1 (estimate)`."""
    if not is_estimate:
        return period
    return f"{period}e" if period.isdigit() else f"{period} (estimate)"


def number(value: Decimal, *, places: int = 2, against: Decimal | None = None) -> str:
    """A grouped number with as many more decimals as keep it apart from `against`.

    `number(Decimal("1.9995"), against=Decimal(2))` is `1.9995`, not `2.00`.
    """
    shown = places if against is None else places_apart(value, against, places=places)
    return f"{_rounded(value, shown):,f}"


def places_apart(value: Decimal, other: Decimal, *, places: int = 2) -> int:
    """The fewest decimals, from `places` on, that tell two different numbers apart."""
    if value == other:
        return places
    while places < _MOST_PLACES and _rounded(value, places) == _rounded(other, places):
        places += 1
    return places


def plain(value: Decimal) -> str:
    """A number as a person writes it in a sentence: `2`, `3.5`, `1,250`."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def usd(value: Decimal) -> str:
    """US dollars in words a reader can say: `$762.4 million`, `$189,054`."""
    if _rounded(abs(value) / MILLION, 1) >= THOUSAND:
        return f"${_rounded(value / BILLION, 1):,f} billion"
    if _rounded(abs(value), 0) >= MILLION:
        return f"${_rounded(value / MILLION, 1):,f} million"
    if value and abs(value) < 1:
        return "less than $1"
    return f"${_rounded(value, 0):,f}"


def quantity(value: Decimal | None, *, unit: str, against: Decimal | None = None) -> str:
    """A value with its unit; None is `not published`, never zero."""
    if value is None:
        return NOT_PUBLISHED
    if unit in {"usd", "usd_million"}:
        return _usd_apart(in_usd(value, unit=unit), against and in_usd(against, unit=unit))
    if unit == "flag":
        return "yes" if value else "no"
    if unit in {"days", "number"}:
        return plain(value) + (" days" if unit == "days" else "")
    if money := _MONEY.fullmatch(unit):
        return f"{money[1].upper()} {plain(value)}{(money[2] or '').replace('_', ' ')}"
    return f"{number(value, against=against)}{_SIGNS.get(unit, f' {unit}')}"


def _usd_apart(value: Decimal, against: Decimal | None) -> str:
    if against is None or value == against or usd(value) != usd(against):
        return usd(value)
    return f"${number(value, places=0, against=against)}"


def gap_quantity(gap: Decimal | None, *, unit: str, places: int = 2) -> str:
    """A gap with its unit: percentages differ by points; `places` are those of the value."""
    if gap is not None and unit == "percent":
        return f"{number(gap, places=places, against=Decimal(0))} points"
    return quantity(gap, unit=unit)


def target_quantity(value: Decimal, *, unit: str) -> str:
    """A target as the promise states it: `2 %`, `$3.1 million`."""
    if unit in {"percent", "ratio"}:
        return f"{plain(value)}{_SIGNS[unit]}"
    return quantity(value, unit=unit)


def in_usd(value: Decimal, *, unit: str) -> Decimal:
    """Money of either unit in US dollars."""
    return value * MILLION if unit == "usd_million" else value


def is_amount(unit: str) -> bool:
    """Whether values of this unit are amounts of money."""
    return _MONEY.fullmatch(unit) is not None


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


# A currency and the thousands, millions or billions it is told in.
_MONEY = re.compile(r"([a-z]{3})(_thousand|_million|_billion)?")
_SIGNS = {"percent": " %", "points": " points", "ratio": ""}
