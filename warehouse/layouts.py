"""The two layouts of rows the ledger takes: observations and activities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

# Columns that hold numbers, and those that name a party.
NUMBERS = ("value", "original_amount")
PARTIES = ("party", "counterparty", "initiator", "responder")

# Columns beside rows to correct, for people to read.
FOR_PEOPLE = ("what is wrong", "as sent")


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Columns a submission may have, with the DuckDB type each is read as.

    A row in which none of the `keys` stands is about nothing, such as a signature or a sum.
    """

    name: str
    columns: Mapping[str, str]
    optional: frozenset[str]
    keys: tuple[str, str]

    @property
    def no_row(self) -> str:
        """Why a line without any of the keys is no row."""
        return (
            f"states no {' and no '.join(self.keys)}, so that it counts as a remark; "
            "give it both if it is more"
        )

    @property
    def required(self) -> tuple[str, ...]:
        """Columns every submission must have, in the documented order."""
        return tuple(column for column in self.columns if column not in self.optional)


# Numbers are read as text and cast by the statement: see queries/receive/stage_observations.sql.
OBSERVATIONS = Layout(
    name="observations",
    columns=MappingProxyType(
        {
            "source": "VARCHAR",
            "published_on": "DATE",
            "party": "VARCHAR",
            "indicator": "VARCHAR",
            "period": "VARCHAR",
            "value": "VARCHAR",
            "unit": "VARCHAR",
            "status": "VARCHAR",
            "due_on": "DATE",
            "occurred_on": "DATE",
            "item": "VARCHAR",
            "counterparty": "VARCHAR",
            "original_amount": "VARCHAR",
            "original_currency": "VARCHAR",
            "corrects": "VARCHAR",
            "note": "VARCHAR",
        }
    ),
    keys=("indicator", "period"),
    optional=frozenset(
        {
            "due_on",
            "occurred_on",
            "item",
            "counterparty",
            "original_amount",
            "original_currency",
            "corrects",
            "note",
        }
    ),
)

ACTIVITIES = Layout(
    name="activities",
    columns=MappingProxyType(
        {
            "source": "VARCHAR",
            "published_on": "DATE",
            "activity": "VARCHAR",
            "kind": "VARCHAR",
            "initiator": "VARCHAR",
            "responder": "VARCHAR",
            "stage": "VARCHAR",
            "occurred_on": "DATE",
            "priority": "VARCHAR",
            "corrects": "VARCHAR",
            "note": "VARCHAR",
        }
    ),
    keys=("kind", "stage"),
    optional=frozenset({"priority", "corrects", "note"}),
)

LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {layout.name: layout for layout in (OBSERVATIONS, ACTIVITIES)}
)
