"""What the fields of the register's YAML files have in common."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from commitments import model
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


def is_one_fiscal_year(label: str) -> str:
    """The label; raises ValueError where a fiscal year would last longer than a year."""
    if label.startswith("FY") and (int(label[2:6]) + 1) % 100 != int(label[-2:]):
        raise ValueError("a fiscal year ends in the year after it begins, as FY2026/27 does")
    return label


PeriodLabel = Annotated[
    str,
    StringConstraints(pattern=r"^(\d{4}(-(H[12]|Q[1-4]|(0[1-9]|1[0-2])))?|FY\d{4}/\d{2})$"),
    AfterValidator(is_one_fiscal_year),
]


class CitationFile(ReviewedModel):
    """Where a promise is written down."""

    document: Text
    place: Text
    dated: date
    url: Url

    def to_domain(self) -> model.Citation:
        """The citation as the rest of the house knows it."""
        return model.Citation(**self.model_dump())


def currency_of(unit: str) -> str:
    """The currency of a unit of money, without its scale."""
    return next((unit.removesuffix(s) for s in _SCALES if unit.endswith(s)), unit)


def is_money(unit: str) -> bool:
    """Whether a unit is an amount of a currency, or of any."""
    return currency_of(unit) == "currency" or currency_of(unit) in currencies()


def _known_unit(unit: str) -> str:
    if unit not in _UNITS and not is_money(unit):
        raise ValueError(
            f"unit {unit} is not known; write {', '.join(_UNITS)}, a currency such as usd or "
            "usd_million (ISO 4217), or currency for any"
        )
    return unit


Unit = Annotated[str, AfterValidator(_known_unit)]


def known_party(party: str) -> str:
    """The party; raises ValueError where it is neither a country nor an organisation we know."""
    if party not in names():
        raise ValueError(
            f"party {party} is not an ISO 3166-1 alpha-3 code or an organisation we know"
        )
    return party


KnownParty = Annotated[Party, AfterValidator(known_party)]


class PartyEntryFile(ReviewedModel):
    """An entry about one party."""

    party: KnownParty
