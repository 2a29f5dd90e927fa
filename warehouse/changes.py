"""Verdicts that moved: between judgements that were stored, or between any two states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb

from commitments.model import Cause, Change, Register, Verdict
from warehouse.judgement import Horizon, find_differences, judge
from warehouse.reading import Filters
from warehouse.statements import filled, named_rows, run, statement


@dataclass(frozen=True, kw_only=True)
class State:
    """What verdicts were given by: a register, from a day, with what may be known."""

    register: Register
    home_party: str
    horizon: Horizon


def read_changes(
    connection: duckdb.DuckDBPyConnection,
    *,
    filters: Filters,
    since: date | None = None,
    until: date | None = None,
    known_on: date | None = None,
    recorded_before: datetime | None = None,
    last_judgement: int | None = None,
    latest_only: bool = False,
) -> list[Change]:
    """Verdicts that moved, the newest first; `latest_only` keeps those of the newest day.

    Judgements after `last_judgement`, or recorded at `recorded_before` or later, are not told of,
    nor what editions after `known_on` say.
    """
    parameters = {
        **_wanted(filters),
        "since": since,
        "until": until,
        "known_on": known_on,
        "recorded_before": recorded_before,
        "last_judgement": last_judgement,
        "latest_only": latest_only,
    }
    return [_change(row) for row in named_rows(connection, statement("read/changes"), parameters)]


def changes_between(
    connection: duckdb.DuckDBPyConnection, before: State, after: State, *, filters: Filters
) -> list[Change]:
    """Verdicts that differ between two states, both judged for the question; nothing is stored."""
    _judge(connection, before)
    run(connection, filled("judge/copy_judged", copy="judged_before"))
    _judge(connection, after)
    find_differences(
        connection,
        before="judged_before",
        before_as_of=before.horizon.as_of,
        as_of=after.horizon.as_of,
        has_one_register=before.register.version == after.register.version,
        has_one_ledger=_knowledge(before.horizon) == _knowledge(after.horizon),
    )
    parameters = {**_wanted(filters), "as_of": after.horizon.as_of}
    return [
        _change(row) for row in named_rows(connection, statement("judge/select_moved"), parameters)
    ]


def _judge(connection: duckdb.DuckDBPyConnection, state: State) -> None:
    judge(connection, state.register, home_party=state.home_party, horizon=state.horizon)


def _knowledge(horizon: Horizon) -> tuple[date | None, datetime | None]:
    return horizon.known_on, horizon.recorded_before


def _wanted(filters: Filters) -> Mapping[str, object]:
    return {
        "commitment": filters.commitment,
        "arrangement": filters.arrangement,
        "party": filters.party,
        "period": filters.period,
    }


def _change(row: dict[str, Any]) -> Change:
    verdicts = {name: _verdict(row[name]) for name in ("from_verdict", "to_verdict")}
    return Change(**{**row, **verdicts, "cause": Cause(row["cause"])})


def _verdict(text: str | None) -> Verdict | None:
    return None if text is None else Verdict(text)
