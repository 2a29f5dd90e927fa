"""Flows as OCHA's interface answers them: parties in arrays, told by what they say they are."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.receiving.forming import DAY, FormedOutcome, formed
from tests.receiving.writing import written

GERMANY = {"type": "Organization", "id": "2933", "name": "Germany, Government of"}
NETHERLANDS = {"type": "Organization", "id": "2975", "name": "Netherlands, Government of"}
AGENCY = {"type": "Organization", "id": "2915", "name": "World Food Programme"}
AFGHANISTAN = {"type": "Location", "id": "1", "name": "Afghanistan"}
PLAN = {"type": "Plan", "id": "1185", "name": "Afghanistan Humanitarian Response Plan 2024"}
USAGE = {"type": "UsageYear", "id": "45", "name": "2024"}
FLOW: dict[str, Any] = {
    "id": "273846",
    "amountUSD": 1500000,
    "budgetYear": "2024",
    "date": "2024-01-31T00:00:00Z",
    "flowType": "Standard",
    "status": "paid",
    "onBoundary": "single",
    "originalAmount": 1380000,
    "originalCurrency": "EUR",
    "sourceObjects": [USAGE, GERMANY],
    "destinationObjects": [PLAN, AFGHANISTAN, AGENCY],
}
FLOWS = [
    FLOW,
    FLOW | {"id": "2", "status": "commitment", "sourceObjects": [AGENCY], "originalAmount": None},
    FLOW | {"id": "3", "status": "pledge", "destinationObjects": [AFGHANISTAN]},
    FLOW | {"id": "4", "sourceObjects": [GERMANY, NETHERLANDS]},
    FLOW | {"id": "5", "status": "carryover"},
    FLOW | {"id": "6", "sourceObjects": [USAGE]},
    FLOW | {"id": "7", "onBoundary": "shared"},
    FLOW | {"id": "8", "onBoundary": "shared", "amountUSD": 0},
    FLOW | {"id": "9", "flowType": "Carryover"},
]


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> FormedOutcome:
    answer = {
        "status": "ok",
        "data": {"flows": FLOWS},
        "meta": {"count": 9, "nextLink": "https://example.org/flow?page=2"},
    }
    folder = tmp_path_factory.mktemp("answers")
    return formed(written(folder, json.dumps(answer).encode(), name="flow.json"))


def test_a_flow_is_of_who_gave_it_whatever_the_order(outcome: FormedOutcome) -> None:
    assert outcome.staged.source.id == "un-fts"
    assert outcome.told("party", "indicator", "item")[:3] == [
        ("DEU", "humanitarian-paid", "273846-1185-World Food Programme"),
        ("org:World Food Programme", "humanitarian-commitment", "2-1185-World Food Programme"),
        ("DEU", "humanitarian-pledge", "3"),
    ]
    said = outcome.told("period", "occurred_on", "value", "counterparty", "published_on")
    assert said[:3] == [("2024", date(2024, 1, 31), Decimal(1500000), "AFG", DAY)] * 3


def test_a_flow_of_two_governments_of_nobody_or_of_no_stage_is_no_partys(
    outcome: FormedOutcome,
) -> None:
    of_two, unknown, of_nobody = outcome.rows[3:6]
    assert of_two["party"] == "Germany, Government of | Netherlands"
    assert str(unknown["refusal"]).startswith("indicator 'carryover' is none of")
    assert of_nobody["party"] is None


def test_a_government_is_one_in_small_letters_as_well(tmp_path: Path) -> None:
    flow = FLOW | {"sourceObjects": [GERMANY | {"name": "Germany, government of"}]}
    content = json.dumps({"data": {"flows": [flow]}}).encode()
    assert formed(written(tmp_path, content, name="flow.json")).told("party") == [("DEU",)]


def test_an_answer_that_goes_on_at_another_address_is_told_of(outcome: FormedOutcome) -> None:
    (told,) = outcome.warnings
    assert told.startswith(
        "warning: pages-whole: the file goes on at https://example.org/flow?page=2"
    )


def test_what_sums_hold_more_than_once_is_doubted_and_published(outcome: FormedOutcome) -> None:
    told = [str(doubt).partition(",")[0] for doubt, refusal in outcome.told("doubt", "refusal")[6:]]
    assert told == [
        "flows that several plans",
        "None",
        "what is carried over was given in an earlier year and may be among its figures",
    ]
    assert outcome.told("refusal")[6:] == [(None,)] * 3
