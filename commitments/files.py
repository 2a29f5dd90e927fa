"""The shape of the register's YAML files, and their passage into domain types."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from commitments import model
from commitments.business_days import has_calendar
from commitments.parties import currencies, names
from commitments.yaml_files import ReviewedModel

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Url = Annotated[str, StringConstraints(pattern=r"^https://\S+$", max_length=300)]
Party = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,8}$")]
_UNITS = ("percent", "ratio", "flag", "days", "number", "persons", "persons_thousand", "per_eur")
_SCALES = ("_thousand", "_million", "_billion")
Percent = Annotated[Decimal, Field(gt=0, le=100)]
Positive = Annotated[Decimal, Field(gt=0)]
NotNegative = Annotated[Decimal, Field(ge=0)]
Days = Annotated[int, Field(ge=0, le=3660)]
# What a path leads through: not finer than the billionth in which paths are stated.
Amount = Annotated[Decimal, Field(ge=0, decimal_places=9)]


def _is_one_fiscal_year(label: str) -> str:
    if label.startswith("FY") and (int(label[2:6]) + 1) % 100 != int(label[-2:]):
        raise ValueError("a fiscal year ends in the year after it begins, as FY2026/27 does")
    return label


PeriodLabel = Annotated[
    str,
    StringConstraints(pattern=r"^(\d{4}(-(H[12]|Q[1-4]|(0[1-9]|1[0-2])))?|FY\d{4}/\d{2})$"),
    AfterValidator(_is_one_fiscal_year),
]

_BY_YEAR = (model.Cadence.YEAR, model.Cadence.FISCAL_YEAR)
# How the periods of a cadence are written; those of a day, of which a step would be one, by month.
_PERIODS = {
    model.Cadence.YEAR: r"\d{4}",
    model.Cadence.FISCAL_YEAR: r"FY\d{4}/\d\d",
    model.Cadence.HALF: r"\d{4}-H\d",
    model.Cadence.QUARTER: r"\d{4}-Q\d",
    model.Cadence.MONTH: r"\d{4}-\d\d",
    model.Cadence.DAY: r"\d{4}-\d\d",
}


class CitationFile(ReviewedModel):
    """Where a promise is written down."""

    document: Text
    place: Text
    dated: date
    url: Url

    def to_domain(self) -> model.Citation:
        """The citation as the rest of the house knows it."""
        return model.Citation(**self.model_dump())


def _money(unit: str) -> str:
    """The currency of a unit of money, without its scale."""
    return next((unit.removesuffix(s) for s in _SCALES if unit.endswith(s)), unit)


def is_money(unit: str) -> bool:
    """Whether a unit is an amount of a currency, or of any."""
    return _money(unit) == "currency" or _money(unit) in currencies()


def _known_unit(unit: str) -> str:
    if unit not in _UNITS and not is_money(unit):
        raise ValueError(
            f"unit {unit} is not known; write {', '.join(_UNITS)}, a currency such as usd or "
            "usd_million (ISO 4217), or currency for any"
        )
    return unit


Unit = Annotated[str, AfterValidator(_known_unit)]


def _known(party: str) -> str:
    if party not in names():
        raise ValueError(
            f"party {party} is not an ISO 3166-1 alpha-3 code or an organisation we know"
        )
    return party


def _known_obligors(obligors: str | tuple[str, ...]) -> str | tuple[str, ...]:
    if not obligors:
        raise ValueError("name at least one party, or write members or home")
    for party in () if isinstance(obligors, str) else obligors:
        _known(party)
    return obligors


def _has_calendar(party: str) -> str:
    if party != "obligor" and not has_calendar(party):
        raise ValueError("write obligor, or the ISO 3166-1 alpha-3 code of a country")
    return party


KnownParty = Annotated[Party, AfterValidator(_known)]


class PartyEntryFile(ReviewedModel):
    """An entry about one party."""

    party: KnownParty


class RatesFile(ReviewedModel):
    """The source of exchange rates, and which of them counts."""

    source: Identifier
    at: model.RateDay


class ConstantPricesFile(ReviewedModel):
    """The published deflator, an indicator or the quotient of two, and the year it is based on."""

    source: Identifier
    indicator: Identifier
    over: Identifier | None = None
    base: Annotated[str, StringConstraints(pattern=r"^\d{4}$")]


class OtherBasisFile(ReviewedModel):
    """The measure recomputed as a quotient of two indicators of its source."""

    indicator: Identifier
    over: Identifier
    times: Annotated[int, Field(ge=1, le=1_000_000)] = 1


class OtherSourceFile(ReviewedModel):
    """The measure by another source's figure, or by an own one divided by another source's."""

    source: Identifier
    indicator: Identifier
    over: Identifier | None = None
    times: Annotated[int, Field(ge=1, le=100_000_000)] = 1


class RatioFile(ReviewedModel):
    """The measure's indicator divided by another of its source."""

    kind: Literal["ratio"]
    over: Identifier
    times: Annotated[int, Field(ge=1, le=1_000_000)] = 1

    def to_domain(self) -> model.Ratio:
        """The formula as the rest of the house knows it."""
        return model.Ratio(over=self.over, times=self.times)


class GrowthFile(ReviewedModel):
    """The measure's indicator against the same period a year before, in percent."""

    kind: Literal["growth"]

    def to_domain(self) -> model.Growth:
        """The formula as the rest of the house knows it."""
        return model.Growth()


class LeftOutFile(PartyEntryFile):
    """A member whose figures count in no total."""

    reason: Text


class ShareOfTotalFile(ReviewedModel):
    """The measure's indicator as a percentage of the sum over the members of an arrangement."""

    kind: Literal["share_of_total"]
    among: Identifier
    without: tuple[LeftOutFile, ...] = ()

    def to_domain(self) -> model.ShareOfTotal:
        """The formula as the rest of the house knows it."""
        return model.ShareOfTotal(among=self.among, without=left_out(self.without))


class FairShareFile(ReviewedModel):
    """The share of what members contribute divided by the share of what they are able to."""

    kind: Literal["fair_share"]
    among: Identifier
    ability: Identifier
    ability_source: Identifier | None = None
    without: tuple[LeftOutFile, ...] = ()

    def to_domain(self) -> model.FairShare:
        """The formula as the rest of the house knows it."""
        return model.FairShare(
            among=self.among,
            ability=self.ability,
            ability_source=self.ability_source,
            without=left_out(self.without),
        )


FormulaFile = Annotated[
    RatioFile | GrowthFile | ShareOfTotalFile | FairShareFile, Field(discriminator="kind")
]


def left_out(entries: tuple[LeftOutFile, ...]) -> tuple[model.LeftOut, ...]:
    """Those who are left out as the rest of the house knows them."""
    return tuple(model.LeftOut(**entry.model_dump()) for entry in entries)


class MeasureFile(ReviewedModel):
    """What a commitment is measured on."""

    name: Text
    source: Identifier
    unit: Unit
    indicator: Identifier | None = None
    money_base: Identifier | None = None
    rates: RatesFile | None = None
    constant_prices: ConstantPricesFile | None = None
    other_basis: OtherBasisFile | None = None
    other_source: OtherSourceFile | None = None
    published_decimals: Annotated[int, Field(ge=0, le=4)] | None = None
    formula: FormulaFile | None = None

    def to_domain(self) -> model.Measure:
        """The measure as the rest of the house knows it."""
        rates, prices, basis = self.rates, self.constant_prices, self.other_basis
        source = self.other_source
        parts = {"rates", "constant_prices", "other_basis", "other_source", "formula"}
        return model.Measure(
            **self.model_dump(exclude=parts),
            rates=model.Rates(**rates.model_dump()) if rates else None,
            constant_prices=model.ConstantPrices(**prices.model_dump()) if prices else None,
            other_basis=model.OtherBasis(**basis.model_dump()) if basis else None,
            other_source=model.OtherSource(**source.model_dump()) if source else None,
            formula=self.formula.to_domain() if self.formula else None,
        )

    @model_validator(mode="after")
    def _formula_is_told_in_its_unit(self) -> MeasureFile:
        formula = self.formula
        if formula is None:
            return self
        if not self.indicator:
            raise ValueError("a formula is worked out from measure.indicator; add it")
        if self.rates or self.constant_prices:
            raise ValueError("a formula takes figures as published: leave out rates and prices")
        wanted = {"growth": "percent", "share_of_total": "percent", "fair_share": "ratio"}
        if (unit := wanted.get(formula.kind, self.unit)) != self.unit:
            raise ValueError(f"a {formula.kind} is told in {unit}; unit is {self.unit}")
        if self.money_base and formula.kind != "ratio":
            raise ValueError(f"money_base says nothing of a {formula.kind}; leave it out")
        return self

    @model_validator(mode="after")
    def _money_needs_percent(self) -> MeasureFile:
        if self.money_base and self.unit != "percent":
            raise ValueError("money_base is the whole of which the value is a percentage: unit")
        return self

    @model_validator(mode="after")
    def _prices_are_of_money(self) -> MeasureFile:
        if self.rates and self.constant_prices:
            raise ValueError("rates or constant_prices, not both: which rate would count is open")
        money = _money(self.unit)
        if (self.rates or self.constant_prices) and money not in currencies():
            raise ValueError(
                f"rates and constant_prices are for amounts of one currency; unit is {self.unit}"
            )
        return self


class RampFile(ReviewedModel):
    """A straight line from the target to another, between two periods."""

    since: PeriodLabel
    until: PeriodLabel
    to: Amount


class ThresholdFile(ReviewedModel):
    """At least, or at most, so much in every period; from a period on another amount."""

    kind: Literal["threshold"]
    at_least: Annotated[Decimal, Field(gt=0, decimal_places=9)] | None = None
    at_most: Amount | None = None
    margin: NotNegative = Decimal(0)
    steps: dict[PeriodLabel, Amount] = Field(default_factory=dict)
    ramp: RampFile | None = None

    @model_validator(mode="after")
    def _says_one_limit(self) -> ThresholdFile:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("write at_least or at_most, one of the two")
        if self.steps and self.ramp:
            raise ValueError("write steps or a ramp, not both")
        if self.ramp and self.ramp.since >= self.ramp.until:
            raise ValueError(f"a ramp leads to a later period; until is {self.ramp.until}")
        return self

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods at which what is asked changes."""
        return (self.ramp.since, self.ramp.until) if self.ramp else tuple(sorted(self.steps))

    def to_domain(self) -> model.Threshold:
        """The rule as the rest of the house knows it."""
        limit = self.at_most if self.at_least is None else self.at_least
        amounts = (limit, self.ramp.to) if self.ramp else [self.steps[at] for at in self.periods]
        return model.Threshold(
            at_least=self.at_least,
            at_most=self.at_most,
            margin=self.margin,
            steps=tuple(
                model.Step(since=since, amount=amount)
                for since, amount in zip(self.periods, amounts, strict=True)
                if amount is not None
            ),
            is_ramp=self.ramp is not None,
        )


class ReachFile(ReviewedModel):
    """From the value of a baseline period to so much by a day."""

    kind: Literal["reach"]
    at_least: Positive
    by: date
    baseline: Annotated[
        str,
        StringConstraints(pattern=r"^(\d{4}|FY\d{4}/\d{2})$"),
        AfterValidator(_is_one_fiscal_year),
    ]
    margin: NotNegative = Decimal(0)
    review_on: date | None = None

    @model_validator(mode="after")
    def _baseline_is_earlier(self) -> ReachFile:
        is_fiscal = self.baseline.startswith("FY")
        if int(self.baseline.removeprefix("FY")[:4]) + is_fiscal >= self.by.year:
            raise ValueError(f"baseline {self.baseline} must be a year before by ({self.by})")
        if not is_fiscal and (self.by.month, self.by.day) != (12, 31):
            raise ValueError(f"a path is judged by year: by must be a 31 December, got {self.by}")
        return self

    def to_domain(self) -> model.Reach:
        """The rule as the rest of the house knows it."""
        return model.Reach(**self.model_dump(exclude={"kind"}))


def _day_of_any_year(text: str) -> str:
    try:
        date.fromisoformat(f"2023-{text}")
    except ValueError:
        raise ValueError("write month and day of every year, such as 01-31") from None
    return text


def _named_once(named: tuple[str, ...]) -> tuple[str, ...]:
    if not named or len(set(named)) < len(named):
        raise ValueError("name at least one indicator, and each once")
    return named


def _as_several(named: object) -> object:
    return (named,) if isinstance(named, str) else named


# One indicator, or a list of them that are added up.
Indicators = Annotated[
    tuple[Identifier, ...],
    BeforeValidator(_as_several, json_schema_input_type=Identifier | tuple[Identifier, ...]),
    AfterValidator(_named_once),
]


class InstalmentFile(ReviewedModel):
    """A share of what is owed for a year, in percent, and the month and day by which it is due."""

    share: Annotated[Decimal, Field(gt=0, le=100, decimal_places=2)]
    by: Annotated[str, AfterValidator(_day_of_any_year)]

    def to_domain(self) -> model.Instalment:
        """The instalment as the rest of the house knows it."""
        month, day = self.by.split("-")
        return model.Instalment(share=self.share, month=int(month), day=int(day))


class DeliverFile(ReviewedModel):
    """An amount owed, delivered by the day it is due."""

    kind: Literal["deliver"]
    owed: Indicators
    delivered: Indicators = ()
    settled: Identifier | None = None
    stages: dict[model.StageName, Indicators] = Field(default_factory=dict)
    instalments: tuple[InstalmentFile, ...] = ()
    item: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None
    in_kind: model.InKind | None = None
    support: model.Support | None = None
    cumulative: bool = False
    open_ended: bool = False

    @model_validator(mode="after")
    def _has_evidence(self) -> DeliverFile:
        if not (self.delivered or self.settled):
            raise ValueError("name delivered (dated amounts), settled (1 or 0), or both")
        if self.cumulative and self.settled:
            raise ValueError("cumulative adds up amounts; settled is the word for one period")
        return self

    @model_validator(mode="after")
    def _has_instalments_that_add_up(self) -> DeliverFile:
        days = [item.by for item in self.instalments]
        if not days:
            return self
        if days != sorted(set(days)) or sum(item.share for item in self.instalments) != 100:
            raise ValueError("instalments follow each other by their days and come to 100 percent")
        if self.settled or self.open_ended:
            raise ValueError(
                "instalments need delivered: settled tells no parts, open_ended no day"
            )
        return self

    @model_validator(mode="after")
    def _owes_no_pledge(self) -> DeliverFile:
        pledged = set(self.stages.get(model.StageName.PLEDGED, ()))
        if told := sorted(pledged & {*self.owed, *self.delivered}):
            raise ValueError(
                f"a pledge binds nobody: {told[0]} is one, and neither owed nor delivered"
            )
        return self

    def to_domain(self) -> model.Deliver:
        """The rule as the rest of the house knows it."""
        return model.Deliver(
            owed=self.owed,
            delivered=self.delivered,
            settled=self.settled,
            stages=tuple(
                model.Stage(name=name, indicators=self.stages[name])
                for name in model.StageName
                if name in self.stages
            ),
            instalments=tuple(item.to_domain() for item in self.instalments),
            item=self.item,
            in_kind=self.in_kind,
            support=self.support,
            is_cumulative=self.cumulative,
            is_open_ended=self.open_ended,
        )


class RespondFile(ReviewedModel):
    """Each case answered within so many days of a stage."""

    kind: Literal["respond"]
    activity: Identifier
    from_stage: Identifier
    to_stage: Identifier
    within_days: Days
    business_days_of: Annotated[str, AfterValidator(_has_calendar)] | None = None
    at_least: Percent = Decimal(100)
    margin: NotNegative = Decimal(0)
    unless: tuple[Identifier, ...] = ()

    def to_domain(self) -> model.Respond:
        """The rule as the rest of the house knows it."""
        return model.Respond(**self.model_dump(exclude={"kind"}))


class TakePartFile(ReviewedModel):
    """At least so many activities of a kind that reach a stage in each period."""

    kind: Literal["take_part"]
    activity: Identifier
    stage: Identifier
    at_least: Annotated[int, Field(ge=1, le=1_000_000)]
    margin: Annotated[int, Field(ge=0, le=1_000_000)] = 0

    def to_domain(self) -> model.TakePart:
        """The rule as the rest of the house knows it."""
        return model.TakePart(**self.model_dump(exclude={"kind"}))


class MilestoneFile(ReviewedModel):
    """One thing done by a day: an activity reaches a stage, or the measure is high enough."""

    kind: Literal["milestone"]
    by: date
    activity: Identifier | None = None
    stage: Identifier | None = None
    at_least: Positive = Decimal(1)

    @model_validator(mode="after")
    def _activity_has_a_stage(self) -> MilestoneFile:
        if (self.activity is None) != (self.stage is None):
            raise ValueError("an activity counts from a stage on: write activity and stage")
        if self.activity and self.at_least != 1:
            raise ValueError("at_least is for a milestone on an indicator; one activity is enough")
        return self

    def to_domain(self) -> model.Milestone:
        """The rule as the rest of the house knows it."""
        return model.Milestone(**self.model_dump(exclude={"kind"}))


class SustainFile(ReviewedModel):
    """No less than a year before, or so many percent more."""

    kind: Literal["sustain"]
    growth: Annotated[Decimal, Field(ge=0, le=1000, decimal_places=4)] = Decimal(0)
    margin: NotNegative = Decimal(0)

    def to_domain(self) -> model.Sustain:
        """The rule as the rest of the house knows it."""
        return model.Sustain(growth=self.growth, margin=self.margin)


class CompositeFile(ReviewedModel):
    """All, any, or at least so many of other commitments are kept."""

    kind: Literal["all_of", "any_of", "k_of_n"]
    parts: Annotated[tuple[Identifier, ...], Field(min_length=2)]
    at_least: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _asks_for_some_of_its_parts(self) -> CompositeFile:
        if len(set(self.parts)) < len(self.parts):
            raise ValueError("a part is named twice; name each once")
        if (self.kind == "k_of_n") != (self.at_least is not None):
            raise ValueError(
                "at_least says how many of k_of_n; all_of and any_of say it themselves"
            )
        if self.at_least and self.at_least > len(self.parts):
            raise ValueError(f"at_least {self.at_least} of {len(self.parts)} parts cannot be kept")
        return self

    def to_domain(self) -> model.Composite:
        """The rule as the rest of the house knows it."""
        asked = {"all_of": len(self.parts), "any_of": 1}
        return model.Composite(
            kind=model.RuleKind(self.kind),
            parts=self.parts,
            at_least=self.at_least or asked[self.kind],
        )


_PARTS_KEPT = model.Measure(name="Parts kept or on track", source="", unit="number")

RuleFile = Annotated[
    ThresholdFile
    | ReachFile
    | DeliverFile
    | RespondFile
    | TakePartFile
    | MilestoneFile
    | SustainFile
    | CompositeFile,
    Field(discriminator="kind"),
]


class ReportingFile(ReviewedModel):
    """When evidence is expected: days after the period's end; then when silence is delinquent."""

    due_days: Days
    delinquent_days: Days


class ExemptionFile(PartyEntryFile):
    """A party this commitment does not bind."""

    reason: Text


class WaiverFile(PartyEntryFile):
    """A recorded exception, both days included."""

    author: Text
    reason: Text
    starts_on: date
    ends_on: date

    @model_validator(mode="after")
    def _ends_after_start(self) -> WaiverFile:
        if self.ends_on < self.starts_on:
            raise ValueError("ends_on must not be before starts_on")
        return self


class ReplyFile(PartyEntryFile):
    """A partner's statement, printed beside its verdict for a period."""

    period: PeriodLabel
    author: Text
    dated: date
    text: Text


class CommitmentFile(ReviewedModel):
    """A file of `register/commitments/`."""

    id: Identifier
    arrangement: Identifier
    title: Text
    text: Text
    source: CitationFile
    obligors: Annotated[
        Literal["members", "home"] | tuple[Party, ...], AfterValidator(_known_obligors)
    ]
    beneficiary: Text
    effective_from: date
    effective_until: date | None = None
    cadence: model.Cadence
    measure: MeasureFile | None = None
    rule: RuleFile
    reporting: ReportingFile | None = None
    exemptions: tuple[ExemptionFile, ...] = ()
    waivers: tuple[WaiverFile, ...] = ()
    replies: tuple[ReplyFile, ...] = ()
    illustrative: bool = False

    @model_validator(mode="after")
    def _dates_in_order(self) -> CommitmentFile:
        if self.effective_until and self.effective_until < self.effective_from:
            raise ValueError("effective_until must not be before effective_from")
        return self

    @model_validator(mode="after")
    def _is_measured_or_composed(self) -> CommitmentFile:
        own = {"measure": self.measure, "reporting": self.reporting}
        for key, told in own.items():
            if isinstance(self.rule, CompositeFile) and told:
                raise ValueError(f"{self.rule.kind} is judged by its parts; leave {key} to them")
            if not isinstance(self.rule, CompositeFile) and not told:
                raise ValueError(f"a {self.rule.kind} rule needs {key}; add it")
        return self

    @model_validator(mode="after")
    def _measure_has_what_the_rule_needs(self) -> CommitmentFile:
        rule, measure = self.rule, self.measure
        if measure is None:
            return self
        is_level = rule.kind in {"threshold", "reach", "sustain"}
        if is_level and not measure.indicator:
            raise ValueError(f"a {rule.kind} rule needs measure.indicator")
        if isinstance(rule, MilestoneFile) and bool(rule.activity) == bool(measure.indicator):
            raise ValueError("a milestone needs rule.activity or measure.indicator, one of the two")
        for name in ("other_basis", "other_source", "published_decimals", "formula"):
            if getattr(measure, name) is not None and not is_level:
                raise ValueError(f"{name} is for a threshold, reach or sustain rule")
        return self

    @model_validator(mode="after")
    def _is_told_in_what_is_counted(self) -> CommitmentFile:
        rule, unit = self.rule, self.measure.unit if self.measure else None
        if isinstance(rule, TakePartFile) and unit != "number":
            raise ValueError(f"activities are counted: unit must be number, got {unit}")
        if not isinstance(rule, MilestoneFile) or (unit != "flag" and not rule.activity):
            return self
        if unit != "flag" or rule.at_least != 1:
            raise ValueError(f"it is done or not: unit must be flag and at_least 1, got {unit}")
        return self

    @model_validator(mode="after")
    def _pays_instalments_by_year(self) -> CommitmentFile:
        has_instalments = isinstance(self.rule, DeliverFile) and self.rule.instalments
        if has_instalments and self.cadence not in _BY_YEAR:
            raise ValueError(
                "instalments are due on days of a year; set cadence: year, or fiscal_year"
            )
        return self

    @model_validator(mode="after")
    def _answers_by_a_known_calendar(self) -> CommitmentFile:
        if isinstance(self.rule, RespondFile) and self.rule.business_days_of == "obligor":
            named = () if isinstance(self.obligors, str) else self.obligors
            for party in (party for party in named if not has_calendar(party)):
                raise ValueError(f"{party} has no calendar of holidays; name that of a country")
        return self

    @model_validator(mode="after")
    def _cadence_suits_the_rule(self) -> CommitmentFile:
        if self.rule.kind == "reach" and self.cadence not in _BY_YEAR:
            raise ValueError("a reach rule is judged by year; set cadence: year, or fiscal_year")
        if self.rule.kind == "sustain" and self.cadence is model.Cadence.DAY:
            raise ValueError("a day has no day a year before in every year; set another cadence")
        periods = self.rule.periods if isinstance(self.rule, ThresholdFile) else ()
        periods += (self.rule.baseline,) if isinstance(self.rule, ReachFile) else ()
        for label in (*periods, *self._replied_to()):
            if not re.fullmatch(_PERIODS[self.cadence], label):
                raise ValueError(f"a promise judged by {self.cadence} has no period {label}")
        return self

    def _replied_to(self) -> tuple[str, ...]:
        """The periods of replies; a party whose fiscal year is the calendar year names that."""
        labels = tuple(reply.period for reply in self.replies)
        is_fiscal = self.cadence is model.Cadence.FISCAL_YEAR
        return tuple(label for label in labels if not (is_fiscal and re.fullmatch(r"\d{4}", label)))

    @model_validator(mode="after")
    def _compares_periods_that_are_alike(self) -> CommitmentFile:
        measure = self.measure
        if measure is None or self.cadence is not model.Cadence.FISCAL_YEAR:
            return self
        if isinstance(measure.formula, ShareOfTotalFile | FairShareFile):
            raise ValueError(
                f"a {measure.formula.kind} adds up one period of all members, and fiscal years "
                "differ; set cadence: year"
            )
        if measure.constant_prices:
            raise ValueError("constant_prices are of calendar years; set cadence: year")
        return self

    def to_domain(self) -> model.Commitment:
        """The commitment as the rest of the house knows it."""
        plain = self.model_dump(
            include={"id", "arrangement", "title", "text", "beneficiary", "cadence", "obligors"}
            | {"effective_from", "effective_until"}
        )
        return model.Commitment(
            **plain,
            source=self.source.to_domain(),
            measure=self.measure.to_domain() if self.measure else _PARTS_KEPT,
            rule=self.rule.to_domain(),
            reporting=model.Reporting(**self.reporting.model_dump()) if self.reporting else None,
            exemptions=tuple(model.Exemption(**item.model_dump()) for item in self.exemptions),
            waivers=tuple(model.Waiver(**item.model_dump()) for item in self.waivers),
            replies=tuple(model.Reply(**item.model_dump()) for item in self.replies),
            is_illustrative=self.illustrative,
        )
