"""The domain: what was promised, by whom, to whom, and what became of it. No I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class ArrangementKind(StrEnum):
    """How formal and how lasting an arrangement is."""

    ALLIANCE = "alliance"
    PARTNERSHIP = "partnership"
    COALITION = "coalition"


class Interest(StrEnum):
    """What the members of an arrangement pursue together."""

    COLLECTIVE_DEFENCE = "collective-defence"
    BURDEN_SHARING = "burden-sharing"
    DEFENCE_SUPPORT = "defence-support"
    EQUIPMENT = "equipment"
    INTEROPERABILITY = "interoperability"
    CAPACITY_BUILDING = "capacity-building"
    INFORMATION_EXCHANGE = "information-exchange"
    EARLY_WARNING = "early-warning"
    MARITIME_SECURITY = "maritime-security"
    COUNTER_TERRORISM = "counter-terrorism"
    PEACE_AND_SECURITY = "peace-and-security"
    HUMANITARIAN_AID = "humanitarian-aid"
    INTERNATIONAL_LAW = "international-law"


class RuleKind(StrEnum):
    """The shape of a promise."""

    THRESHOLD = "threshold"
    REACH = "reach"
    DELIVER = "deliver"
    RESPOND = "respond"
    TAKE_PART = "take_part"
    MILESTONE = "milestone"
    SUSTAIN = "sustain"
    ALL_OF = "all_of"
    ANY_OF = "any_of"
    K_OF_N = "k_of_n"


class Cadence(StrEnum):
    """Length of the periods a commitment is judged for."""

    YEAR = "year"
    FISCAL_YEAR = "fiscal_year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"
    DAY = "day"


class Verdict(StrEnum):
    """Did they keep it?"""

    MET = "met"
    MET_LATE = "met_late"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    UNMET = "unmet"
    NO_DATA = "no_data"
    PENDING = "pending"
    WAIVED = "waived"


class Timeliness(StrEnum):
    """Did they report to us in time?"""

    ON_TIME = "on_time"
    LATE = "late"
    NOT_DUE = "not_due"
    DUE = "due"
    OVERDUE = "overdue"
    DELINQUENT = "delinquent"


class Cause(StrEnum):
    """Why a verdict differs from the last judgement."""

    NEW_EVIDENCE = "new evidence"
    REVISED_EVIDENCE = "revised evidence"
    TIME_PASSED = "time passed"
    RULE_CHANGED = "rule changed"
    MEMBERSHIP_CHANGED = "membership changed"
    WAIVER = "waiver"


class RateDay(StrEnum):
    """Which exchange rate counts: of the day due, the period's last, or the period's average."""

    DAY = "day"
    PERIOD_END = "period_end"
    PERIOD_AVERAGE = "period_average"


class Basis(StrEnum):
    """By which figures a commitment is judged whose measure knows two: as reported, or divided."""

    REPORTED = "reported"
    RECOMPUTED = "recomputed"


class AlternativeKind(StrEnum):
    """By which other figures an obligation is judged as well, to see whether its verdict holds."""

    BASIS = "basis"
    PRECISION = "precision"
    EDITION = "edition"
    SOURCE = "source"
    CONVERSION = "conversion"


class StageName(StrEnum):
    """How far an amount has come. What is pledged binds nobody."""

    PLEDGED = "pledged"
    COMMITTED = "committed"
    DISBURSED = "disbursed"


class InKind(StrEnum):
    """Whether what is given in kind counts, at the value its publisher puts on it, or does not."""

    VALUED = "valued"
    EXCLUDED = "excluded"


class Support(StrEnum):
    """Whether aid is given to whom it is for, or by way of others, such as a common fund."""

    DIRECT = "direct"
    INDIRECT = "indirect"


class SubmissionStatus(StrEnum):
    """What became of a submission."""

    ACCEPTED = "accepted"
    ACCEPTED_IN_PART = "accepted_in_part"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"


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


@dataclass(frozen=True, kw_only=True)
class Rates:
    """The published rates that turn amounts into the measure's currency, and a gap into US dollars.

    The source reports `eur-rate-…`, units of each currency for one euro, by day. With `day`, the
    rate of the day an amount was paid or is due counts.
    """

    source: str
    at: RateDay


@dataclass(frozen=True, kw_only=True)
class ConstantPrices:
    """The published deflator that turns amounts into prices of the year `base`.

    It is `indicator`, or `indicator` ÷ `over` where a publisher gives an amount in current and in
    constant prices; by party and period.
    """

    source: str
    indicator: str
    base: str
    over: str | None = None


@dataclass(frozen=True, kw_only=True)
class OtherBasis:
    """The measure once more, recomputed: `indicator` ÷ `over` × `times`, of the same source."""

    indicator: str
    over: str
    times: int = 1


class FormulaKind(StrEnum):
    """How a measure is worked out from its indicator."""

    RATIO = "ratio"
    GROWTH = "growth"
    SHARE_OF_TOTAL = "share_of_total"
    FAIR_SHARE = "fair_share"


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """The indicator ÷ `over` × `times`, of the same source, party and period."""

    kind: FormulaKind = FormulaKind.RATIO
    over: str
    times: int = 1


@dataclass(frozen=True, kw_only=True)
class Growth:
    """How many percent more the indicator is than for the same period a year before."""

    kind: FormulaKind = FormulaKind.GROWTH


@dataclass(frozen=True, kw_only=True)
class ShareOfTotal:
    """How many percent of the sum of those who are members of `among` then.

    One figure missing leaves the total unknown; whoever is left out is so by name, with a reason.
    """

    kind: FormulaKind = FormulaKind.SHARE_OF_TOTAL
    among: str
    without: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FairShare:
    """The share of the contribution ÷ the share of the `ability`, among the same members.

    1 is fair. The ability is an indicator of `ability_source`, or of the measure's own source.
    """

    kind: FormulaKind = FormulaKind.FAIR_SHARE
    among: str
    ability: str
    ability_source: str | None = None
    without: tuple[LeftOut, ...] = ()


Formula = Ratio | Growth | ShareOfTotal | FairShare


@dataclass(frozen=True, kw_only=True)
class OtherSource:
    """The measure by another publisher's figures.

    It is `indicator` of `source`; with `over`, `indicator` of the measure's own source divided by
    `over` of `source`. Both are taken `times` a whole number.
    """

    source: str
    indicator: str
    over: str | None = None
    times: int = 1


@dataclass(frozen=True, kw_only=True)
class Measure:
    """The quantity a commitment is judged on: one indicator of one source, or a formula over it.

    A composite is measured on its parts: its `source` is empty.
    `money_base` names the indicator (million USD, same source, party and period) of which the
    value is a percentage, so that a gap can be stated in money. A verdict that flips on the
    `other_basis`, by the `other_source`, or at the `published_decimals` (those with which the
    publisher prints the figure) is fragile.
    """

    name: str
    source: str
    unit: str
    indicator: str | None = None
    money_base: str | None = None
    rates: Rates | None = None
    constant_prices: ConstantPrices | None = None
    other_basis: OtherBasis | None = None
    other_source: OtherSource | None = None
    published_decimals: int | None = None
    formula: Formula | None = None


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


@dataclass(frozen=True, kw_only=True)
class Reporting:
    """When evidence for a period is expected, in days after the period's end."""

    due_days: int
    delinquent_days: int


@dataclass(frozen=True, kw_only=True)
class Exemption:
    """A party that one commitment does not bind, and why."""

    party: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Waiver:
    """A recorded exception for one party until `ends_on` (inclusive)."""

    party: str
    author: str
    reason: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a party states about its verdict for a period, in its own words."""

    party: str
    period: str
    author: str
    dated: date
    text: str


@dataclass(frozen=True, kw_only=True)
class Commitment:
    """One promise. `obligors` is `members`, `home` or a tuple of parties.

    A composite has no `reporting`: the evidence is that of its parts.
    """

    id: str
    arrangement: str
    title: str
    text: str
    source: Citation
    obligors: str | tuple[str, ...]
    beneficiary: str
    effective_from: date
    effective_until: date | None
    cadence: Cadence
    measure: Measure
    rule: Rule
    reporting: Reporting | None
    exemptions: tuple[Exemption, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    replies: tuple[Reply, ...] = ()
    is_illustrative: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        """The commitments a composite is judged by; of any other there are none."""
        return self.rule.parts if isinstance(self.rule, Composite) else ()

    def replies_to(self, item: Assessment) -> tuple[Reply, ...]:
        """What the party states about one of its verdicts, the earliest first."""
        of_it = [
            one for one in self.replies if (one.party, one.period) == (item.party, item.period)
        ]
        return tuple(sorted(of_it, key=lambda one: one.dated))


@dataclass(frozen=True, kw_only=True)
class FiscalYears:
    """On which day of a year, as `04-01`, the fiscal year of each party begins; else `default`.

    One that begins on `01-01` is the calendar year and called like it, `2026`; any other is called
    by the two years it lies in, `FY2026/27`.
    """

    begins_on: tuple[tuple[str, str], ...] = ()
    default: str = "01-01"

    def of(self, party: str) -> str:
        """The day on which the fiscal year of a party begins."""
        return dict(self.begins_on).get(party, self.default)


@dataclass(frozen=True, kw_only=True)
class Register:
    """Everything promised, and the version (hash) of the files it was read from."""

    version: str
    arrangements: tuple[Arrangement, ...]
    commitments: tuple[Commitment, ...]
    fiscal_years: FiscalYears = FiscalYears()

    def arrangement(self, arrangement_id: str) -> Arrangement:
        """The arrangement with this identifier. Raises KeyError."""
        return {item.id: item for item in self.arrangements}[arrangement_id]

    def commitment(self, commitment_id: str) -> Commitment:
        """The commitment with this identifier. Raises KeyError."""
        return {item.id: item for item in self.commitments}[commitment_id]


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """An obligation judged by other figures, which `words` name: its value and required amount."""

    kind: AlternativeKind
    words: str
    value: Decimal
    required: Decimal | None
    verdict: Verdict


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """The judgement of one obligation: grain commitment, party, period.

    `value`, `target`, `required` and `gap` are in `unit`, and so is `other_value`, the value on the
    measure's other basis; `gap` is how far the value falls short of what is required, or exceeds
    it where that is a ceiling, never below zero; `gap_usd` is in dollars.
    None means unknown, never zero. `fragile_reason` says which of the `alternatives` would flip the
    verdict.
    """

    assessment: str
    commitment: str
    arrangement: str
    party: str
    period: str
    period_start: date
    period_end: date
    verdict: Verdict
    timeliness: Timeliness
    value: Decimal | None
    target: Decimal | None
    required: Decimal | None
    unit: str
    gap: Decimal | None
    gap_usd: Decimal | None
    provisional: bool
    fragile: bool
    due_on: date
    kept_on: date | None
    days_late: int | None
    published_on: date | None
    reason: str
    is_illustrative: bool
    unmet_since: str | None = None
    fragile_reason: str | None = None
    other_value: Decimal | None = None
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What a stored judgement made of an obligation, until another found it otherwise."""

    judged_on: date
    verdict: Verdict
    value: Decimal | None
    published_on: date | None


@dataclass(frozen=True, kw_only=True)
class Change:
    """A verdict that differs between two judgements, and the figures of both.

    `as_of` is the day of the later one; `…_published_on` are the editions their values are of.
    """

    commitment: str
    arrangement: str
    party: str
    period: str
    from_verdict: Verdict | None
    to_verdict: Verdict | None
    from_value: Decimal | None
    to_value: Decimal | None
    unit: str
    cause: Cause
    as_of: date
    from_required: Decimal | None = None
    to_required: Decimal | None = None
    from_published_on: date | None = None
    to_published_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What became of one submission.

    `reasons` say what was set aside or warned of, `notices` what was noticed beside what stood
    before, `missing` what is still expected of its sender on the day of receipt. `corrects` is the
    submission whose set-aside rows this one sends again.
    """

    submission: str
    sha256: str
    source: str | None
    edition: date | None
    file: str
    status: SubmissionStatus
    rows_read: int
    rows_accepted: int
    rows_set_aside: int
    reasons: tuple[str, ...] = field(default_factory=tuple)
    notices: tuple[str, ...] = field(default_factory=tuple)
    missing: tuple[str, ...] = field(default_factory=tuple)
    corrects: str | None = None
    quality_page: str | None = None
    received_at: datetime | None = None
    is_withdrawn: bool = False


@dataclass(frozen=True, kw_only=True)
class EditionUsed:
    """One edition a report rests on, with what must be credited."""

    source: str
    title: str
    publisher: str
    url: str
    licence: str
    published_on: date
    file: str
    sha256: str
    is_illustrative: bool
