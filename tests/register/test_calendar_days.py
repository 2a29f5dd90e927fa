"""The agreements calendar, day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from commitments.calendar_days import CalendarEvent, calendar_days, without_end
from tests.register.arranged import STARTED_ON, arranged

TODAY = date(2026, 11, 25)


def _in(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "within", "is_past"),
    [
        (-400, None, True),
        (-1, None, True),
        (0, 30, False),
        (29, 30, False),
        (30, 30, False),
        (31, 90, False),
        (90, 90, False),
        (91, 180, False),
        (180, 180, False),
        (181, None, False),
    ],
)
@pytest.mark.parametrize("key", ["ends_on", "review_on"])
def test_a_day_falls_within_30_90_or_180_days(
    key: str, days: int, within: int | None, is_past: bool
) -> None:
    (found,) = calendar_days([arranged(**{key: _in(days)})], as_of=TODAY)
    assert (found.on, found.days) == (_in(days), days)
    assert (found.within, found.is_past) == (within, is_past)


def test_a_term_that_may_be_renewed_is_a_renewal() -> None:
    items = [
        arranged("lapses", ends_on=_in(5)),
        arranged("goes-on", ends_on=_in(5), is_renewable=True),
    ]
    found = {day.arrangement.id: day.event for day in calendar_days(items, as_of=TODAY)}
    assert found == {"lapses": CalendarEvent.EXPIRY, "goes-on": CalendarEvent.RENEWAL}


def test_within_keeps_the_day_itself_and_what_has_passed() -> None:
    items = [arranged(f"d{days + 10}", ends_on=_in(days)) for days in (-1, 0, 45, 46)]
    found = calendar_days(items, as_of=TODAY, within=45)
    assert [day.days for day in found] == [-1, 0, 45]
    assert [day.days for day in calendar_days(items, as_of=TODAY, within=0)] == [-1, 0]


def test_the_earliest_comes_first_whatever_the_order() -> None:
    items = [arranged("b", ends_on=_in(9)), arranged("a", ends_on=_in(9), review_on=_in(2))]
    told = [(day.arrangement.id, day.days) for day in calendar_days(items, as_of=TODAY)]
    assert told == [("a", 2), ("a", 9), ("b", 9)]
    assert calendar_days(items, as_of=TODAY) == calendar_days(items[::-1], as_of=TODAY)


@pytest.mark.parametrize(
    ("as_of", "review_on"),
    [
        (date(2020, 1, 1), date(2024, 2, 29)),
        (date(2024, 2, 29), date(2024, 2, 29)),
        (date(2024, 3, 1), date(2028, 2, 29)),
        (date(2028, 3, 1), date(2032, 2, 29)),
    ],
)
def test_reviews_recur_from_the_first(as_of: date, review_on: date) -> None:
    item = arranged(review_on=date(2024, 2, 29), review_every_years=4)
    assert item.review_from(as_of) == review_on
    (found,) = calendar_days([item], as_of=as_of)
    assert (found.on, found.is_past) == (review_on, False)


def test_a_review_on_a_leap_day_has_a_28th_in_other_years() -> None:
    item = arranged(review_on=date(2024, 2, 29), review_every_years=1)
    assert item.review_from(date(2025, 1, 1)) == date(2025, 2, 28)
    assert item.review_from(date(2028, 1, 1)) == date(2028, 2, 29)


def test_nothing_is_reviewed_after_its_end() -> None:
    ended = arranged(ends_on=_in(-1), review_on=_in(-9))
    assert [day.event for day in calendar_days([ended], as_of=TODAY)] == [CalendarEvent.EXPIRY]
    too_late = arranged(ends_on=_in(5), review_on=_in(6))
    assert [day.event for day in calendar_days([too_late], as_of=TODAY)] == [CalendarEvent.EXPIRY]
    last_day = arranged(ends_on=_in(5), review_on=_in(5))
    assert len(calendar_days([last_day], as_of=TODAY)) == 2


def test_what_has_no_end_is_listed_and_may_have_a_review() -> None:
    endless = arranged("endless", review_on=_in(3))
    assert without_end([arranged("ends", ends_on=_in(1)), endless]) == [endless]


def test_it_stands_from_its_first_day_to_its_last() -> None:
    item = arranged(ends_on=TODAY)
    days = (STARTED_ON - timedelta(days=1), STARTED_ON, TODAY, _in(1))
    assert [item.stands_on(day) for day in days] == [False, True, True, False]
