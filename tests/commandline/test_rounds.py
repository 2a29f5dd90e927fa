"""Who has submitted, and how punctual submitters are: what the commands print."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.commandline.running import run

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("asked")]

NATO = ("--source", "nato-defence-expenditure")
UN = ("--source", "un-regular-budget")
MID_2026 = ("--as-of", "2026-08-20")


def _rows(*arguments: str) -> list[dict[str, Any]]:
    answer = run(*arguments, "--format", "json")
    assert answer.exit_code == 0, answer.error
    rows: list[dict[str, Any]] = json.loads(answer.output)
    return rows


def test_rounds_count_and_name_who_is_missing() -> None:
    submitted, silent, running = _rows("rounds", *NATO, *MID_2026)[-3:]
    assert (submitted["period"], submitted["expected"], submitted["submitted"]) == ("2024", 31, 31)
    assert submitted["missing"] == []
    assert (silent["period"], silent["submitted"], silent["delinquent"]) == ("2025", 0, 31)
    assert len(silent["missing"]) == 31
    assert "ISL" not in silent["missing"]
    assert (running["period"], running["not_due"]) == ("2026", 31)


def test_a_publisher_alone_may_be_expected() -> None:
    rows = {row["period"]: row for row in _rows("rounds", *UN, *MID_2026)}
    assert (rows["2024"]["expected"], rows["2024"]["submitted"]) == (1, 1)
    assert rows["2023"]["missing"] == ["publisher"]


def test_a_party_is_shown_in_each_of_its_rounds() -> None:
    rows = _rows("rounds", "--party", "SWE", *MID_2026)
    assert [(row["period"], row["timeliness"]) for row in rows] == [
        ("2024", "on_time"),
        ("2025", "delinquent"),
        ("2026", "not_due"),
    ]
    (exempt,) = _rows("rounds", "--party", "ISL", "--period", "2024", *MID_2026)
    assert exempt["is_expected"] is False
    assert exempt["exemption"].startswith("Iceland has no armed forces")


def test_each_party_is_a_row_on_demand() -> None:
    rows = _rows("rounds", *NATO, "--period", "2024", "--each", *MID_2026)
    assert len(rows) == 32
    assert {row["submitted_on"] for row in rows if row["is_expected"]} == {"2024-06-17"}


def test_what_was_not_known_had_not_been_submitted() -> None:
    (row,) = _rows(
        *("rounds", *NATO, "--period", "2024", "--as-of", "2024-06-16", "--known-on", "2024-06-16")
    )
    assert (row["submitted"], row["not_due"]) == (0, 31)


def test_timeliness_has_a_row_for_each_submitter() -> None:
    rows = {row["party"]: row for row in _rows("timeliness", *NATO, *MID_2026)}
    assert len(rows) == 31
    assert rows["SWE"] == {
        "source": "nato-defence-expenditure",
        "party": "SWE",
        "expected": 3,
        "on_time": 1,
        "late": 0,
        "missing": 1,
        "awaited": 1,
        "median_days_late": 0,
    }
    assert run("timeliness", "--party", "SWE", *MID_2026).output.count("SWE") == 1


@pytest.mark.parametrize("verb", ["rounds", "timeliness"])
def test_an_empty_answer_says_so(verb: str) -> None:
    answer = run(verb, "--source", "equipment-requests", *MID_2026)
    assert answer.exit_code == 0
    assert len(answer.output.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("rounds", "--source", "rumours"), "--source rumours: not declared; known: ecb"),
        (("rounds", "--party", "NED"), "--party NED: expected an ISO 3166-1"),
        (("rounds", "--period", "last"), "--period last: expected a period"),
        (("timeliness", "--party", "swe"), "--party swe: expected an ISO 3166-1"),
    ],
)
def test_a_mistyped_name_is_told(arguments: tuple[str, ...], told: str) -> None:
    answer = run(*arguments)
    assert answer.exit_code == 2
    assert told in answer.error
