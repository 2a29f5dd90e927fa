"""The outlook: what the command prints, and what `explain` says of it."""

from __future__ import annotations

import json

import pytest

from tests.commandline.running import run

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("asked")]

HAGUE = ("outlook", "nato-core-defence-2035", "--as-of", "2025-06-30")


def test_every_ally_has_its_way_to_three_and_a_half_percent() -> None:
    rows = json.loads(run(*HAGUE, "--format", "json").output)
    assert len(rows) == 32
    told = {row["party"]: row for row in rows}
    assert told["ESP"]["takes"] == pytest.approx((3.5 - 1.282549642204323) / 11, abs=1e-9)
    assert told["ESP"]["takes_usd"] == pytest.approx(3_343_028_467.48, abs=1)
    assert (told["ESP"]["arrives"], told["ESP"]["latest"]) == ("2055", "2059")
    assert told["CAN"]["arrives"] == "never"
    assert (told["POL"]["to_go"], told["ISL"]["to_go"]) == (0, None)
    assert {row["verdict"] for row in rows} == {"pending", "waived"}


def test_one_party_is_one_row_in_a_table_too() -> None:
    answer = run(*HAGUE, "--party", "ESP")
    assert len(answer.output.splitlines()) == 2
    assert "2055" in answer.output


def test_the_stored_judgement_has_an_outlook_too() -> None:
    (row,) = json.loads(run(*HAGUE[:2], "--party", "ESP", "--format", "json").output)
    assert (row["period"], row["latest_period"], row["remaining"]) == ("2026", "2024", 11)


def test_an_edition_not_known_yet_gives_no_outlook() -> None:
    answer = run(*HAGUE, "--party", "ESP", "--known-on", "2024-01-01", "--format", "json")
    (row,) = json.loads(answer.output)
    assert (row["latest_value"], row["takes"], row["pace"]) == (None, None, None)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("no-such-promise",), "--commitment no-such-promise: not registered"),
        (("nato-core-defence-2035", "--party", "XYZ"), "--party XYZ"),
        (("nato-core-defence-2035", "--party", "JPN"), "JPN: no obligation under"),
    ],
)
def test_a_question_nobody_can_answer_is_refused(arguments: tuple[str, ...], message: str) -> None:
    answer = run("outlook", *arguments)
    assert answer.exit_code == 2
    assert message in answer.error


def test_explain_says_what_follows() -> None:
    arguments = ("explain", "nato-defence-share-2024", "BEL", "2024")
    answer = run(*arguments)
    assert "unmet since 2016, in 9 judged years in a row" in answer.output
    assert "short so far: $29.4 billion" in answer.output
    document = json.loads(run(*arguments, "--format", "json").output)
    assert document["outlook"]["in_a_row"] == 9
    assert document["consequences"][0] == "unmet since 2016, in 9 judged years in a row"


def test_explain_of_a_year_past_looks_from_that_year() -> None:
    arguments = ("explain", "nato-defence-share-2024", "BEL", "2017", "--format", "json")
    document = json.loads(run(*arguments).output)
    assert (document["outlook"]["period"], document["outlook"]["in_a_row"]) == ("2017", 2)
