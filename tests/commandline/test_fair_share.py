"""Fair share for NATO in 2024, worked out by hand on two Allies from the published workbook."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.commandline.running import run

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("asked")]

# Edition of 17 June 2024: TABLE2!N29 and N32, TABLE5!N30 and N33; NATO Total in TABLE2!N43 and
# TABLE5!N44, of which the latter counts Iceland (TABLE5!N24), that has no expenditure to count.
SPENT = {"NLD": 21459.679463224318, "POL": 34974.52795052203}
GDP = {"NLD": 1162882.8972476623, "POL": 848856.9593221437}
SPENT_BY_ALL = 1474399.4765734388
GDP_OF_ALL = 53976436.989360675 - 32894.48965627492
# World Bank, population of 2024: of the 32 Allies 980,655,332, of Iceland 386,506.
PEOPLE = {"NLD": 17_993_485, "POL": 36_559_233}
PEOPLE_OF_ALL = 980_655_332 - 386_506


def fair_shares(*arguments: str) -> dict[tuple[str, str], dict[str, Any]]:
    answer = run("fair-share", "nato", *arguments, "--format", "json")
    assert answer.exit_code == 0, answer.error
    return {(row["party"], row["by"]): row for row in json.loads(answer.output)}


@pytest.mark.parametrize("party", ["NLD", "POL"])
def test_the_fair_share_of_two_allies_is_what_a_hand_works_out(party: str) -> None:
    told = fair_shares("2024")
    by_gdp = (SPENT[party] / SPENT_BY_ALL) / (GDP[party] / GDP_OF_ALL)
    by_population = (SPENT[party] / SPENT_BY_ALL) / (PEOPLE[party] / PEOPLE_OF_ALL)
    assert told[party, "gdp"]["fair_share"] == pytest.approx(by_gdp, abs=1e-9)
    assert told[party, "population"]["fair_share"] == pytest.approx(by_population, abs=1e-9)
    rounded = {one: (round(told[one, "gdp"]["fair_share"], 3)) for one in ("NLD", "POL")}
    assert rounded == {"NLD": 0.675, "POL": 1.507}


def test_the_members_of_then_are_added_up_to_the_published_total() -> None:
    told = fair_shares("2024", "--by", "gdp")
    assert len(told) == 31  # 32 Allies without Iceland
    (total,) = {row["contribution_total"] for row in told.values()}
    assert total == pytest.approx(SPENT_BY_ALL, abs=1e-6)
    shares = sum(row["contribution_share"] for row in told.values())
    assert shares == pytest.approx(100, abs=1e-9)
    assert {row["estimate"] for row in told.values()} == {True}
    assert len(fair_shares("2016", "--by", "gdp")) == 27  # Montenegro joined in 2017


def test_the_arithmetic_and_the_places_of_the_figures_are_told() -> None:
    row = fair_shares("2024", "--party", "NLD", "--by", "population")["NLD", "population"]
    assert row["arithmetic"][1].startswith("share of ability = 17,993,485 ÷ 980,268,826 × 100 = ")
    assert row["files"][0] == "nato-defence-expenditure-2024-06-17.csv, TABLE2!N29"


def test_without_a_member_s_figure_no_total_is_told() -> None:
    told = fair_shares("2024", "--known-on", "2024-12-31")  # no population of 2024 by then
    assert told["NLD", "gdp"]["fair_share"] is not None
    assert told["NLD", "population"]["fair_share"] is None
    reason = "no figure population of 2024 for ALB, BEL, BGR and 28 more"
    assert told["NLD", "population"]["reason"] == reason
    assert told["NLD", "population"]["arithmetic"] == [reason]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("un", "2024"), "un declares no burden_sharing; these do: nato"),
        (("nato", "2024", "--by", "area"), "--by area: nato compares by gdp, population"),
        (("nato", "1999"), "no figure defence-expenditure of nato-defence-expenditure for 1999"),
        (("nato", "24"), "--period 24"),
        (("nowhere", "2024"), "--arrangement nowhere: not registered"),
    ],
)
def test_a_question_nobody_can_answer_is_refused(arguments: tuple[str, ...], message: str) -> None:
    answer = run("fair-share", *arguments)
    assert answer.exit_code == 2
    assert message in answer.error
