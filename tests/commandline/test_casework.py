"""The queue of open cases and the stages' times, as the command prints them."""

from __future__ import annotations

import json

import pytest

from tests.commandline.running import run

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("asked")]


def test_the_queue_begins_with_the_most_urgent_and_says_who_moves_next() -> None:
    rows = json.loads(run("cases", "--kind", "equipment-request", "--format", "json").output)
    assert len(rows) == 47
    first = rows[0]
    assert (first["activity"], first["priority"], first["stage"]) == (
        "eqr-2025-007",
        "urgent",
        "funded",
    )
    assert (first["moves_next"], first["days_at_stage"], first["illustrative"]) == ("USA", 81, True)
    (due,) = [row for row in rows if row["activity"] == "eqr-2025-010"]
    assert (due["due_on"], due["days_late"], due["verdict"]) == ("2025-08-23", 311, "unmet")


def test_the_stages_say_how_long_they_take() -> None:
    rows = json.loads(run("cases", "--stages", "--format", "json").output)
    by_stage = {row["stage"]: row for row in rows if row["kind"] == "equipment-request"}
    assert list(by_stage) == [
        "requested",
        "acknowledged",
        "offered",
        "signed",
        "funded",
        "delivered",
    ]
    asked = by_stage["requested"]
    assert (asked["reached"], asked["moved_on"], asked["waiting"]) == (72, 68, 4)
    assert (asked["longest_days"], asked["longest_case"]) == (85, "eqr-2023-006")


def test_no_case_is_told_as_of_a_day_before_the_first() -> None:
    assert "no case is open" in run("cases", "--as-of", "2023-06-30").output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--kind", "parade"), "--kind parade: no such cases; known: "),
        (("--priority", "now"), "--priority now: no such cases; known: urgent, high, routine"),
        (("--source", "un-fts"), "--source un-fts: no such cases; known: equipment-requests"),
        (("--party", "XYZ"), "--party XYZ"),
    ],
)
def test_a_word_nobody_knows_is_refused(arguments: tuple[str, ...], message: str) -> None:
    answer = run("cases", *arguments)
    assert answer.exit_code == 2
    assert message in answer.error
