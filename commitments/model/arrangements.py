"""Who belongs together, since when and for what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from commitments.model.vocabulary import ArrangementKind, Interest


@dataclass(frozen=True, kw_only=True)
class Citation:
    """Where a promise or an arrangement is written down."""

    document: str
    place: str
    dated: date
    url: str


@dataclass(frozen=True, kw_only=True)
class Member:
    """A party's membership of an arrangement; `left_on` is the first day it is no longer bound."""

    party: str
    joined_on: date
    left_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A member whose figures count in no total, and why."""

    party: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Ability:
    """What a contribution is held against: an indicator of a source, in words `name`."""

    id: str
    name: str
    source: str
    indicator: str


@dataclass(frozen=True, kw_only=True)
class BurdenSharing:
    """What members contribute and are able to, so that the shares of both can be compared.

    It is a view and no promise: nothing is judged by it. Who is `without` counts in neither.
    """

    name: str
    source: str
    indicator: str
    unit: str
    abilities: tuple[Ability, ...]
    without: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Arrangement:
    """An alliance, partnership or coalition.

    `ends_on` is the last day of its term; when it is `is_renewable`, the text provides for another.
    `review_on` is the first review, or the only one without `review_every_years`. `note` says what
    its dates and members cannot.
    """

    id: str
    name: str
    kind: ArrangementKind
    purpose: str
    source: Citation
    regions: tuple[str, ...]
    interests: tuple[Interest, ...]
    members: tuple[Member, ...]
    started_on: date
    ends_on: date | None = None
    is_renewable: bool = False
    review_on: date | None = None
    review_every_years: int | None = None
    note: str | None = None
    is_illustrative: bool = False
    burden_sharing: BurdenSharing | None = None

    def stands_on(self, day: date) -> bool:
        """Whether it has started by a day and not ended before it."""
        return self.started_on <= day and (self.ends_on is None or day <= self.ends_on)

    def review_from(self, day: date) -> date | None:
        """The first review on a day or later; the last one there is when all lie before it."""
        if self.review_on is None or self.review_every_years is None:
            return self.review_on
        review, years = self.review_on, 0
        while review < day:
            years += self.review_every_years
            review = _years_after(self.review_on, years)
        return review


def _years_after(day: date, years: int) -> date:
    """The same day of a later year; a 29 February is followed by a 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
