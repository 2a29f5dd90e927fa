"""Rounds: who was expected to submit for a period, who has, and how punctual they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from commitments.model import Cadence, Timeliness
from warehouse.judgement import Horizon
from warehouse.rules import to_json
from warehouse.statements import named_rows, run, statement

PUBLISHER = "publisher"

Connection = duckdb.DuckDBPyConnection


@dataclass(frozen=True, kw_only=True)
class Expected:
    """A party expected to submit, as a member from and until; with an `exemption` it is not."""

    party: str
    joined_on: date | None = None
    left_on: date | None = None
    exemption: str | None = None


@dataclass(frozen=True, kw_only=True)
class Round:
    """What a source owes for every period: `indicators` (none: any), within days of its end.

    `expected` names parties, or `PUBLISHER` alone.
    """

    source: str
    round: str
    name: str
    indicators: tuple[str, ...]
    cadence: Cadence
    effective_from: date
    effective_until: date | None
    due_days: int
    delinquent_days: int
    expected: tuple[Expected, ...]


@dataclass(frozen=True, kw_only=True)
class PartyRound:
    """One party in one round for one period; `days_late` counts to `as_of` while it is missing."""

    source: str
    round: str
    name: str
    period: str
    party: str
    is_expected: bool
    exemption: str | None
    submitted_on: date | None
    due_on: date
    days_late: int | None
    timeliness: Timeliness


@dataclass(frozen=True, kw_only=True)
class Quorum:
    """How many of those expected have submitted for a period; `missing` are the others.

    `expected` is the sum of `submitted`, of which some `late`, `not_due`, `due`, `overdue` and
    `delinquent`.
    """

    source: str
    round: str
    name: str
    period: str
    due_on: date
    expected: int
    submitted: int
    late: int
    not_due: int
    due: int
    overdue: int
    delinquent: int
    last_submitted_on: date | None
    missing: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Punctuality:
    """A submitter over all its rounds of one source: how many came in time, late, not at all.

    `awaited` are those that may still come in time; the median is in days, over what came.
    """

    source: str
    party: str
    expected: int
    on_time: int
    late: int
    missing: int
    awaited: int
    median_days_late: Decimal | None


@dataclass(frozen=True, kw_only=True)
class StillMissing:
    """What a party has not submitted although its period is over."""

    source: str
    round: str
    name: str
    period: str
    party: str
    due_on: date
    timeliness: Timeliness


@dataclass(frozen=True, kw_only=True)
class RoundEdit:
    """What another declaration of a round would change of what was told, with an example.

    The example is of `party` and `last_period`: `was` and `is_now`, such as `late by 5 days`.
    """

    source: str
    round: str
    submissions: int
    first_period: str
    last_period: str
    last_day: date
    party: str
    was: str
    is_now: str


def make_rounds(connection: Connection, rounds: Sequence[Round], *, horizon: Horizon) -> None:
    """Work out who was expected and who has submitted, for the questions below."""
    known = {"known_on": horizon.known_on, "recorded_before": horizon.recorded_before}
    for name in ("judge/create_period_end", "judge/create_periods", "judge/create_period_start"):
        run(connection, statement(name))
    run(connection, statement("judge/select_editions"), known)
    parameters = {
        "rounds": to_json([_declared(item) for item in rounds]),
        "expected": to_json(
            [
                {"source": item.source, "round": item.round, **asdict(expected)}
                for item in rounds
                for expected in item.expected
            ]
        ),
        "as_of": horizon.as_of,
    }
    run(connection, statement("rounds/make_rounds"), parameters)


def _declared(item: Round) -> Mapping[str, object]:
    return {key: value for key, value in asdict(item).items() if key != "expected"}


def read_party_rounds(
    connection: Connection,
    *,
    source: str | None = None,
    period: str | None = None,
    party: str | None = None,
) -> list[PartyRound]:
    """Every party in every round, after `make_rounds`."""
    parameters = {"source": source, "period": period, "party": party}
    rows = named_rows(connection, statement("rounds/select_parties"), parameters)
    return [PartyRound(**_timed(row)) for row in rows]


def read_quorums(
    connection: Connection, *, source: str | None = None, period: str | None = None
) -> list[Quorum]:
    """How many have submitted, by round and period, after `make_rounds`."""
    rows = named_rows(
        connection, statement("rounds/count_quorums"), {"source": source, "period": period}
    )
    return [Quorum(**{**row, "missing": tuple(row["missing"])}) for row in rows]


def read_punctuality(
    connection: Connection, *, source: str | None = None, party: str | None = None
) -> list[Punctuality]:
    """How punctual each submitter is, by source, after `make_rounds`."""
    rows = named_rows(
        connection, statement("rounds/score_timeliness"), {"source": source, "party": party}
    )
    return [Punctuality(**row) for row in rows]


def still_missing(
    connection: Connection,
    rounds: Sequence[Round],
    *,
    source: str,
    as_of: date,
    parties: Collection[str] | None = None,
) -> list[StillMissing]:
    """What a source, or some of its parties, owes for periods that are over on `as_of`."""
    of_source = [item for item in rounds if item.source == source]
    make_rounds(connection, of_source, horizon=Horizon(as_of=as_of))
    parameters = {"source": source, "parties": None if parties is None else sorted(parties)}
    rows = named_rows(connection, statement("rounds/select_missing"), parameters)
    return [StillMissing(**_timed(row)) for row in rows]


def find_round_edits(
    connection: Connection, before: Sequence[Round], after: Sequence[Round], *, horizon: Horizon
) -> list[RoundEdit]:
    """What was told of rounds as of a day, and would be told otherwise by other declarations."""
    make_rounds(connection, before, horizon=horizon)
    run(connection, statement("rounds/keep_before"))
    make_rounds(connection, after, horizon=horizon)
    day = {"as_of": horizon.as_of}
    rows = named_rows(connection, statement("rounds/find_edits"), day)
    return [RoundEdit(**row) for row in rows]


def _timed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "timeliness": Timeliness(row["timeliness"])}
