"""The agreements calendar and the coverage view on the command line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from commitments.model import Interest
from commitments.parties import REGIONS
from tests.commandline.running import run

pytestmark = pytest.mark.usefixtures("environment")


def _rows(*arguments: str) -> list[dict[str, Any]]:
    answer = run(*arguments, "--format", "json")
    assert answer.exit_code == 0, answer.error
    rows: list[dict[str, Any]] = json.loads(answer.output)
    return rows


def _told(*arguments: str) -> list[tuple[str, str, int | None]]:
    rows = _rows("calendar", *arguments)
    return [(row["arrangement"], row["event"], row["within_days"]) for row in rows]


def test_the_calendar_tells_what_is_ahead_and_what_has_passed() -> None:
    rows = _rows("calendar", "--as-of", "2028-03-09")
    dated = [row["on"] for row in rows if row["on"]]
    assert dated == sorted(dated)
    told = {(row["arrangement"], row["event"]): row for row in rows}
    assert told["panama-security-cooperation", "renewal"]["days"] == 30
    assert told["panama-security-cooperation", "renewal"]["within_days"] == 30
    assert told["afghanistan-response-2020", "expiry"]["days"] < 0
    assert told["afghanistan-response-2020", "expiry"]["within_days"] is None
    assert told["equipment-cooperation", "expiry"]["illustrative"] is True
    assert told["norad", "review"]["on"] == "2030-05-12"
    assert told["nato", "without_end"]["on"] is None


@pytest.mark.parametrize(
    ("within", "is_told"), [("29", False), ("30", True), ("31", True)], ids=["29", "30", "31"]
)
def test_within_is_counted_from_the_day_asked(within: str, is_told: bool) -> None:
    told = _told("--as-of", "2028-03-09", "--within", within)
    assert (("panama-security-cooperation", "renewal", 30) in told) == is_told
    assert ("afghanistan-response-2020", "expiry", None) in told
    assert not any(event == "without_end" for _, event, _ in told)


def test_a_quiet_calendar_says_so() -> None:
    answer = run("calendar", "--as-of", "2019-01-01", "--within", "30")
    assert answer.exit_code == 0
    assert answer.output == "nothing falls within 30 days, and nothing has passed\n"


def test_days_below_zero_are_wrong_usage() -> None:
    assert run("calendar", "--within", "-1").exit_code == 2


def test_coverage_has_a_row_for_every_cell_and_names_the_gaps() -> None:
    rows = _rows("coverage", "--as-of", "2026-11-25")
    assert len(rows) == len(Interest) * len(REGIONS)
    told = {(row["interest"], row["region"]): row for row in rows}
    warned = told["early-warning", "western-hemisphere"]
    assert (warned["covered"], warned["arrangements"]) == (True, ["norad"])
    gap = told["collective-defence", "africa"]
    assert (gap["covered"], gap["arrangements"], gap["illustrative"]) == (False, [], [])
    example = told["equipment", "africa"]
    assert (example["covered"], example["illustrative"]) == (False, ["equipment-cooperation"])


def test_what_has_ended_covers_nothing_any_more() -> None:
    def maritime(as_of: str) -> list[str]:
        rows = _rows("coverage", "--as-of", as_of)
        return next(
            row["arrangements"]
            for row in rows
            if (row["interest"], row["region"]) == ("maritime-security", "western-hemisphere")
        )

    assert maritime("2028-04-08") == ["panama-security-cooperation"]
    assert maritime("2028-04-09") == []


@pytest.mark.parametrize("command", ["calendar", "coverage"])
def test_they_are_printed_for_people_and_spreadsheets(command: str) -> None:
    for form in ("table", "csv"):
        answer = run(command, "--as-of", "2026-11-25", "--format", form)
        assert answer.exit_code == 0
        assert "equipment-cooperation" in answer.output
