"""What stands behind assessments: the rows they rest on, and what was judged of them before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import duckdb

from commitments.model import Judged, Verdict
from warehouse.reading import Assessed, Cell
from warehouse.statements import filled, named_rows, statement

Key = tuple[str, str, str]


def read_evidence(
    connection: duckdb.DuckDBPyConnection, *, relation: Assessed, assessments: Sequence[str]
) -> Mapping[str, list[Cell]]:
    """The rows of the ledger that assessments rest on, by assessment."""
    query = filled("read/evidence", relation=relation.value)
    found: dict[str, list[Cell]] = {}
    for row in named_rows(connection, query, {"assessments": list(assessments)}):
        found.setdefault(row.pop("assessment"), []).append(Cell(**row))
    return found


def read_history(
    connection: duckdb.DuckDBPyConnection,
    *,
    keys: Sequence[Key],
    until: date,
    known_on: date | None = None,
    recorded_before: datetime | None = None,
    last_judgement: int | None = None,
) -> Mapping[Key, list[Judged]]:
    """What stored judgements up to a day made of obligations, the earliest first.

    By commitment, party and period. Judgements after `last_judgement`, or recorded at
    `recorded_before` or later, are not told of, nor what editions after `known_on` said.
    """
    parameters = {
        "keys": [list(key) for key in keys],
        "until": until,
        "known_on": known_on,
        "recorded_before": recorded_before,
        "last_judgement": last_judgement,
    }
    found: dict[Key, list[Judged]] = {}
    for row in named_rows(connection, statement("read/history"), parameters):
        key = (row.pop("commitment"), row.pop("party"), row.pop("period"))
        found.setdefault(key, []).append(Judged(**{**row, "verdict": Verdict(row["verdict"])}))
    return found
