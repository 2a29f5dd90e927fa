"""The pages of the register as a whole: the agreements calendar and the coverage view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commitments.calendar_days import HORIZONS, CalendarDay, CalendarEvent, calendar_days
from commitments.coverage import CoverageCell
from commitments.model import Arrangement, Interest
from commitments.parties import REGIONS, names
from reports.environment import render

EVENTS = {
    CalendarEvent.EXPIRY: "ends",
    CalendarEvent.RENEWAL: "ends unless renewed",
    CalendarEvent.REVIEW: "is to be reviewed",
}


@dataclass(frozen=True, kw_only=True)
class Window:
    """Calendar days told under one heading."""

    title: str
    days: tuple[CalendarDay, ...]


@dataclass(frozen=True, kw_only=True)
class Gap:
    """The interests of which nothing stands in a region."""

    region: str
    interests: tuple[str, ...]


def render_calendar(
    days: Sequence[CalendarDay],
    endless: Sequence[Arrangement],
    *,
    as_of: date,
    register_version: str,
) -> str:
    """The page of the agreements calendar."""
    return render(
        "calendar.html",
        headline=calendar_headline(days),
        windows=_windows(days),
        endless=endless,
        as_of=as_of,
        register_version=register_version,
        what=lambda item: EVENTS[item.event],
        when=days_away,
    )


def render_coverage(
    cells: Sequence[CoverageCell],
    arrangements: Sequence[Arrangement],
    *,
    as_of: date,
    register_version: str,
) -> str:
    """The page of the coverage view, with every arrangement that stands."""
    return render(
        "coverage.html",
        headline=coverage_headline(cells),
        regions=REGIONS,
        rows=_by_interest(cells),
        gaps=_gaps(cells),
        standing=[item for item in arrangements if item.stands_on(as_of)],
        as_of=as_of,
        register_version=register_version,
        members=lambda item: _members_on(item, as_of),
        interest=interest_label,
    )


def render_arrangement(item: Arrangement, *, as_of: date, register_version: str) -> str:
    """The page of an arrangement without promises: what it is, its term and its members."""
    return render(
        "arrangement.html",
        headline=("No promise of this arrangement is registered", item.purpose),
        item=item,
        days=[day for day in calendar_days([item], as_of=as_of) if not day.is_past],
        regions=[REGIONS[region] for region in item.regions],
        interests=[interest_label(interest) for interest in item.interests],
        members=sorted(item.members, key=lambda member: names()[member.party]),
        names=names(),
        as_of=as_of,
        register_version=register_version,
        what=lambda day: EVENTS[day.event],
        when=days_away,
    )


def interest_label(interest: Interest) -> str:
    """An interest in words: `Collective defence`."""
    if interest is Interest.COUNTER_TERRORISM:
        return "Counter-terrorism"
    return interest.value.replace("-", " ").capitalize()


def days_away(item: CalendarDay) -> str:
    """How far away in words: `today`, `in 30 days`, `1 day ago`."""
    if item.days == 0:
        return "today"
    count = f"{abs(item.days):,d} day{'' if abs(item.days) == 1 else 's'}"
    return f"{count} ago" if item.is_past else f"in {count}"


def calendar_headline(days: Sequence[CalendarDay]) -> tuple[str, ...]:
    """What falls within the longest horizon, then what comes next, then what has passed."""
    near = [item for item in days if item.within]
    ahead = [item for item in days if not item.is_past]
    past = [item for item in days if item.is_past]
    count = "Nothing" if not near else f"{len(near)} date{'' if len(near) == 1 else 's'}"
    sentences = [f"{count} to act on within {HORIZONS[-1]} days"]
    if ahead:
        item = ahead[0]
        sentences.append(f"Next, {item.arrangement.name} {EVENTS[item.event]} {days_away(item)}.")
    if past:
        sentences.append(f"{len(past)} {'has' if len(past) == 1 else 'have'} passed.")
    return tuple(sentences)


def coverage_headline(cells: Sequence[CoverageCell]) -> tuple[str, ...]:
    """How many cells nothing stands in."""
    empty = sum(cell.is_empty for cell in cells)
    return (
        f"Nothing stands in {empty} of {len(cells)} combinations of interest and region",
        "An illustrative arrangement is shown in brackets and covers nothing.",
    )


def _windows(days: Sequence[CalendarDay]) -> list[Window]:
    past = tuple(item for item in days if item.is_past)
    windows, least = [Window(title="Passed", days=past)] if past else [], 0
    for horizon in HORIZONS:
        title = f"Within {horizon} days" if not least else f"In {least + 1} to {horizon} days"
        windows.append(
            Window(title=title, days=tuple(item for item in days if item.within == horizon))
        )
        least = horizon
    later = tuple(item for item in days if not item.is_past and item.within is None)
    return [*windows, Window(title="Later", days=later)]


def _by_interest(
    cells: Sequence[CoverageCell],
) -> list[tuple[str, tuple[CoverageCell, ...]]]:
    return [
        (interest_label(interest), tuple(cell for cell in cells if cell.interest is interest))
        for interest in Interest
    ]


def _gaps(cells: Sequence[CoverageCell]) -> list[Gap]:
    found = {
        name: tuple(
            interest_label(cell.interest) for cell in cells if cell.region == key and cell.is_empty
        )
        for key, name in REGIONS.items()
    }
    return [Gap(region=name, interests=interests) for name, interests in found.items() if interests]


def _members_on(item: Arrangement, as_of: date) -> int:
    return sum(
        member.joined_on <= as_of and (member.left_on is None or as_of < member.left_on)
        for member in item.members
    )
