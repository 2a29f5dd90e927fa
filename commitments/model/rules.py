"""The shapes of promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commitments.model.vocabulary import InKind, RuleKind, StageName, Support


@dataclass(frozen=True, kw_only=True)
class Step:
    """From the period `since` on, `amount` is asked."""

    since: str
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """The measure is at least, or at most, so much in every period; `margin` past it is `at_risk`.

    `steps` change what is asked from a period on, in the order of the periods. Of a ramp, what is
    asked between two steps lies on a straight line.
    """

    kind: RuleKind = RuleKind.THRESHOLD
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    margin: Decimal = Decimal(0)
    steps: tuple[Step, ...] = ()
    is_ramp: bool = False

    def __post_init__(self) -> None:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("a threshold is at least or at most so much: say one of the two")

    @property
    def begins_at(self) -> Decimal:
        """What is asked before the first step."""
        return next(limit for limit in (self.at_least, self.at_most) if limit is not None)

    @property
    def ends_at(self) -> Decimal:
        """What is asked from the last step on."""
        return self.steps[-1].amount if self.steps else self.begins_at


@dataclass(frozen=True, kw_only=True)
class Reach:
    """The measure gets from its value in the baseline period to `at_least` in the period of `by`.

    Until then a straight line between the two is the required path. The baseline is a year, `2024`,
    or `FY2024/25` where the promise is judged by fiscal years.
    """

    kind: RuleKind = RuleKind.REACH
    at_least: Decimal
    by: date
    baseline: str
    margin: Decimal = Decimal(0)
    review_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Stage:
    """The indicators that, added up, say how much has come to a stage, or further."""

    name: StageName
    indicators: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Instalment:
    """So many percent of what is owed for a year, or a fiscal year, are due by a day of it."""

    share: Decimal
    month: int
    day: int


@dataclass(frozen=True, kw_only=True)
class Deliver:
    """The amount `owed` is delivered by the day it is due; each is of indicators that are added up.

    `delivered` names dated payments; `settled` names an indicator that is 1 when the publisher
    confirms full delivery and 0 when it reports that something is outstanding. `item` narrows all
    to the plans or cases that match it, `*` for anything. `stages` are told beside it and decide
    nothing. Of `instalments`, whose shares come to 100, what has fallen due so far is required. A
    cumulative one adds up everything since the beginning; an open-ended one has no
    published day by which it is due, so it is never unmet. `in_kind` and `support` say what the
    figures hold, and decide nothing.
    """

    kind: RuleKind = RuleKind.DELIVER
    owed: tuple[str, ...]
    delivered: tuple[str, ...] = ()
    settled: str | None = None
    stages: tuple[Stage, ...] = ()
    instalments: tuple[Instalment, ...] = ()
    item: str | None = None
    in_kind: InKind | None = None
    support: Support | None = None
    is_cumulative: bool = False
    is_open_ended: bool = False


@dataclass(frozen=True, kw_only=True)
class Respond:
    """Each case is answered within `within_days` of a stage; `at_least` is the share owed, in %.

    They are calendar days, or business days of a country, `business_days_of`: its code, or
    `obligor` for that of whoever is to answer.

    A case that reaches a stage of `unless` in time and unanswered is owed no answer any more; after
    its limit, the clock stops there.
    """

    kind: RuleKind = RuleKind.RESPOND
    activity: str
    from_stage: str
    to_stage: str
    within_days: int
    business_days_of: str | None = None
    at_least: Decimal = Decimal(100)
    margin: Decimal = Decimal(0)
    unless: tuple[str, ...] = ()

    def calendar_of(self, party: str) -> str | None:
        """The country whose business days count for a party; None for calendar days."""
        return party if self.business_days_of == "obligor" else self.business_days_of


@dataclass(frozen=True, kw_only=True)
class TakePart:
    """At least `at_least` activities reach a stage in each period, with the party on either side.

    While a period runs the number asked grows evenly; `margin` activities fewer is `at_risk`.
    """

    kind: RuleKind = RuleKind.TAKE_PART
    activity: str
    stage: str
    at_least: int
    margin: int = 0


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """One thing is done by the day `by`: an activity reaches a stage, or the measure `at_least`."""

    kind: RuleKind = RuleKind.MILESTONE
    by: date
    activity: str | None = None
    stage: str | None = None
    at_least: Decimal = Decimal(1)


@dataclass(frozen=True, kw_only=True)
class Sustain:
    """The measure is at least what it was a year before, and `growth` % more."""

    kind: RuleKind = RuleKind.SUSTAIN
    growth: Decimal = Decimal(0)
    margin: Decimal = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Composite:
    """At least `at_least` of other commitments, the `parts`, are kept."""

    kind: RuleKind
    parts: tuple[str, ...]
    at_least: int


Measured = Threshold | Reach | Deliver | Respond | TakePart | Milestone | Sustain
Rule = Measured | Composite
