"""The quantities that promises are judged on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from commitments.model.arrangements import LeftOut
from commitments.model.vocabulary import RateDay


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

    @property
    def is_priced(self) -> bool:
        """Whether amounts are turned into one currency, or into prices of one year."""
        return bool(self.rates or self.constant_prices)

    @property
    def among(self) -> str | None:
        """The arrangement whose members' figures are added up, where they are."""
        return self.formula.among if isinstance(self.formula, ShareOfTotal | FairShare) else None
