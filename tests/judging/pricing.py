"""How the oracle turns amounts into another currency, or into the prices of a year: exactly.

Rates and indices are of twelve decimals, amounts are counted in millionths, halves go up.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from commitments.model import RateDay

WEEK = timedelta(days=7)
SCALES = {"": 0, "_thousand": 3, "_million": 6, "_billion": 9}


@dataclass(frozen=True, kw_only=True)
class Quote:
    """Units of one currency for a euro, on a day."""

    currency: str
    quoted_on: date
    per_eur: Decimal
    cell: tuple[str, int]


@dataclass(frozen=True, kw_only=True)
class Span:
    """The days whose rates count."""

    at: RateDay
    start: date
    end: date


def span(at: RateDay, *, day: date, start: date, as_of: date) -> Span:
    """The week up to a day, or to `as_of`; of an average everything since `start`."""
    end = min(day, as_of)
    return Span(at=at, start=start if at is RateDay.PERIOD_AVERAGE else end - WEEK, end=end)


def rate(quotes: Sequence[Quote], currency: str, days: Span) -> Decimal | None:
    """The last rate of a span, or its average where its first and last week are quoted."""
    if currency == "eur":
        return Decimal(1)
    found = _quoted(quotes, currency, days)
    if not found:
        return None
    if days.at is not RateDay.PERIOD_AVERAGE:
        return found[-1].per_eur
    if found[0].quoted_on > days.start + WEEK or found[-1].quoted_on < days.end - WEEK:
        return None
    return quotient(sum((quote.per_eur for quote in found), Decimal(0)), Decimal(len(found)), 1)


def rate_cell(
    quotes: Sequence[Quote], currency: str, days: Span
) -> frozenset[tuple[str, str, int]]:
    """The last rate of a span, as evidence."""
    found = _quoted(quotes, currency, days)
    role = "last rate averaged" if days.at is RateDay.PERIOD_AVERAGE else "rate"
    return frozenset((role, *quote.cell) for quote in found[-1:])


def _quoted(quotes: Sequence[Quote], currency: str, days: Span) -> list[Quote]:
    return sorted(
        (
            quote
            for quote in quotes
            if quote.currency == currency and days.start <= quote.quoted_on <= days.end
        ),
        key=lambda quote: quote.quoted_on,
    )


def quotient(figure: Decimal | None, divisor: Decimal | None, times: int) -> Decimal | None:
    """A quotient of figures that are read to nine decimals."""
    if figure is None or divisor is None or rounded(divisor, 9) == 0:
        return None
    return rounded(Fraction(rounded(figure, 9)) * times / Fraction(rounded(divisor, 9)), 12)


def converted(
    amount: Decimal, unit: str, multiplier: Decimal, divisor: Decimal, wanted: str
) -> Decimal:
    """An amount in another unit of money."""
    millionths = rounded(rounded(amount, 15).scaleb(scale(unit) + 6), 0)
    turned = rounded(Fraction(millionths) * Fraction(multiplier) / Fraction(divisor), 0)
    return turned.scaleb(-6 - scale(wanted))


def scale(unit: str) -> int:
    """How many zeros a unit of money stands for."""
    return SCALES[unit[3:]]


def rounded(figure: Decimal | Fraction, places: int) -> Decimal:
    """A figure at so many decimals, halves away from nothing."""
    size = math.floor(abs(Fraction(figure)) * 10**places + Fraction(1, 2))
    return Decimal(size if figure >= 0 else -size).scaleb(-places)
