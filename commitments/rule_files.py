"""The rules of commitments, as the register's YAML files write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from commitments import model
from commitments.business_days import has_calendar
from commitments.fields import (
    Amount,
    Days,
    Identifier,
    NotNegative,
    Percent,
    PeriodLabel,
    Positive,
    is_one_fiscal_year,
)
from commitments.yaml_files import KeyedError, ReviewedModel


def _known_calendar(party: str) -> str:
    if party != "obligor" and not has_calendar(party):
        raise ValueError("write obligor, or the ISO 3166-1 alpha-3 code of a country")
    return party


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
            raise KeyedError("write at_least or at_most, one of the two", "at_least")
        if self.steps and self.ramp:
            raise KeyedError("write steps or a ramp, not both", "steps")
        if self.ramp and self.ramp.since >= self.ramp.until:
            raise KeyedError(
                f"a ramp leads to a later period; until is {self.ramp.until}", "ramp", "until"
            )
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
        AfterValidator(is_one_fiscal_year),
    ]
    margin: NotNegative = Decimal(0)
    review_on: date | None = None

    @model_validator(mode="after")
    def _baseline_is_earlier(self) -> ReachFile:
        is_fiscal = self.baseline.startswith("FY")
        if int(self.baseline.removeprefix("FY")[:4]) + is_fiscal >= self.by.year:
            raise KeyedError(
                f"baseline {self.baseline} must be a year before by ({self.by})", "baseline"
            )
        if not is_fiscal and (self.by.month, self.by.day) != (12, 31):
            raise KeyedError(
                f"a path is judged by year: by must be a 31 December, got {self.by}", "by"
            )
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
            raise KeyedError(
                "name delivered (dated amounts), settled (1 or 0), or both", "delivered"
            )
        if self.cumulative and self.settled:
            raise KeyedError(
                "cumulative adds up amounts; settled is the word for one period", "cumulative"
            )
        return self

    @model_validator(mode="after")
    def _has_instalments_that_add_up(self) -> DeliverFile:
        days = [item.by for item in self.instalments]
        if not days:
            return self
        if len(set(days)) < len(days) or sum(item.share for item in self.instalments) != 100:
            raise KeyedError(
                "instalments are due on different days and come to 100 percent", "instalments"
            )
        if self.settled or self.open_ended:
            raise KeyedError(
                "instalments need delivered: settled tells no parts, open_ended no day",
                "instalments",
            )
        return self

    @model_validator(mode="after")
    def _owes_no_pledge(self) -> DeliverFile:
        pledged = set(self.stages.get(model.StageName.PLEDGED, ()))
        key = "owed" if pledged & set(self.owed) else "delivered"
        if told := sorted(pledged & {*self.owed, *self.delivered}):
            raise KeyedError(
                f"a pledge binds nobody: {told[0]} is one, and neither owed nor delivered", key
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
    business_days_of: Annotated[str, AfterValidator(_known_calendar)] | None = None
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
            raise KeyedError(
                "an activity counts from a stage on: write activity and stage", "activity"
            )
        if self.activity and self.at_least != 1:
            raise KeyedError(
                "at_least is for a milestone on an indicator; one activity is enough", "at_least"
            )
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
            raise KeyedError("a part is named twice; name each once", "parts")
        if (self.kind == "k_of_n") != (self.at_least is not None):
            raise KeyedError(
                "at_least says how many of k_of_n; all_of and any_of say it themselves", "at_least"
            )
        if self.at_least and self.at_least > len(self.parts):
            raise KeyedError(
                f"at_least {self.at_least} of {len(self.parts)} parts cannot be kept", "at_least"
            )
        return self

    def to_domain(self) -> model.Composite:
        """The rule as the rest of the house knows it."""
        asked = {"all_of": len(self.parts), "any_of": 1}
        return model.Composite(
            kind=model.RuleKind(self.kind),
            parts=self.parts,
            at_least=self.at_least or asked[self.kind],
        )


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
