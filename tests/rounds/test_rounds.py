"""Who is expected for a period, who has submitted, and who is due, overdue or delinquent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb
import pytest

from commitments.model import Cadence, Timeliness
from tests.judging.judging import fill_ledger
from tests.rounds.ledgers import DELINQUENT, DUE, LATER, PERIOD_END, ledger_of, party_rounds, round_
from warehouse.rounds import (
    PUBLISHER,
    Expected,
)

NETHERLANDS = Expected(party="NLD")


@dataclass(frozen=True, kw_only=True)
class Case:
    """One party's round for 2024; None: it is not expected at all."""

    timeliness: str | None
    on: date | None = None
    row: Mapping[str, Any] | None = None
    as_of: date = LATER
    days_late: int | None = None
    expected: Expected = NETHERLANDS
    changes: Mapping[str, Any] | None = None


def case(timeliness: str | None, **given: Any) -> Case:
    return Case(timeliness=timeliness, **given)


MEMBER = {
    "joined on the last day": Expected(party="NLD", joined_on=PERIOD_END),
    "joined the day after": Expected(party="NLD", joined_on=date(2025, 1, 1)),
    "left on the last day": Expected(party="NLD", left_on=PERIOD_END),
    "left the day after": Expected(party="NLD", left_on=date(2025, 1, 1)),
    "joined in July": Expected(party="NLD", joined_on=date(2024, 7, 1)),
}
EXEMPT = Expected(party="NLD", exemption="It has none.")
CASES = {
    # Deadlines
    "the period runs": case("not_due", as_of=PERIOD_END),
    "the day after the period": case("due", as_of=date(2025, 1, 1)),
    "the day it is due": case("due", as_of=DUE),
    "the day after it was due": case("overdue", as_of=date(2025, 2, 1), days_late=1),
    "the last day of being overdue": case("overdue", as_of=DELINQUENT, days_late=60),
    "the day after that": case("delinquent", as_of=date(2025, 4, 2), days_late=61),
    # Submissions
    "early": case("on_time", on=date(2024, 6, 17), days_late=0),
    "on the day it is due": case("on_time", on=DUE, days_late=0),
    "the day after": case("late", on=date(2025, 2, 1), days_late=1),
    "long after": case("late", on=LATER, days_late=515),
    "a missing figure": case(
        "delinquent", on=DUE, row={"value": None, "status": "M"}, days_late=515
    ),
    "another party's figure": case("delinquent", on=DUE, row={"party": "BEL"}, days_late=515),
    "another indicator": case("delinquent", on=DUE, row={"indicator": "gdp"}, days_late=515),
    "any indicator where none is named": case(
        "on_time", on=DUE, row={"indicator": "gdp"}, changes={"indicators": ()}, days_late=0
    ),
    "another period": case("delinquent", on=DUE, row={"period": "2023"}, days_late=515),
    "another source": case("delinquent", on=DUE, row={"source": "dues"}, days_late=515),
    "a part of the period": case("on_time", on=DUE, row={"period": "2024-07"}, days_late=0),
    "a quarter of it": case("on_time", on=DUE, row={"period": "2024-Q4"}, days_late=0),
    "a half of it": case("on_time", on=DUE, row={"period": "2024-H2"}, days_late=0),
    "a fiscal year": case("delinquent", on=DUE, row={"period": "FY2024/25"}, days_late=515),
    "a whole year is no month's figure": case(
        None, on=DUE, changes={"cadence": Cadence.MONTH, "effective_from": date(2025, 1, 1)}
    ),
    # Members
    **{
        f"a member that {who}": case(
            None if who in {"joined the day after", "left on the last day"} else "delinquent",
            expected=expected,
            days_late=515,
        )
        for who, expected in MEMBER.items()
    },
    "while the period runs, a member of that day": case(
        "not_due", expected=MEMBER["joined in July"], as_of=date(2024, 7, 1)
    ),
    "while the period runs, not a member yet": case(
        None, expected=MEMBER["joined in July"], as_of=date(2024, 6, 30)
    ),
    "exempt and silent": case("not_due", expected=EXEMPT),
    "exempt, and it submits": case("on_time", expected=EXEMPT, on=DUE, days_late=0),
    # The round
    "a round that begins later": case(None, changes={"effective_from": date(2025, 1, 1)}),
    "a round that ended before": case(None, changes={"effective_until": date(2024, 12, 30)}),
}


@pytest.mark.parametrize("told", CASES.values(), ids=CASES.keys())
def test_a_party_in_a_round(told: Case, ledger: duckdb.DuckDBPyConnection) -> None:
    rows = [{"on": told.on, **(told.row or {})}] if told.on else []
    fill_ledger(ledger, ledger_of(*rows))
    declared = round_(told.expected, **(told.changes or {}))
    found = party_rounds(ledger, declared, as_of=told.as_of)
    if told.timeliness is None:
        assert found == []
        return
    (one,) = found
    assert one.timeliness.value == told.timeliness
    assert one.days_late == told.days_late
    assert one.due_on == DUE
    assert one.submitted_on == (told.on if told.timeliness in {"on_time", "late"} else None)


def test_the_first_edition_with_a_figure_counts(ledger: duckdb.DuckDBPyConnection) -> None:
    fill_ledger(ledger, ledger_of({"on": LATER}, {"on": DUE}, {"on": date(2025, 6, 1)}))
    (one,) = party_rounds(ledger, round_())
    assert (one.submitted_on, one.timeliness) == (DUE, Timeliness.ON_TIME)


def test_an_edition_not_known_yet_does_not_count(ledger: duckdb.DuckDBPyConnection) -> None:
    fill_ledger(ledger, ledger_of({"on": DUE}))
    (before,) = party_rounds(ledger, round_(), known_on=date(2025, 1, 30))
    (after,) = party_rounds(ledger, round_(), known_on=DUE)
    assert (before.timeliness, after.timeliness) == (Timeliness.DELINQUENT, Timeliness.ON_TIME)


def test_a_submission_not_recorded_yet_does_not_count(ledger: duckdb.DuckDBPyConnection) -> None:
    fill_ledger(ledger, ledger_of({"on": DUE}))
    (before,) = party_rounds(ledger, round_(), recorded_before=datetime(2026, 1, 2))
    (after,) = party_rounds(ledger, round_(), recorded_before=datetime(2026, 1, 3))
    assert (before.timeliness, after.timeliness) == (Timeliness.DELINQUENT, Timeliness.ON_TIME)


def test_a_withdrawn_submission_does_not_count(ledger: duckdb.DuckDBPyConnection) -> None:
    fill_ledger(ledger, ledger_of({"on": DUE}, {"on": LATER}))
    withdrawal = "INSERT INTO ops.withdrawals VALUES ('s1', ?, 'someone', 'mistake', ?)"
    ledger.execute(withdrawal, [True, datetime(2026, 2, 1)])
    (one,) = party_rounds(ledger, round_())
    assert (one.submitted_on, one.timeliness) == (LATER, Timeliness.LATE)
    ledger.execute(withdrawal, [False, datetime(2026, 2, 2)])
    (one,) = party_rounds(ledger, round_())
    assert one.submitted_on == DUE


def test_nothing_is_due_before_the_first_edition_at_hand(
    ledger: duckdb.DuckDBPyConnection,
) -> None:
    first = date(2026, 3, 1)
    row = {"on": first, "source": "rates", "period": "2025"}
    fill_ledger(ledger, ledger_of(row, row | {"on": LATER, "period": "2024"}))
    rates = round_(source="rates", effective_until=None)
    found = {one.period: one for one in party_rounds(ledger, rates, as_of=LATER)}
    assert (found["2024"].due_on, found["2024"].timeliness) == (first, Timeliness.LATE)
    assert (found["2025"].due_on, found["2025"].timeliness) == (first, Timeliness.ON_TIME)
    assert found["2026"].timeliness is Timeliness.NOT_DUE


def test_a_late_publisher_makes_all_late(ledger: duckdb.DuckDBPyConnection) -> None:
    late = date(2025, 3, 1)
    fill_ledger(ledger, ledger_of({"on": late}, {"on": late, "party": "BEL"}))
    both = round_(Expected(party="NLD"), Expected(party="BEL"))
    publisher = round_(Expected(party=PUBLISHER), round="whole")
    found = party_rounds(ledger, both, publisher)
    assert {(one.party, one.timeliness.value, one.days_late) for one in found} == {
        ("NLD", "late", 29),
        ("BEL", "late", 29),
        ("publisher", "late", 29),
    }


@pytest.mark.parametrize(
    ("cadence", "periods"),
    [
        (Cadence.HALF, ["2024-H1", "2024-H2"]),
        (Cadence.QUARTER, ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]),
        (Cadence.MONTH, [f"2024-{month:02d}" for month in range(1, 13)]),
    ],
)
def test_every_period_of_a_cadence_is_a_round(
    cadence: Cadence, periods: list[str], ledger: duckdb.DuckDBPyConnection
) -> None:
    fill_ledger(ledger, ledger_of({"on": DUE, "period": periods[1]}, {"on": DUE}))
    found = party_rounds(ledger, round_(cadence=cadence))
    assert [one.period for one in found] == periods
    assert [one.period for one in found if one.submitted_on] == [periods[1]]
