"""The figures a commitment is judged by, and those it is judged by as well, each in a book.

A book is a set of figures: a source's as published, or those of one commitment, priced or worked
out from others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from commitments.model import (
    AlternativeKind,
    Basis,
    Commitment,
    RateDay,
    Reach,
    Sustain,
    Threshold,
)
from warehouse.workings import Row, worked_out_book

_CONVERSIONS: Mapping[RateDay, str] = {
    RateDay.DAY: "at the rate of the day paid or due",
    RateDay.PERIOD_END: "at the rate of the period's end",
    RateDay.PERIOD_AVERAGE: "at the average rate of the period",
}


def own_book(item: Commitment, basis: Basis) -> str:
    """The book a commitment is judged by on a basis."""
    return next(_bases(item, basis))[0]


def priced_book(item: Commitment) -> str | None:
    """The book of a commitment's amounts in one currency, or in prices of one year."""
    return f"{item.measure.source} priced for {item.id}" if item.measure.is_priced else None


def books_of(item: Commitment, basis: Basis) -> list[Row]:
    """The book a commitment is judged by, as number 0, and those of its alternatives."""
    own = {"book": own_book(item, basis), "alternative": None}
    found = [own, *_alternatives(item, basis)]
    return [{"commitment": item.id, "variant": number, **book} for number, book in enumerate(found)]


def formulas_of(item: Commitment) -> list[Row]:
    """The books whose figures are worked out from others: one figure ÷ another × a number."""
    measure = item.measure
    found: list[Row] = []
    own: dict[str, object] = {"commitment": item.id, "stands_for": measure.indicator}
    if basis := measure.other_basis:
        found.append(
            own
            | {"book": _recomputed_book(item), "source": measure.source, "over": basis.over}
            | {"indicator": basis.indicator, "over_source": measure.source, "times": basis.times}
        )
    if other := measure.other_source:
        one = measure.source if other.over else other.source
        found.append(
            own
            | {"book": _other_book(item), "source": one, "indicator": other.indicator}
            | {"over_source": other.source, "over": other.over, "times": other.times}
        )
    return found


def _recomputed_book(item: Commitment) -> str:
    return f"{item.measure.source} recomputed for {item.id}"


def _other_book(item: Commitment) -> str:
    return f"another source for {item.id}"


def _bases(item: Commitment, basis: Basis) -> Iterator[tuple[str, str]]:
    """The book judged by, then that of the other basis if there is one, each in words."""
    other = item.measure.other_basis
    published = worked_out_book(item) if item.measure.formula else item.measure.source
    books = [(priced_book(item) or published, "as reported")]
    if other:
        times = "" if other.times == 1 else f" × {other.times}"
        words = f"recomputed as {other.indicator} ÷ {other.over}{times}"
        books.append((_recomputed_book(item), words))
    yield from reversed(books) if basis is Basis.RECOMPUTED else books


def _alternatives(item: Commitment, basis: Basis) -> Iterator[Row]:
    measure, rates = item.measure, item.measure.rates
    (own, _), *others = _bases(item, basis)
    for book, words in others:
        yield {"alternative": AlternativeKind.BASIS, "book": book, "words": words}
    if (places := measure.published_decimals) is not None:
        words = f"rounded to {places} decimal{'' if places == 1 else 's'} as printed"
        kind = AlternativeKind.PRECISION
        yield {"alternative": kind, "book": own, "words": words, "decimals": places}
    if isinstance(item.rule, Threshold | Reach | Sustain) and not measure.formula:
        words = "by the edition of"
        yield {"alternative": AlternativeKind.EDITION, "book": f"{own} before", "words": words}
    if measure.other_source:
        yield {
            "alternative": AlternativeKind.SOURCE,
            "book": _other_book(item),
            "words": _source_words(item),
        }
    for at in RateDay if rates else ():
        if rates and at is not rates.at:
            book = f"{priced_book(item)} at {at}"
            kind = AlternativeKind.CONVERSION
            yield {"alternative": kind, "book": book, "words": _CONVERSIONS[at], "rates_at": at}


def _source_words(item: Commitment) -> str:
    other = item.measure.other_source
    if other is None:
        return ""
    times = "" if other.times == 1 else f" × {other.times}"
    if other.over is None:
        return f"as {other.indicator} of {other.source}{times}"
    return f"as {other.indicator} ÷ {other.over} of {other.source}{times}"
