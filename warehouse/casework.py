"""Cases as a ledger with stages: their clocks, and the queue of those still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from commitments.casework import CaseKind, DwellTime, OpenCase
from commitments.model import Verdict
from warehouse.reading import Assessed
from warehouse.rules import to_json
from warehouse.statements import filled, named_rows, run, statement


@dataclass(frozen=True, kw_only=True)
class CaseFilters:
    """Which cases; None lets everything pass. A party counts on either side."""

    source: str | None = None
    kind: str | None = None
    party: str | None = None
    priority: str | None = None


def make_case_steps(
    connection: duckdb.DuckDBPyConnection, kinds: Sequence[CaseKind], *, as_of: date
) -> None:
    """Work out every stage reached; `judge` or `gather_figures` must have run before."""
    stages = [
        {
            "source": item.source,
            "kind": item.kind,
            "stage": stage,
            "place": place,
            "mover": item.movers.get(stage),
        }
        for item in kinds
        for place, stage in enumerate(item.stages)
    ]
    priorities = [
        {"source": item.source, "kind": item.kind, "priority": priority, "place": place}
        for item in kinds
        for place, priority in enumerate(item.priorities)
    ]
    run(connection, statement("cases/load_case_stages"), {"stages": to_json(stages)})
    run(connection, statement("cases/load_case_priorities"), {"priorities": to_json(priorities)})
    run(connection, statement("cases/make_case_steps"), {"as_of": as_of})


def read_dwell_times(
    connection: duckdb.DuckDBPyConnection, filters: CaseFilters
) -> list[DwellTime]:
    """How long cases stay at each stage, in the order of the stages; priority does not count."""
    parameters = {"source": filters.source, "kind": filters.kind, "party": filters.party}
    rows = named_rows(connection, statement("cases/dwell_times"), parameters)
    return [DwellTime(**row) for row in rows]


def read_open_cases(
    connection: duckdb.DuckDBPyConnection, filters: CaseFilters, *, relation: Assessed
) -> list[OpenCase]:
    """The cases that wait for somebody, the most urgent first, then the oldest."""
    query = filled("cases/open_cases", relation=relation.value)
    rows = named_rows(connection, query, vars(filters))
    return [
        OpenCase(**{**row, "verdict": Verdict(row["verdict"]) if row["verdict"] else None})
        for row in rows
    ]
