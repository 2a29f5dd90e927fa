"""The agreements calendar: which arrangements end, are renewed or reviewed, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commitments.model import Arrangement

HORIZONS = (30, 90, 180)


class CalendarEvent(StrEnum):
    """What falls on a day of the calendar."""

    EXPIRY = "expiry"
    RENEWAL = "renewal"
    REVIEW = "review"


@dataclass(frozen=True, kw_only=True)
class CalendarDay:
    """One event of one arrangement; `days` from the day asked, below zero when it has passed."""

    arrangement: Arrangement
    event: CalendarEvent
    on: date
    days: int

    @property
    def is_past(self) -> bool:
        """Whether it has passed: the last day of a term has not."""
        return self.days < 0

    @property
    def within(self) -> int | None:
        """The least of 30, 90 and 180 days it falls within; None when later, or past."""
        if self.is_past:
            return None
        return next((horizon for horizon in HORIZONS if self.days <= horizon), None)


def calendar_days(
    arrangements: Iterable[Arrangement], *, as_of: date, within: int | None = None
) -> list[CalendarDay]:
    """Every event, the earliest first; `within` so many days, the day itself and the past included.

    A review is told while its arrangement stands: the next one, or the one that has passed when no
    later one is known.
    """
    found = [day for item in arrangements for day in _of(item, as_of)]
    kept = [day for day in found if within is None or day.days <= within]
    return sorted(kept, key=lambda day: (day.on, day.arrangement.id, day.event))


def _of(item: Arrangement, as_of: date) -> Iterator[CalendarDay]:
    ending = CalendarEvent.RENEWAL if item.is_renewable else CalendarEvent.EXPIRY
    if item.ends_on:
        yield _day(item, ending, item.ends_on, as_of)
    review = item.review_from(as_of)
    if review and (item.ends_on is None or max(review, as_of) <= item.ends_on):
        yield _day(item, CalendarEvent.REVIEW, review, as_of)


def _day(item: Arrangement, event: CalendarEvent, on: date, as_of: date) -> CalendarDay:
    return CalendarDay(arrangement=item, event=event, on=on, days=(on - as_of).days)


def without_end(arrangements: Iterable[Arrangement]) -> list[Arrangement]:
    """Arrangements whose text sets no last day, by identifier."""
    return sorted((item for item in arrangements if item.ends_on is None), key=lambda item: item.id)
