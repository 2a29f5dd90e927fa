"""The three dates on every command that reads, and changes between two states."""

from __future__ import annotations

import json
from typing import Any

import pytest
import typer.main

from pipelines.cli import app
from tests.commandline.running import run

DATES = {"as_of", "known_on", "recorded_before"}
# What has another use for dates than the commands that ask the ledger: those take all three.
OTHERS = {
    **{key: {"as_of", "recorded_before"} for key in ("calendar", "coverage")},  # of the register
    "submissions": {"known_on", "recorded_before"},
    **{key: {"as_of"} for key in ("judge", "run")},
    **{key: set() for key in ("check", "receive", "send", "doctor", "collect", "collections")},
    **{key: set() for key in ("template", "corrections", "withdraw", "set-aside")},
}

AT_ONCE = ("--as-of", "2025-06-30", "--known-on", "2026-06-30", "--recorded-before", "2026-08-21")
SHARE = ("--commitment", "nato-defence-share")


def test_every_command_takes_the_dates_that_mean_something_to_it() -> None:
    command = typer.main.get_command(app)
    taken = {
        name: {option.name for option in found.params} & DATES
        for name, found in command.commands.items()  # type: ignore[attr-defined]
    }
    assert taken == {name: OTHERS.get(name, DATES) for name in taken}
    assert OTHERS.keys() < taken.keys()


ASKED = {
    "status": ("status", *SHARE, "--party", "BEL", *AT_ONCE),
    "explain": ("explain", "nato-defence-share", "BEL", "2024", *AT_ONCE),
    "outlook": ("outlook", "nato-core-defence-2035", "--party", "BEL", *AT_ONCE),
    "findings": ("findings", *AT_ONCE),
    "rounds": ("rounds", "--source", "nato-defence-expenditure", *AT_ONCE),
    "timeliness": ("timeliness", *AT_ONCE),
    "calendar": ("calendar", *AT_ONCE[:2], *AT_ONCE[4:]),
    "coverage": ("coverage", *AT_ONCE[:2], *AT_ONCE[4:]),
    "submissions": ("submissions", *AT_ONCE[2:]),
}


@pytest.mark.slow
@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("arguments", ASKED.values(), ids=ASKED.keys())
def test_the_dates_can_be_given_at_once(arguments: tuple[str, ...]) -> None:
    answer = run(*arguments, "--format", "json")
    assert answer.exit_code == 0, answer.error
    assert json.loads(answer.output) or arguments[0] == "findings"


@pytest.mark.slow
@pytest.mark.usefixtures("asked")
def test_submissions_are_those_held_by_then_of_editions_published_by_then() -> None:
    everything = _rows("submissions")
    assert _rows("submissions", "--recorded-before", "2026-08-20") == []
    known = _rows("submissions", "--known-on", "2024-12-31")
    assert {row["edition"] for row in known} == {
        row["edition"] for row in everything if row["edition"] and row["edition"] <= "2024-12-31"
    }


def _rows(*arguments: str) -> list[dict[str, Any]]:
    answer = run(*arguments, "--format", "json")
    assert answer.exit_code == 0, answer.error
    rows: list[dict[str, Any]] = json.loads(answer.output)
    return rows


BETWEEN = ("changes", *SHARE, "--period", "2024", "--party", "BEL", "--as-of", "2025-06-30")


@pytest.mark.slow
@pytest.mark.usefixtures("asked")
def test_changes_between_two_states_have_both_figures_side_by_side() -> None:
    (row,) = _rows(*BETWEEN, "--from-known-on", "2024-06-16", "--known-on", "2024-06-17")
    assert (row["from_verdict"], row["to_verdict"], row["cause"]) == (
        *("pending", "unmet"),
        "new evidence",
    )
    assert (row["from_value"], row["from_published_on"]) == (None, None)
    assert row["to_value"] == pytest.approx(1.3, abs=0.005)
    assert (row["to_required"], row["to_published_on"]) == (2, "2024-06-17")


@pytest.mark.slow
@pytest.mark.usefixtures("asked")
def test_it_is_said_when_nothing_moved() -> None:
    answer = run(*BETWEEN, "--from-known-on", "2024-06-17", "--known-on", "2024-07-17")
    assert answer.output == "no verdict has moved between the two states\n"


REFUSED = {
    "one state only": (("--known-on", "2024-06-17"), "say from which state"),
    "the same state twice": (("--from-as-of", "2025-06-30"), "the two states are the same"),
    "stored and asked at once": (
        ("--since", "2024-06-17", "--from-known-on", "2024-06-16"),
        "not both",
    ),
}


@pytest.mark.slow
@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(("arguments", "told"), REFUSED.values(), ids=REFUSED.keys())
def test_what_names_no_two_states_is_refused(arguments: tuple[str, ...], told: str) -> None:
    answer = run(*BETWEEN, *arguments)
    assert (answer.exit_code, answer.output) == (2, "")
    assert told in answer.error
