"""What follows from assessments, worked out when asked; nothing of it is stored or a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import duckdb

from commitments.model import Cadence, Verdict
from commitments.outlook import Outlook
from warehouse.reading import Assessed, Filters
from warehouse.statements import filled, named_rows


def read_outlooks(
    connection: duckdb.DuckDBPyConnection,
    *,
    relation: Assessed,
    filters: Filters,
    as_of: date,
    until: date | None = None,
) -> list[Outlook]:
    """How each party stands, in the order of commitment and party.

    `judge` or `gather_figures` must have run on this connection. Of the filters, commitment,
    arrangement and party count; `until` leaves out periods that end later.
    """
    query = filled("read/consequences", relation=relation.value)
    parameters = {
        "commitment": filters.commitment,
        "arrangement": filters.arrangement,
        "party": filters.party,
        "as_of": as_of,
        "until": until,
    }
    return [_outlook(row) for row in named_rows(connection, query, parameters)]


def _outlook(row: Mapping[str, Any]) -> Outlook:
    band = row["pace_band"]
    return Outlook(
        **{
            **row,
            "verdict": Verdict(row["verdict"]),
            "cadence": Cadence(row["cadence"]),
            "pace_band": None if band is None else Verdict(band),
        }
    )
