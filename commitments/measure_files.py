"""What a commitment is measured on, as the register's YAML files write it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from commitments import model
from commitments.fields import Identifier, PartyEntryFile, Text, Unit, currency_of
from commitments.parties import currencies
from commitments.yaml_files import KeyedError, ReviewedModel


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
            raise KeyedError("a formula is worked out from measure.indicator; add it", "formula")
        if self.rates or self.constant_prices:
            raise KeyedError(
                "a formula takes figures as published: leave out rates and prices", "formula"
            )
        wanted = {"growth": "percent", "share_of_total": "percent", "fair_share": "ratio"}
        if (unit := wanted.get(formula.kind, self.unit)) != self.unit:
            raise KeyedError(f"a {formula.kind} is told in {unit}; unit is {self.unit}", "unit")
        if self.money_base and formula.kind != "ratio":
            raise KeyedError(
                f"money_base says nothing of a {formula.kind}; leave it out", "money_base"
            )
        return self

    @model_validator(mode="after")
    def _money_needs_percent(self) -> MeasureFile:
        if self.money_base and self.unit != "percent":
            raise KeyedError(
                "money_base is the whole of which the value is a percentage: unit", "unit"
            )
        return self

    @model_validator(mode="after")
    def _prices_are_of_money(self) -> MeasureFile:
        if self.rates and self.constant_prices:
            raise KeyedError(
                "rates or constant_prices, not both: which rate would count is open", "rates"
            )
        money = currency_of(self.unit)
        if (self.rates or self.constant_prices) and money not in currencies():
            raise KeyedError(
                f"rates and constant_prices are for amounts of one currency; unit is {self.unit}",
                "unit",
            )
        return self
