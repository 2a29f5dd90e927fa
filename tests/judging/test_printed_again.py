"""The report of a day that was judged prints again to the byte, whatever came after it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from commitments.model import Cause, Verdict
from pipelines.asking import Question, answered
from pipelines.changes import compare
from pipelines.explain import explain
from pipelines.judge import judge_commitments
from pipelines.receive import receive_submissions
from pipelines.report import write_reports
from pipelines.settings import Settings
from pipelines.steps import opened_warehouse
from tests.receiving.writing import HOUSE, observation, table, written
from warehouse.reading import Assessed, Filters, read_assessments

pytestmark = pytest.mark.slow

DAY = timedelta(days=1)
AS_OF = date(2026, 3, 1)
SHARE = "nato-defence-share"
THAT_DAY = Question(as_of=AS_OF)


@dataclass(frozen=True, kw_only=True)
class Story:
    """What was printed on a day, on the next, and of the first day again; by file name."""

    settings: Settings
    first: Mapping[str, bytes]
    next: Mapping[str, bytes]
    again: Mapping[str, bytes]
    letters_queued: tuple[int, int]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, now: datetime) -> Story:
    """A report; then a new edition, a new version, a new member, another title; then the report."""
    folder = tmp_path_factory.mktemp("again")
    settings = _house(folder)
    rows = [observation(party, value="2.05") for party in ("NLD", "POL")]
    _receive(settings, folder, rows, name="first.csv", now=now)
    judge_commitments(settings, as_of=AS_OF, now=now)
    write_reports(settings, now=now)
    first = _printed(settings, AS_OF)
    newer = [observation("NLD", value="1.9", published_on="2025-06-01", status="A")]
    _receive(settings, folder, newer, name="second.csv", now=now + DAY)
    _edit(settings)
    judge_commitments(settings, as_of=AS_OF + DAY, now=now + 2 * DAY)
    write_reports(settings, now=now + 2 * DAY)
    queued = _letters(settings)
    shutil.rmtree(settings.reports / AS_OF.isoformat())
    write_reports(settings, THAT_DAY, now=now + 3 * DAY)
    return Story(
        settings=settings,
        first=first,
        next=_printed(settings, AS_OF + DAY),
        again=_printed(settings, AS_OF),
        letters_queued=(queued, _letters(settings)),
    )


def _house(folder: Path) -> Settings:
    register, sources = folder / "register", folder / "sources"
    shutil.copytree(HOUSE / "commitments" / "register", register)
    shutil.copytree(HOUSE / "pipelines" / "sources", sources)
    return Settings(home=folder / "home", register_folder=register, sources_folder=sources)


def _receive(
    settings: Settings, folder: Path, rows: list[str], *, name: str, now: datetime
) -> None:
    receive_submissions(settings, paths=[written(folder / "sent", table(rows), name=name)], now=now)


def _edit(settings: Settings) -> None:
    """A promise ends, and more is promised from then on; somebody joins; a source is renamed."""
    commitments = settings.register_folder / "commitments"
    old = (commitments / f"{SHARE}.yaml").read_text(encoding="utf-8")
    ended = _replaced(old, "effective_until: null", "effective_until: 2025-12-31")
    (commitments / f"{SHARE}.yaml").write_text(ended, encoding="utf-8")
    newer = _replaced(old, f"id: {SHARE}\n", f"id: {SHARE}-2026\n")
    newer = _replaced(newer, "effective_from: 2023-07-11", "effective_from: 2026-01-01")
    newer = _replaced(newer, "at_least: 2\n", "at_least: 2.5\n")
    (commitments / f"{SHARE}-2026.yaml").write_text(newer, encoding="utf-8")
    members = "members:\n  - { party: JPN, joined_on: 2026-02-01 }\n"
    for file, was, becomes in (
        (settings.register_folder / "arrangements" / "aukus.yaml", "members:\n", members),
        (settings.sources_folder / "nato-defence-expenditure.yaml", "title: ", "title: Newly "),
    ):
        text = _replaced(file.read_text(encoding="utf-8"), was, becomes)
        file.write_text(text, encoding="utf-8")


def _replaced(text: str, was: str, becomes: str) -> str:
    assert was in text
    return text.replace(was, becomes, 1)


def _printed(settings: Settings, day: date) -> dict[str, bytes]:
    folder = settings.reports / day.isoformat()
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _letters(settings: Settings) -> int:
    with opened_warehouse(settings) as warehouse:
        found = warehouse.connection.execute(
            "SELECT count(*) FROM ops.deliveries WHERE submission IS NULL"
        ).fetchone()
    return int(found[0]) if found else 0


def test_pages_and_letters_of_the_day_are_the_same_to_the_byte(story: Story) -> None:
    assert story.again.keys() == story.first.keys()
    assert [name for name in story.first if story.again[name] != story.first[name]] == []


def test_letters_among_them_have_a_text_a_page_and_attachments(story: Story) -> None:
    (name,) = (name for name in story.again if name.startswith("nato-") and name.endswith(".eml"))
    letter = message_from_bytes(story.again[name], policy=default)
    kinds = {part.get_content_type() for part in letter.walk()}
    assert {"text/plain", "text/html"} <= kinds
    assert [part.get_filename() for part in letter.iter_attachments()]


def test_the_next_day_tells_what_came_since(story: Story) -> None:
    assert b"Japan" in story.next["aukus.html"]
    assert b"Japan" not in story.again["aukus.html"]
    assert b"Newly" in story.next["nato.html"]
    assert b"at least 2.5" in story.next["nato.html"]
    assert b"2.5" not in story.again["nato.html"] or b"at least 2.5" not in story.again["nato.html"]


def test_a_report_printed_again_is_not_mailed(story: Story) -> None:
    before, after = story.letters_queued
    assert 0 < before == after


def test_judging_that_day_by_what_was_recorded_then_gives_what_was_stored(
    story: Story, now: datetime
) -> None:
    asked = Question(as_of=AS_OF, recorded_before=now + DAY / 2)
    with answered(story.settings, asked) as answer:
        judged = read_assessments(
            answer.warehouse.connection, relation=Assessed.ASKED, filters=Filters()
        )
    with answered(story.settings, THAT_DAY, as_judged=True) as answer:
        stored = read_assessments(
            answer.warehouse.connection, relation=Assessed.AGAIN, filters=Filters()
        )
    told = [[{**vars(item), "assessment": None} for item in items] for items in (judged, stored)]
    assert told[0] == told[1]


def test_a_verdict_of_then_is_explained_in_the_words_of_then(story: Story, now: datetime) -> None:
    then, today = (
        explain(
            story.settings,
            Question(as_of=AS_OF, recorded_before=before),
            commitment=SHARE,
            party="NLD",
            period="2024",
        )
        for before in (now + DAY / 2, None)
    )
    assert (then.commitment.effective_until, today.commitment.effective_until) == (
        None,
        date(2025, 12, 31),
    )
    assert (then.assessment.verdict, today.assessment.verdict) == (Verdict.MET, Verdict.UNMET)


def test_an_end_to_a_promise_is_not_why_a_verdict_before_it_moved(
    story: Story, now: datetime
) -> None:
    moved = {
        (item.commitment, item.period): item.cause
        for item in compare(
            story.settings,
            Question(as_of=AS_OF, recorded_before=now + DAY / 2),
            Question(as_of=AS_OF, filters=Filters(party="NLD", arrangement="nato")),
        )
    }
    assert moved[SHARE, "2024"] is Cause.REVISED_EVIDENCE


def test_what_is_asked_of_one_day_in_two_ways_is_kept_apart(story: Story, now: datetime) -> None:
    known, recorded = date(2024, 12, 31), datetime(2025, 6, 2, 3, 4, 5)
    asked = [
        Question(as_of=AS_OF),
        Question(as_of=AS_OF, known_on=known),
        Question(as_of=AS_OF, known_on=known, recorded_before=recorded),
    ]
    written = [write_reports(story.settings, question, now=now) for question in asked]
    assert [{report.page.parent.name for report in one.reports} for one in written] == [
        {AS_OF.isoformat()},
        {f"asked-{AS_OF}-known-2024-12-31"},
        {f"asked-{AS_OF}-known-2024-12-31-recorded-before-2025-06-02T030405"},
    ]
    assert all(page.parent == one.reports[0].page.parent for one in written for page in one.pages)
