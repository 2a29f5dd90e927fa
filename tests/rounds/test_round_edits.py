"""What another declaration of a round would change of what was told of the past."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pytest

from tests.judging.judging import fill_ledger
from tests.rounds.ledgers import LATER, PERIOD_END, ledger_of, round_
from warehouse.judgement import Horizon
from warehouse.rounds import Expected, Round, RoundEdit, find_round_edits

NLD, BEL = Expected(party="NLD"), Expected(party="BEL")
EXEMPT = Expected(party="BEL", exemption="It has none.")
LATE = {"party": "NLD", "was": "late by 5 days"}
SILENT = {"party": "BEL", "was": "delinquent by 515 days"}


def edits(
    connection: duckdb.DuckDBPyConnection, before: Round, *after: Round, as_of: date = LATER
) -> list[RoundEdit]:
    fill_ledger(connection, ledger_of({"on": date(2025, 2, 5)}))
    return find_round_edits(connection, [before], after, horizon=Horizon(as_of=as_of))


def told(**changes: Any) -> RoundEdit:
    usual: dict[str, Any] = {
        "source": "figures",
        "round": "yearly",
        "submissions": 1,
        "first_period": "2024",
        "last_period": "2024",
        "last_day": PERIOD_END,
    }
    return RoundEdit(**usual | changes)


BOTH = round_(NLD, BEL)
DELINQUENT = "delinquent by 150 days"
NEXT_YEAR = {"first_period": "2025", "last_period": "2025", "last_day": date(2025, 12, 31)}
CASES = {
    "nothing": (round_(), round_(), []),
    "words": (round_(), round_(name="Other words"), []),
    "late is in time": (round_(), round_(due_days=36), [told(**LATE, is_now="on_time")]),
    "less late": (round_(), round_(due_days=32), [told(**LATE, is_now="late by 4 days")]),
    "silence that is nobody's": (round_(), round_(delinquent_days=1), []),
    "one more": (round_(), BOTH, []),
    "one fewer": (BOTH, round_(), [told(**SILENT, is_now="not expected")]),
    "let off": (round_(BEL), round_(EXEMPT), [told(**SILENT, is_now="not expected")]),
    "no longer let off": (
        round_(EXEMPT),
        round_(BEL),
        [told(party="BEL", was="not expected", is_now=SILENT["was"])],
    ),
    "let off and left out": (round_(EXEMPT), round_(), []),
    "ended before": (
        round_(effective_until=None),
        round_(),
        [told(party="NLD", was=DELINQUENT, is_now="not expected", **NEXT_YEAR)],
    ),
    "two": (
        BOTH,
        round_(NLD, BEL, due_days=10),
        [told(**LATE, is_now="late by 26 days", submissions=2)],
    ),
}


@pytest.mark.parametrize(("before", "after", "found"), CASES.values(), ids=CASES.keys())
def test_what_was_told_of_a_past_period_is_held_against_what_would_be(
    ledger: duckdb.DuckDBPyConnection, before: Round, after: Round, found: list[RoundEdit]
) -> None:
    assert edits(ledger, before, after) == found


def test_a_round_that_is_gone_takes_what_was_told_with_it(
    ledger: duckdb.DuckDBPyConnection,
) -> None:
    assert edits(ledger, round_()) == [told(**LATE, is_now="not expected")]


def test_a_period_that_has_not_ended_may_be_due_on_another_day(
    ledger: duckdb.DuckDBPyConnection,
) -> None:
    assert edits(ledger, round_(), round_(due_days=40), as_of=PERIOD_END) == []
