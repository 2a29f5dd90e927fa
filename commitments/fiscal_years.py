"""The shape of the register's list of fiscal years, and its passage into a domain type."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, model_validator

from commitments import model
from commitments.errors import Mistake
from commitments.fields import KnownParty, Text, Url
from commitments.yaml_files import KeyedError, ReviewedModel, load_models

FILE_NAME = "fiscal-years.yaml"


def _begins_any_year(text: str) -> str:
    try:
        date.fromisoformat(f"2023-{text}")
    except ValueError:
        raise ValueError("write the month and day every year has, such as '04-01'") from None
    return text


MonthDay = Annotated[str, AfterValidator(_begins_any_year)]


class FiscalSourceFile(ReviewedModel):
    """Where the list was published."""

    document: Text
    place: Text
    url: Url


class FiscalYearsFile(ReviewedModel):
    """The file `register/fiscal-years.yaml`: whose fiscal year begins on which day."""

    source: FiscalSourceFile
    default: MonthDay
    begins_on: dict[MonthDay, tuple[KnownParty, ...]]

    @model_validator(mode="after")
    def _names_each_party_once(self) -> FiscalYearsFile:
        named = Counter(party for parties in self.begins_on.values() for party in parties)
        if twice := sorted(party for party, times in named.items() if times > 1):
            raise KeyedError(
                f"a fiscal year begins on one day; named twice: {', '.join(twice)}", "begins_on"
            )
        return self

    def to_domain(self) -> model.FiscalYears:
        """The list as the rest of the house knows it."""
        pairs = [(party, day) for day, parties in self.begins_on.items() for party in parties]
        return model.FiscalYears(begins_on=tuple(sorted(pairs)), default=self.default)


def read_fiscal_years(folder: Path) -> tuple[FiscalYearsFile | None, list[Mistake]]:
    """The list of a register, if it has one, and every mistake in it."""
    loaded, mistakes = load_models(folder.glob(FILE_NAME), FiscalYearsFile)
    return (loaded[0][1] if loaded else None), mistakes
