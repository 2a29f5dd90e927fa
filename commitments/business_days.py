"""Business days: those a country neither rests on by the week nor keeps as a public holiday."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import islice

import holidays
import pycountry

_ONE_DAY = timedelta(days=1)


def has_calendar(party: str) -> bool:
    """Whether a party is a country whose public holidays are known."""
    country = pycountry.countries.get(alpha_3=party)
    return country is not None and country.alpha_2 in holidays.list_supported_countries()


def _calendar(country: str, years: range) -> holidays.HolidayBase:
    found = pycountry.countries.get(alpha_3=country)
    if found is None:
        raise ValueError(f"{country} is not an ISO 3166-1 alpha-3 code")
    return holidays.country_holidays(found.alpha_2, years=years)


@cache
def business_days(country: str, first_year: int, last_year: int) -> tuple[date, ...]:
    """The business days of a country by its ISO 3166-1 alpha-3 code, both years included.

    Weekends are the country's own, and so are days on which a weekend is worked.
    """
    calendar = _calendar(country, range(first_year, last_year + 1))
    day, found = date(first_year, 1, 1), []
    while day.year <= last_year:
        if calendar.is_working_day(day):
            found.append(day)
        day += _ONE_DAY
    return tuple(found)


def business_day_after(country: str, asked_on: date, days: int) -> date:
    """The day that many business days after a day; with none, the day itself."""
    if days == 0:
        return asked_on
    known = business_days(country, asked_on.year, asked_on.year + 1 + days // 200)
    later = (day for day in known if day > asked_on)
    return next(islice(later, days - 1, None))
