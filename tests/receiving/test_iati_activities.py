"""Transactions are the same wherever they stand in a file, and an activity counts once."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from commitments.model import Receipt
from pipelines.readers.contract import Limits
from pipelines.readers.iati import read_activities
from pipelines.receive import receive_submissions
from pipelines.settings import Settings
from pipelines.steps import opened_warehouse
from tests.conftest import NOW
from tests.receiving.writing import written


def _file(*activities: str, day: str = "2023-05-06") -> bytes:
    body = "".join(activities)
    start = f'<iati-activities version="2.03" generated-datetime="{day}">'
    return f"{start}{body}</iati-activities>".encode()


def _activity(name: str, *transactions: str, updated: str = "") -> str:
    when = f' last-updated-datetime="{updated}"' if updated else ""
    return (
        f'<iati-activity default-currency="NOK"{when}><iati-identifier>{name}</iati-identifier>'
        f'<reporting-org ref="NO-1" type="10"/>{"".join(transactions)}</iati-activity>'
    )


def _spent(value: str, *, ref: str = "", day: str = "2022-03-01", kind: str = "3") -> str:
    return (
        f'<transaction ref="{ref}"><transaction-type code="{kind}"/>'
        f'<transaction-date iso-date="{day}"/><value value-date="{day}">{value}</value>'
        "</transaction>"
    )


def _read(folder: Path, *activities: str) -> list[dict[str, str | None]]:
    table = read_activities(written(folder, _file(*activities)), limits=Limits())
    return [dict(zip(("place", *table.columns), row, strict=True)) for row in table.rows]


def _keys(folder: Path, *transactions: str) -> list[str | None]:
    return [row["transaction"] for row in _read(folder, _activity("A", *transactions))]


def _unread(folder: Path, *activities: str) -> list[str | None]:
    return [row["unread"] for row in _read(folder, *activities)]


def test_a_transaction_keeps_its_key_when_others_are_added(tmp_path: Path) -> None:
    first, second, third = _spent("1"), _spent("2", ref="R2"), _spent("3", day="2022-03-02")
    before = _keys(tmp_path, first, second, third)
    assert len(set(before)) == 3
    assert _keys(tmp_path, _spent("9"), third, second, first)[1:] == before[::-1]


def test_transactions_that_say_the_same_are_counted(tmp_path: Path) -> None:
    one, two = _keys(tmp_path, _spent("1"), _spent("1"))
    assert two == f"{one} #2"


def test_a_reference_that_several_transactions_share_tells_none_of_them(tmp_path: Path) -> None:
    assert len(set(_keys(tmp_path, _spent("1", ref="R"), _spent("2", ref="R")))) == 2
    assert _keys(tmp_path, _spent("1", ref="R")) == ["R"]


def test_an_activity_repeated_word_for_word_counts_once(tmp_path: Path) -> None:
    told = _unread(tmp_path, _activity("A", _spent("7")), _activity("A", _spent("7")))
    assert told[0] is None
    assert told[1] == (
        "activity A stands in the file again, word for word; iati-activity[1] counts"
    )


def test_of_different_states_of_an_activity_the_newest_counts(tmp_path: Path) -> None:
    old = _activity("A", _spent("7"), updated="2022-01-01T00:00:00Z")
    new = _activity("A", _spent("8"), updated="2022-06-01 00:00:00")
    assert _unread(tmp_path, new, old, _activity("B", _spent("1"))) == [
        None,
        "activity A stands in the file in a newer state as well; "
        "iati-activity[1] counts (last-updated-datetime)",
        None,
    ]


@pytest.mark.parametrize("updated", ["", "soon", "2022-06-01"])
def test_without_a_newest_state_none_counts(tmp_path: Path, updated: str) -> None:
    told = _unread(
        tmp_path,
        _activity("A", _spent("7"), updated="2022-06-01"),
        _activity("A", _spent("8"), updated=updated),
    )
    assert [str(text).partition(" and differs")[0] for text in told] == [
        "activity A stands in the file 2 times"
    ] * 2


def _related(kind: str, *others: str) -> str:
    return "".join(f'<related-activity type="{kind}" ref=" {other} "/>' for other in others)


def _within(folder: Path, *activities: str) -> dict[str | None, str | None]:
    return {row["activity"]: row["within"] for row in _read(folder, *activities)}


def test_what_an_activity_is_a_part_of_is_told_by_either(tmp_path: Path) -> None:
    assert _within(
        tmp_path,
        _activity("A", _spent("1"), _related("2", "B", "C")),
        _activity("B", _spent("1")),
        _activity("C", _spent("1"), _related("1", "A", "Z"), _related("3", "B")),
        _activity("D", _spent("1"), _related("1", "C")),
        _activity("E", _spent("1"), _related("1", "E", "")),
    ) == {"A": None, "B": "A", "C": "A | Z", "D": "C | A | Z", "E": None}


def test_activities_that_call_each_other_their_parts_are_read(tmp_path: Path) -> None:
    first, second = _related("1", "B"), _related("1", "A")
    assert _within(
        tmp_path, _activity("A", _spent("1"), first), _activity("B", _spent("1"), second)
    ) == {"A": "B", "B": "A"}


PLANS = """
  <budget type="1" status="2">
    <period-start iso-date="2026-01-01"/><period-end iso-date="2026-12-31"/>
    <value value-date="2025-12-01">100</value></budget>
  <budget type="2"><period-start iso-date="2026-01-01"/><value value-date="2025-12-01">120</value>
  </budget>
  <planned-disbursement><period-start iso-date="2026-04-01"/><value>25</value>
  </planned-disbursement>
  <transaction><transaction-type code="C"/><value value-date="2014-05-01">3</value></transaction>
"""


def test_a_transaction_is_of_its_own_day_and_not_of_that_of_its_rate(tmp_path: Path) -> None:
    made = _spent("1", day="2025-12-31").replace('value-date="2025', 'value-date="2026')
    (row,) = _read(tmp_path, _activity("A", made))
    assert (row["day"], row["value_date"]) == ("2025-12-31", "2026-12-31")


def test_plans_are_rows_beside_transactions(tmp_path: Path) -> None:
    rows = _read(tmp_path, _activity("A", PLANS))
    assert [(row["part"], row["budget_type"], row["value"], row["day"]) for row in rows] == [
        ("transaction", None, "3", "2014-05-01"),
        ("budget", "1", "100", "2026-01-01"),
        ("budget", "2", "120", "2026-01-01"),
        ("planned_disbursement", None, "25", "2026-04-01"),
    ]
    assert [row["place"] for row in rows][1] == "iati-activity[1]/budget[1]"


@pytest.fixture(scope="module")
def receipts(tmp_path_factory: pytest.TempPathFactory) -> list[Receipt]:
    """Of a file; of the next with one transaction more; of another publisher's; of odd ones."""
    folder = tmp_path_factory.mktemp("iati")
    settings = Settings(home=folder / "home", settle_seconds=0)
    spent = [_spent(str(number), day=f"2022-03-{number:02}") for number in range(1, 6)]
    again = _activity("C", _spent("7"))
    other = _activity("X", _spent("1")).replace("NO-1", "GB-1")
    files = [
        _file(_activity("A", *spent)),
        _file(_activity("A", _spent("50", kind="2"), *spent), day="2023-06-06"),
        _file(other, day="2023-07-06"),
        _file(_activity("B", _spent("1", kind="14")), again, again, day="2023-08-06"),
        _file(_activity("P", PLANS), day="2025-12-06"),
        _file(
            _activity("W", _spent("900")),
            _activity("W-1", _spent("400"), _related("1", "W")),
            day="2024-08-06",
        ),
    ]
    got: list[Receipt] = []
    for number, content in enumerate(files):
        path = written(folder, content, name=f"{number}.xml")
        got += receive_submissions(settings, paths=[path], now=NOW + timedelta(hours=number))
    with opened_warehouse(settings) as warehouse:
        plans = warehouse.connection.execute(
            "SELECT indicator, period, value FROM core.observations WHERE series = 'P' ORDER BY ALL"
        ).fetchall()
        (total,) = warehouse.connection.execute(
            "SELECT sum(value) FROM core.observations WHERE series = 'C'"
        ).fetchone() or (None,)
    assert total == Decimal(7)
    assert plans == [
        ("aid-budget", "2026", Decimal(100)),
        ("aid-budget-revised", "2026", Decimal(120)),
        ("aid-commitment", "2014", Decimal(3)),
        ("aid-planned-disbursement", "2026", Decimal(25)),
    ]
    return got


@pytest.mark.slow
def test_an_added_transaction_revises_nothing(receipts: list[Receipt]) -> None:
    told = " ".join(receipts[1].notices)
    assert "changes none of the 5 figures" in told
    assert "no longer there" not in told


@pytest.mark.slow
def test_a_file_is_not_held_against_another_publishers(receipts: list[Receipt]) -> None:
    assert not any("since" in notice for notice in receipts[2].notices)


@pytest.mark.slow
def test_what_is_wrong_with_an_activity_is_said(receipts: list[Receipt]) -> None:
    told = " ".join(receipts[3].reasons)
    assert "indicator 'type 14' is none of: commitment" in told
    assert "stands in the file again, word for word" in told
    assert (receipts[3].rows_read, receipts[3].rows_accepted) == (3, 1)


@pytest.mark.slow
def test_an_activity_and_its_part_that_state_the_same_money_are_named(
    receipts: list[Receipt],
) -> None:
    assert receipts[5].rows_accepted == 2
    assert receipts[5].reasons == (
        "warning: counted-once: aid-disbursement: the same money may count twice, stated by a "
        "whole and by parts of it: W 900 nok beside 400 of W-1",
    )
