"""Which rounds, and which of their periods, the report of an arrangement tells of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest

from commitments.model import Register
from commitments.register import load_register
from pipelines.asking import Question
from pipelines.quorums import rounds_told
from pipelines.receive import receive_submissions
from pipelines.report import write_reports
from pipelines.settings import Settings
from pipelines.sources import load_sources
from reports.views import RoundView
from tests.published import published
from tests.receiving.writing import HOUSE
from warehouse.rounds import PUBLISHER, Quorum

SOURCES = load_sources(HOUSE / "pipelines" / "sources")
COMPLETE = Quorum(
    source="nato-defence-expenditure",
    round="defence-share",
    name="Defence expenditure as a share of GDP",
    period="2023",
    due_on=date(2023, 12, 31),
    expected=2,
    submitted=2,
    late=0,
    not_due=0,
    due=0,
    overdue=0,
    delinquent=0,
    last_submitted_on=date(2023, 7, 7),
    missing=(),
)
SILENT = replace(COMPLETE, submitted=0, delinquent=2, missing=("NLD", "NOR"))
PARTLY = replace(COMPLETE, submitted=1, due=1, missing=("NLD",))
AWAITED = replace(COMPLETE, submitted=0, not_due=2, missing=("NLD", "NOR"))
UN = replace(
    COMPLETE, source="un-regular-budget", round="honour-roll", submitted=0, missing=(PUBLISHER,)
)


@cache
def register() -> Register:
    return load_register(HOUSE / "commitments" / "register")


def told(arrangement: str, *quorums: Quorum) -> tuple[RoundView, ...]:
    promises = [item for item in register().commitments if item.arrangement == arrangement]
    return rounds_told(quorums, commitments=promises, sources=SOURCES)


@pytest.mark.parametrize(
    ("quorums", "periods", "more"),
    [
        ({"2022": COMPLETE, "2023": COMPLETE}, ["2023"], 0),
        ({"2022": SILENT, "2023": COMPLETE}, ["2022", "2023"], 0),
        ({"2023": COMPLETE, "2024": SILENT, "2025": AWAITED}, ["2023", "2024"], 0),
        ({"2023": PARTLY, "2024": AWAITED}, ["2023"], 0),
        ({"2023": AWAITED}, [], 0),
        ({str(year): SILENT for year in range(2019, 2024)}, ["2021", "2022", "2023"], 2),
    ],
)
def test_the_newest_submitted_and_the_incomplete_are_told(
    quorums: dict[str, Quorum], periods: list[str], more: int
) -> None:
    of_years = [replace(item, period=period) for period, item in quorums.items()]
    (round_,) = told("nato", *of_years)
    assert [one.period for one in round_.periods] == periods
    assert round_.more == more


def test_only_rounds_of_what_is_promised_are_told() -> None:
    assert [item.name for item in told("nato", COMPLETE, UN)] == [COMPLETE.name]
    assert told("equipment-cooperation", COMPLETE, UN) == ()


def test_parties_have_names_and_a_publisher_stands_alone() -> None:
    (nato,) = told("nato", SILENT)
    (un,) = told("un", replace(UN, delinquent=1))
    assert nato.publisher is None
    assert nato.periods[0].missing == ("Netherlands", "Norway")
    assert un.publisher == "United Nations, Committee on Contributions"


@pytest.mark.slow
def test_the_page_says_so_of_the_published_figures(tmp_path: Path, now: datetime) -> None:
    folder = "nato-defence-expenditure"
    files = [
        published(folder, "240617-def-exp-2024-TABLES-en.xlsx"),
        published(folder, "230707-def-exp-2023-TABLES-en.csv"),
    ]
    settings = Settings(home=tmp_path / "home")
    receive_submissions(settings, paths=files, now=now)

    def page(**dates: date) -> str:
        made = write_reports(settings, Question(**dates), now=now)  # type: ignore[arg-type]
        return next(one.page for one in made.reports if one.arrangement == "nato").read_text()

    expected = "expected parties have submitted for"
    assert f"31 of 31 {expected} 2024." in page(as_of=date(2024, 6, 30))
    before = page(as_of=date(2024, 6, 30), known_on=date(2023, 12, 31))
    assert f"30 of 30 {expected} 2023." in before
    assert f"{expected} 2024" not in before
    assert f"0 of 31 {expected} 2025; due by 31 December 2025." in page(as_of=date(2026, 1, 1))
