"""What follows from assessments, worked out when asked; nothing of it is stored or a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import duckdb

from commitments.model import Cadence, Verdict
from commitments.outlook import Outlook
from warehouse.reading import Assessed, Filters
from warehouse.statements import filled, run


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
    cursor = run(connection, query, parameters)
    names = [column[0] for column in cursor.description or ()]
    return [_outlook(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


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
