"""A commitment as its YAML file writes it, and its passage into domain types."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, model_validator

from commitments import model
from commitments.business_days import has_calendar
from commitments.fields import (
    CitationFile,
    Days,
    Identifier,
    Party,
    PartyEntryFile,
    PeriodLabel,
    Text,
    known_party,
)
from commitments.fiscal_years import MonthDay
from commitments.measure_files import FairShareFile, MeasureFile, ShareOfTotalFile
from commitments.rule_files import (
    CompositeFile,
    DeliverFile,
    MilestoneFile,
    ReachFile,
    RespondFile,
    RuleFile,
    TakePartFile,
    ThresholdFile,
)
from commitments.yaml_files import KeyedError, ReviewedModel

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
_PARTS_KEPT = model.Measure(name="Parts kept or on track", source="", unit="number")


def _known_obligors(obligors: str | tuple[str, ...]) -> str | tuple[str, ...]:
    if not obligors:
        raise ValueError("name at least one party, or write members or home")
    for party in () if isinstance(obligors, str) else obligors:
        known_party(party)
    return obligors


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
            raise KeyedError("ends_on must not be before starts_on", "ends_on")
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
    fiscal_year_begins: MonthDay | None = None
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
            raise KeyedError("effective_until must not be before effective_from", "effective_until")
        return self

    @model_validator(mode="after")
    def _is_measured_or_composed(self) -> CommitmentFile:
        own = {"measure": self.measure, "reporting": self.reporting}
        for key, told in own.items():
            if isinstance(self.rule, CompositeFile) and told:
                raise KeyedError(
                    f"{self.rule.kind} is judged by its parts; leave {key} to them", key
                )
            if not isinstance(self.rule, CompositeFile) and not told:
                raise KeyedError(f"a {self.rule.kind} rule needs {key}; add it", "rule")
        return self

    @model_validator(mode="after")
    def _measure_has_what_the_rule_needs(self) -> CommitmentFile:
        rule, measure = self.rule, self.measure
        if measure is None:
            return self
        is_level = rule.kind in {"threshold", "reach", "sustain"}
        if is_level and not measure.indicator:
            raise KeyedError(f"a {rule.kind} rule needs measure.indicator", "measure")
        if isinstance(rule, MilestoneFile) and bool(rule.activity) == bool(measure.indicator):
            raise KeyedError(
                "a milestone needs rule.activity or measure.indicator, one of the two", "rule"
            )
        for name in ("other_basis", "other_source", "published_decimals", "formula"):
            if getattr(measure, name) is not None and not is_level:
                raise KeyedError(
                    f"{name} is for a threshold, reach or sustain rule", "measure", name
                )
        return self

    @model_validator(mode="after")
    def _is_told_in_what_is_counted(self) -> CommitmentFile:
        rule, unit = self.rule, self.measure.unit if self.measure else None
        if isinstance(rule, TakePartFile) and unit != "number":
            raise KeyedError(
                f"activities are counted: unit must be number, got {unit}", "measure", "unit"
            )
        if not isinstance(rule, MilestoneFile) or (unit != "flag" and not rule.activity):
            return self
        if unit != "flag" or rule.at_least != 1:
            raise KeyedError(
                f"it is done or not: unit must be flag and at_least 1, got {unit}",
                "measure",
                "unit",
            )
        return self

    @model_validator(mode="after")
    def _pays_instalments_by_year(self) -> CommitmentFile:
        has_instalments = isinstance(self.rule, DeliverFile) and self.rule.instalments
        if has_instalments and self.cadence not in _BY_YEAR:
            raise KeyedError(
                "instalments are due on days of a year; set cadence: year, or fiscal_year",
                "cadence",
            )
        return self

    @model_validator(mode="after")
    def _answers_by_a_known_calendar(self) -> CommitmentFile:
        if isinstance(self.rule, RespondFile) and self.rule.business_days_of == "obligor":
            named = () if isinstance(self.obligors, str) else self.obligors
            for party in (party for party in named if not has_calendar(party)):
                raise KeyedError(
                    f"{party} has no calendar of holidays; name that of a country",
                    "rule",
                    "business_days_of",
                )
        return self

    @model_validator(mode="after")
    def _cadence_suits_the_rule(self) -> CommitmentFile:
        if self.rule.kind == "reach" and self.cadence not in _BY_YEAR:
            raise KeyedError(
                "a reach rule is judged by year; set cadence: year, or fiscal_year", "cadence"
            )
        if self.rule.kind == "sustain" and self.cadence is model.Cadence.DAY:
            raise KeyedError(
                "a day has no day a year before in every year; set another cadence", "cadence"
            )
        periods = self.rule.periods if isinstance(self.rule, ThresholdFile) else ()
        periods += (self.rule.baseline,) if isinstance(self.rule, ReachFile) else ()
        for label in (*periods, *self._replied_to()):
            if not re.fullmatch(_PERIODS[self.cadence], label):
                raise KeyedError(
                    f"a promise judged by {self.cadence} has no period {label}", "cadence"
                )
        return self

    def _replied_to(self) -> tuple[str, ...]:
        """The periods of replies; a party whose fiscal year is the calendar year names that."""
        labels = tuple(reply.period for reply in self.replies)
        is_fiscal = self.cadence is model.Cadence.FISCAL_YEAR
        return tuple(label for label in labels if not (is_fiscal and re.fullmatch(r"\d{4}", label)))

    @model_validator(mode="after")
    def _shares_a_fiscal_year(self) -> CommitmentFile:
        begins = self.fiscal_year_begins
        if begins and self.cadence is not model.Cadence.FISCAL_YEAR:
            raise KeyedError(
                "fiscal_year_begins is of fiscal years; set cadence: fiscal_year",
                "fiscal_year_begins",
            )
        if begins == "01-01":
            raise KeyedError(
                "fiscal_year_begins 01-01 is the calendar year; set cadence: year",
                "fiscal_year_begins",
            )
        return self

    @model_validator(mode="after")
    def _compares_periods_that_are_alike(self) -> CommitmentFile:
        measure = self.measure
        if measure is None or self.cadence is not model.Cadence.FISCAL_YEAR:
            return self
        if isinstance(measure.formula, ShareOfTotalFile | FairShareFile):
            raise KeyedError(
                f"a {measure.formula.kind} adds up one period of all members, and fiscal years "
                "differ; set cadence: year",
                "cadence",
            )
        if measure.constant_prices:
            raise KeyedError("constant_prices are of calendar years; set cadence: year", "cadence")
        return self

    def to_domain(self) -> model.Commitment:
        """The commitment as the rest of the house knows it."""
        plain = self.model_dump(
            include={"id", "arrangement", "title", "text", "beneficiary", "cadence", "obligors"}
            | {"effective_from", "effective_until", "fiscal_year_begins"}
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
