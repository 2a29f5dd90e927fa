"""How many have submitted, how punctual each is, and what is still missing."""

from __future__ import annotations

from datetime import date

import duckdb

from tests.judging.judging import fill_ledger
from tests.rounds.ledgers import DELINQUENT, DUE, LATER, ledger_of, round_
from warehouse.judgement import Horizon
from warehouse.rounds import (
    Expected,
    make_rounds,
    read_punctuality,
    read_quorums,
    still_missing,
)


def test_a_quorum_counts_and_names(ledger: duckdb.DuckDBPyConnection) -> None:
    fill_ledger(
        ledger,
        ledger_of(
            {"on": DUE}, {"on": date(2025, 2, 2), "party": "BEL"}, {"on": DUE, "party": "ISL"}
        ),
    )
    members = (
        *(Expected(party=party) for party in ("NLD", "BEL", "CAN", "ESP")),
        Expected(party="ISL", exemption="It has none."),
    )
    make_rounds(ledger, [round_(*members)], horizon=Horizon(as_of=DELINQUENT))
    (one,) = read_quorums(ledger)
    assert (one.expected, one.submitted, one.late, one.overdue) == (4, 2, 1, 2)
    assert (one.not_due, one.due, one.delinquent) == (0, 0, 0)
    assert one.missing == ("CAN", "ESP")
    assert one.last_submitted_on == date(2025, 2, 2)
    assert read_quorums(ledger, period="2023") == []
    assert read_quorums(ledger, source="dues") == []


def test_punctuality_is_over_all_rounds_of_a_submitter(ledger: duckdb.DuckDBPyConnection) -> None:
    fill_ledger(
        ledger,
        ledger_of(
            {"on": DUE},
            {"on": date(2023, 2, 10), "period": "2022"},
            {"on": date(2024, 2, 3), "period": "2023"},
        ),
    )
    years = round_(
        Expected(party="NLD"),
        Expected(party="BEL"),
        Expected(party="ISL", exemption="It has none."),
        effective_from=date(2021, 1, 1),
        effective_until=None,
    )
    make_rounds(ledger, [years], horizon=Horizon(as_of=date(2025, 6, 30)))
    bel, nld = read_punctuality(ledger)
    assert (nld.expected, nld.on_time, nld.late, nld.missing, nld.awaited) == (5, 1, 2, 1, 1)
    assert nld.median_days_late == 3
    assert (bel.party, bel.missing, bel.awaited, bel.median_days_late) == ("BEL", 4, 1, None)
    assert read_punctuality(ledger, party="BEL") == [bel]
    assert read_punctuality(ledger, source="dues") == []


def test_what_is_still_missing_after_a_submission(ledger: duckdb.DuckDBPyConnection) -> None:
    fill_ledger(ledger, ledger_of({"on": DUE}))
    years = round_(Expected(party="NLD"), Expected(party="BEL"), effective_until=None, due_days=400)
    other = round_(source="dues")
    found = still_missing(ledger, [years, other], source="figures", as_of=date(2026, 3, 1))
    told = [(one.party, one.period, one.due_on, one.timeliness.value) for one in found]
    assert told == [
        ("BEL", "2024", date(2026, 2, 4), "overdue"),
        ("BEL", "2025", date(2027, 2, 4), "due"),
        ("NLD", "2025", date(2027, 2, 4), "due"),
    ]
    of_one = still_missing(
        ledger, [years], source="figures", as_of=date(2026, 3, 1), parties=["NLD"]
    )
    assert of_one == found[2:]
    assert still_missing(ledger, [years], source="unknown", as_of=LATER) == []
