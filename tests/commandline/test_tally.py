"""Who stood at what was promised, period by period, and what a report and `explain` tell of it."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from pipelines.asking import Question
from pipelines.report import write_reports
from pipelines.settings import Settings
from tests.commandline.running import run

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("asked")]


def counted(commitment: str) -> dict[str, dict[str, object]]:
    answer = run("tally", commitment, "--format", "json")
    assert answer.exit_code == 0, answer.error
    return {row["period"]: row for row in json.loads(answer.output)}


def test_allies_at_two_percent_are_counted_by_year() -> None:
    told = counted("nato-defence-share-2024")
    assert [*told] == [str(year) for year in range(2014, 2025)]
    assert told["2014"]["parties"] == ["GBR", "GRC", "USA"]
    assert (told["2024"]["bound"], told["2024"]["reached"]) == (31, 23)
    assert told["2024"]["recomputed"] is None, "the sample does not say how to recompute it"
    assert told["2022"]["provisional"] == []
    assert len(told["2024"]["provisional"]) == 31  # type: ignore[arg-type]


def test_a_promise_without_a_second_basis_is_counted_once() -> None:
    told = counted("nato-equipment-share-2024")
    assert (told["2024"]["reached"], told["2024"]["recomputed"]) == (29, None)
    assert {"BEL", "CAN"}.isdisjoint(told["2024"]["parties"])  # type: ignore[arg-type]


def test_a_promise_of_an_amount_has_no_level_to_stand_at() -> None:
    answer = run("tally", "un-regular-budget-dues")
    assert answer.exit_code == 2
    assert "pledgewatch status --commitment un-regular-budget-dues" in answer.error


def test_explain_tells_alternatives_and_history() -> None:
    answer = run("explain", "nato-defence-share", "SVK", "2024", "--format", "json")
    told = json.loads(answer.output)
    (printed,) = told["alternatives"]
    assert (printed["kind"], printed["verdict"], told["verdict"]) == ("precision", "met", "met")
    assert told["doubts"] == ["provisional: judged on an estimate"]
    assert [one["judged_on"] for one in told["history"]] == ["2024-06-30", "2026-08-20"]
    assert (told["waivers"], told["replies"]) == ([], [])
    before = run(
        *("explain", "nato-defence-share", "SVK", "2024", "--known-on", "2024-06-16"),
        *("--format", "json"),
    )
    assert json.loads(before.output)["history"] == []


def test_a_report_has_a_page_of_verdict_cards(house: Path, now: datetime) -> None:
    question = Question(as_of=date(2026, 8, 20))
    written = write_reports(Settings(home=house), question, now=now)
    pages = {report.arrangement: report.page for report in written.reports}
    cards = (pages["un"].with_name("un-verdicts.html")).read_text(encoding="utf-8")
    assert 'id="un-regular-budget-dues-USA-2024"' in cards
    assert "un-verdicts.html#un-regular-budget-dues-USA-2024" in pages["un"].read_text("utf-8")
