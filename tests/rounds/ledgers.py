"""Rounds and ledgers in few words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb

from commitments.model import Cadence
from tests.judging.oracle import Ledger, Observation, Submission
from warehouse.judgement import Horizon
from warehouse.rounds import (
    Expected,
    PartyRound,
    Round,
    make_rounds,
    read_party_rounds,
)

# By default: NLD is expected for 2024, due 31 January 2025, delinquent after 1 April.
PERIOD_END, DUE, DELINQUENT = date(2024, 12, 31), date(2025, 1, 31), date(2025, 4, 1)
LATER = date(2026, 6, 30)


def round_(*expected: Expected, **changes: Any) -> Round:
    plain: dict[str, Any] = {
        "source": "figures",
        "round": "yearly",
        "name": "Figures by year",
        "indicators": ("share",),
        "cadence": Cadence.YEAR,
        "effective_from": date(2024, 1, 1),
        "effective_until": date(2024, 12, 31),
        "due_days": 31,
        "delinquent_days": 60,
        "expected": expected or (Expected(party="NLD"),),
    }
    return Round(**plain | changes)


def ledger_of(*rows: Mapping[str, Any]) -> Ledger:
    """Rows with the day of their edition under `on`; one of 2020 says when listening began."""
    submissions, observations = [], []
    for number, row in enumerate(({"on": date(2020, 1, 1), "period": "2019"}, *rows)):
        row = {"source": "figures", "party": "NLD", "indicator": "share", "period": "2024"} | row
        on = row.pop("on")
        submissions.append(
            Submission(
                submission=f"s{number}",
                source=row["source"],
                published_on=on,
                received_at=datetime(2026, 1, number + 1),
            )
        )
        value = row.pop("value", Decimal(2))
        observations.append(
            Observation(submission=f"s{number}", row_number=1, published_on=on, value=value, **row)
        )
    return Ledger(submissions=tuple(submissions), observations=tuple(observations), activities=())


def party_rounds(
    connection: duckdb.DuckDBPyConnection, *rounds: Round, as_of: date = LATER, **known: Any
) -> list[PartyRound]:
    make_rounds(connection, rounds, horizon=Horizon(as_of=as_of, **known))
    return read_party_rounds(connection)
