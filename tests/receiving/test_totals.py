"""Totals a publisher prints are held against their parts, and none of them is taken for a party."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from commitments.model import Receipt, SubmissionStatus
from pipelines.asking import Question
from pipelines.check import find_mistakes
from pipelines.findings import all_findings
from pipelines.receive import receive_submissions
from pipelines.settings import Settings
from tests.conftest import NOW
from tests.receiving.writing import HOUSE, written

pytestmark = pytest.mark.slow

NATO = "source,published_on,party,indicator,period,value,unit,status"
CONTRIBUTORS = [
    {
        "name": "France",
        "assessment_amount": 200,
        "payment_status": "paid_on_time",
        "payment_date": "2024-01-09",
    },
    {
        "name": "Norway",
        "assessment_amount": 100,
        "payment_status": "not_paid_in_full",
        "payment_date": None,
    },
]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", settle_seconds=0)


def _received(settings: Settings, content: str, *, name: str, nights: int = 0) -> Receipt:
    path = written(settings.home.parent / "sent", content.encode(), name=name)
    (receipt,) = receive_submissions(settings, paths=[path], now=NOW + timedelta(days=nights))
    return receipt


def _found(settings: Settings) -> list[tuple[Any, ...]]:
    found = all_findings(settings, Question(), source=None, today=NOW.date())
    return [(f.kind, f.party, f.indicator, f.period, f.figure, f.other_figure) for f in found]


def _expenditure(total: str, *, edition: str = "2024-06-17", allies: str = "10,20,40") -> str:
    """Of 2022: Finland joined the year after, and is no part of the total."""
    nld, usa, fin = allies.split(",")
    figures = {"NLD": nld, "USA": usa, "FIN": fin, "nato-total": total}
    lines = [
        f"nato-defence-expenditure,{edition},{party},defence-expenditure,2022,{value},usd_million,A"
        for party, value in figures.items()
        if value
    ]
    return "\n".join((NATO, *lines)) + "\n"


def _budget(**meta: Any) -> str:
    """What the United Nations assess for 2024, of two Members."""
    told = {
        "year": 2024,
        "as_of": "2024-12-30",
        "due_date": "2024-02-08",
        "assessment_total": 300,
        "paid_in_full_count": 1,
        **meta,
    }
    return json.dumps({"meta": told, "contributors": CONTRIBUTORS})


def test_a_total_is_of_those_who_were_members_at_the_end_of_the_period(settings: Settings) -> None:
    receipt = _received(settings, _expenditure("30"), name="right.csv")
    assert receipt.status is SubmissionStatus.ACCEPTED
    assert _found(settings) == []


def test_one_changed_cell_is_a_finding_with_both_figures(settings: Settings) -> None:
    receipt = _received(settings, _expenditure("30.0001"), name="changed.csv")
    assert any("nato-total defence-expenditure 2022" in told for told in receipt.notices)
    assert _found(settings) == [
        ("adds_up", "nato-total", "defence-expenditure", "2022", Decimal("30.0001"), 30)
    ]


def test_a_total_is_not_held_against_figures_of_a_later_edition(settings: Settings) -> None:
    _received(settings, _expenditure("30"), name="first.csv")
    later = _expenditure("", edition="2025-06-17", allies="11,,")
    assert _received(settings, later, name="later.csv", nights=1).rows_accepted == 1
    assert _found(settings) == []


def test_a_sum_over_members_of_nothing_registered_is_a_mistake(tmp_path: Path) -> None:
    declared = HOUSE / "pipelines" / "sources" / "nato-defence-expenditure.yaml"
    wrong = declared.read_bytes().replace(b"members_of: nato\n", b"members_of: nata\n", 1)
    folder = written(tmp_path / "sources", wrong, name=declared.name).parent
    mistakes = find_mistakes(Settings(home=tmp_path / "home", sources_folder=folder))
    assert "arrangement nata is not registered" in {item.message for item in mistakes}


DIFFERENT: dict[str, tuple[Callable[[], str], tuple[Any, ...]]] = {
    "amount": (
        lambda: _budget(assessment_total=1300),
        ("adds_up", "un-total", "regular-budget-assessed", "2024", 1300, 300),
    ),
    "count": (
        lambda: _budget(paid_in_full_count=2),
        ("adds_up", "un-total", "regular-budget-paid-count", "2024", 2, 1),
    ),
}


@pytest.mark.parametrize(("content", "finding"), DIFFERENT.values(), ids=DIFFERENT.keys())
def test_the_united_nations_total_and_count_are_held_against_members(
    settings: Settings, content: Callable[[], str], finding: tuple[Any, ...]
) -> None:
    _received(settings, content(), name="contributors.json")
    assert _found(settings) == [finding]


def test_what_agrees_and_what_says_no_total_is_no_finding(settings: Settings) -> None:
    receipt = _received(settings, _budget(), name="contributors.json")
    assert (receipt.rows_read, receipt.rows_accepted) == (6, 6)
    silent = _budget(as_of="2025-01-15", assessment_total=None, paid_in_full_count=None)
    _received(settings, silent, name="later.json", nights=1)
    assert _found(settings) == []


ROLL = "country,status,payment_status,payment_date\nFrance,member,late,9-Mar-{year}\n"


@pytest.mark.parametrize("year", ["2022", "2024", "2025", "2026"])
def test_an_honour_roll_of_a_year_whose_due_day_is_known_is_received(
    settings: Settings, year: str
) -> None:
    name = f"vintage_{year}-04-02_member_states_payment.csv"
    receipt = _received(settings, ROLL.format(year=year[2:]), name=name)
    assert (receipt.status, receipt.rows_accepted) == (SubmissionStatus.ACCEPTED, 1)


def test_an_honour_roll_of_another_year_says_what_is_assumed(settings: Settings) -> None:
    name = "vintage_2023-04-02_member_states_payment.csv"
    receipt = _received(settings, ROLL.format(year="23"), name=name)
    assert (receipt.status, receipt.rows_accepted) == (SubmissionStatus.ACCEPTED, 1)
    assert any("as-assumed" in told and "9 February" in told for told in receipt.reasons)
