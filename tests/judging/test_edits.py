"""An edit of the register never changes a verdict given for a period that has ended."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from commitments.errors import ConfigurationError
from commitments.model import Verdict
from pipelines.check import find_mistakes
from pipelines.judge import judge_commitments
from pipelines.receive import receive_submissions
from pipelines.settings import Settings
from pipelines.steps import opened_warehouse
from tests.receiving.writing import HOUSE, observation, table, written
from warehouse.changes import read_changes
from warehouse.reading import Assessed, Filters, read_assessments

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("environment")]

DAY = timedelta(days=1)
AS_OF = date(2026, 3, 1)
COMMITMENT = "nato-defence-share"
WAIVER = """
  - party: BEL
    author: The council
    reason: Floods.
    starts_on: 2024-01-01
    ends_on: 2024-12-31
"""


@pytest.fixture
def house(tmp_path: Path, now: datetime) -> Settings:
    """A house whose register may be edited, with one judgement of two years stored."""
    register = tmp_path / "register"
    shutil.copytree(HOUSE / "commitments" / "register", register)
    settings = Settings(home=tmp_path / "home", register_folder=register)
    rows = [observation("NLD", value="2.05", period=period) for period in ("2023", "2024")] + [
        observation("BEL", value="1.3", period="2024")
    ]
    receive_submissions(settings, paths=[written(tmp_path / "sent", table(rows))], now=now)
    judge_commitments(settings, as_of=AS_OF, now=now)
    return settings


def _edit(settings: Settings, *replacements: tuple[str, str], name: str = COMMITMENT) -> Path:
    path = settings.register_folder / "commitments" / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path


def _verdicts(settings: Settings) -> dict[tuple[str, str], Verdict]:
    with opened_warehouse(settings) as warehouse:
        found = read_assessments(
            warehouse.connection, relation=Assessed.STORED, filters=Filters(party="NLD")
        )
    return {
        (item.commitment, item.period): item.verdict
        for item in found
        if item.commitment.startswith(COMMITMENT) and item.period > "2023"
    }


def test_a_past_target_cannot_be_edited_and_the_versioned_way_is_named(
    house: Settings, now: datetime
) -> None:
    before = _verdicts(house)
    path = _edit(house, ("at_least: 2\n", "at_least: 2.5\n"))
    with pytest.raises(ConfigurationError) as told:
        judge_commitments(house, as_of=AS_OF, now=now + DAY)
    line = next(
        number
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if text == "rule:"
    )
    assert str(told.value) == (
        f"register/commitments/{COMMITMENT}.yaml:{line}: would change 3 verdicts given already, of "
        "2023 to 2024 (NLD 2024: met, now unmet); leave what was promised as it was and end it "
        f"with effective_until: 2024-12-31; add {COMMITMENT}-2025.yaml with what is promised from "
        "effective_from: 2025-01-01"
    )
    assert [str(mistake) for mistake in find_mistakes(house)] == [str(told.value)]
    assert _verdicts(house) == before


def test_the_versioned_way_changes_what_is_promised_from_then_on_and_nothing_before(
    house: Settings, now: datetime
) -> None:
    before = _verdicts(house)
    path = _edit(house, ("effective_until: null", "effective_until: 2024-12-31"))
    newer = path.with_name(f"{COMMITMENT}-2025.yaml")
    shutil.copy(path, newer)
    _edit(
        house,
        (f"id: {COMMITMENT}", f"id: {COMMITMENT}-2025"),
        ("effective_from: 2023-07-11", "effective_from: 2025-01-01"),
        ("effective_until: 2024-12-31", "effective_until: null"),
        ("at_least: 2\n", "at_least: 2.5\n"),
        name=f"{COMMITMENT}-2025",
    )
    assert find_mistakes(house) == []
    judge_commitments(house, as_of=AS_OF, now=now + DAY)
    after = _verdicts(house)
    assert {key: after[key] for key in before if key[1] <= "2024"} == {
        key: verdict for key, verdict in before.items() if key[1] <= "2024"
    }
    assert (f"{COMMITMENT}-2025", "2025") in after
    assert (COMMITMENT, "2025") not in after


def test_a_commitment_that_was_judged_cannot_be_taken_away(house: Settings, now: datetime) -> None:
    _edit(house).unlink()
    (mistake,) = find_mistakes(house)
    assert str(mistake).startswith(f"commitments/{COMMITMENT}.yaml")
    assert "is gone, and would change 3 verdicts given already" in mistake.message
    with pytest.raises(ConfigurationError, match="put it back"):
        judge_commitments(house, as_of=AS_OF, now=now + DAY)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: At least 2 % of GDP on defence", "title: Two per cent of GDP on defence"),
        ("margin: 0.2", "margin: 0.3"),
        ("exemptions:\n", f"waivers:\n{WAIVER}exemptions:\n"),
        ("due_days: 365", "due_days: 400"),
    ],
    ids=["words", "a margin that no ended period knows", "a waiver", "a day that has not come"],
)
def test_what_changes_no_past_verdict_by_its_rule_may_be_edited(
    house: Settings, now: datetime, old: str, new: str
) -> None:
    _edit(house, (old, new))
    assert find_mistakes(house) == []
    judge_commitments(house, as_of=AS_OF, now=now + DAY)
    with opened_warehouse(house) as warehouse:
        moved = read_changes(warehouse.connection, filters=Filters(commitment=COMMITMENT))
    assert {item.cause.value for item in moved} <= {"waiver"}


EXEMPTION = "exemptions:\n  - party: BEL\n    reason: It would rather not be bound.\n"
LET_OFF = (
    ("commitments", COMMITMENT, "exemptions:\n", EXEMPTION, "exemptions:", "write a waiver, which"),
    ("commitments", COMMITMENT, "s: members", "s: [BEL, USA]", "obligors:", "leave whom it bound"),
    ("arrangements", "nato", "NLD, joined_on: 1949-08-24", "NLD, joined_on: 2025-01-01", "members:",
     "leave members and the days they joined"),
)  # fmt: skip


def test_nobody_is_let_off_for_the_past_without_a_waiver(house: Settings) -> None:
    for folder, name, old, new, key, told in LET_OFF:
        path = house.register_folder / folder / f"{name}.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(old, new), encoding="utf-8")
        (mistake,) = (one for one in find_mistakes(house) if "given already" in one.message)
        assert text.splitlines()[mistake.line - 1].startswith(key)
        assert told in mistake.message
        path.write_text(text, encoding="utf-8")


SHARE = """  formula:
    kind: share_of_total
    among: norad
    without: [{ party: CAN, reason: none }, { party: USA, reason: none }]
rule:
"""
COUNTED = (
    "members:\n  - {{ party: NLD, joined_on: 1958-05-12 }}\n  - {{ party: BEL, joined_on: {} }}\n"
)


def test_who_is_counted_in_a_share_stays_so_for_the_past(house: Settings, now: datetime) -> None:
    members = house.register_folder / "arrangements" / "norad.yaml"
    first = members.read_text(encoding="utf-8")
    left = COUNTED.format("1958-05-12, left_on: 2023-06-30")
    members.write_text(first.replace("members:\n", left))
    path = house.register_folder / "commitments" / f"{COMMITMENT}.yaml"
    text = path.read_text(encoding="utf-8")
    measure = text[text.index("  money_base") : text.index("  kind: threshold")]
    shared = (
        text[: text.index("exemptions:")]
        .replace(measure, SHARE)
        .replace("obligors: members", "obligors: [NLD]")
        .replace("at_least: 2\n", "at_least: 70\n")
        .replace(f"id: {COMMITMENT}", "id: share-of-norad")
    )
    path.with_name("share-of-norad.yaml").write_text(shared)
    judge_commitments(house, as_of=AS_OF, now=now + DAY)
    members.write_text(first.replace("members:\n", COUNTED.format("1958-05-12")))
    (mistake,) = find_mistakes(house)
    assert mistake.line == first[: first.index("\nmembers:")].count("\n") + 2
    assert mistake.message.startswith(
        "would change 2 verdicts given already, of 2023 to 2024 (NLD 2024: met, now unmet) of "
        "share-of-norad; leave members and the days they joined as they were"
    )


def test_that_a_member_left_may_be_written_down_later(house: Settings) -> None:
    path = house.register_folder / "arrangements" / "nato.yaml"
    text = path.read_text(encoding="utf-8")
    left = text.replace(
        "NLD, joined_on: 1949-08-24", "NLD, joined_on: 1949-08-24, left_on: 2023-06-30"
    )
    path.write_text(left, encoding="utf-8")
    assert find_mistakes(house) == []


def test_a_waiver_that_turned_a_verdict_cannot_be_taken_back(
    house: Settings, now: datetime
) -> None:
    granted = ("exemptions:\n", f"waivers:\n{WAIVER}exemptions:\n")
    _edit(house, granted)
    judge_commitments(house, as_of=AS_OF, now=now + DAY)
    _edit(house, ("ends_on: 2024-12-31", "ends_on: 2024-11-30"))
    (mistake,) = find_mistakes(house)
    assert (
        "would change 1 verdict given already, of 2024 (BEL 2024: waived, now unmet); put the "
        in (mistake.message)
    )


def test_new_evidence_beside_an_edit_is_no_edit_of_the_past(
    house: Settings, now: datetime, tmp_path: Path
) -> None:
    row = observation("NLD", value="1.9", period="2024", published_on="2025-06-01")
    receive_submissions(
        house, paths=[written(tmp_path / "sent", table([row]), name="new.csv")], now=now + DAY
    )
    _edit(house, ("margin: 0.2", "margin: 0.3"))
    assert find_mistakes(house) == []
    judge_commitments(house, as_of=AS_OF, now=now + DAY)
    assert _verdicts(house)[COMMITMENT, "2024"] is Verdict.UNMET


def test_when_evidence_was_due_stays_so_for_the_past(house: Settings) -> None:
    path = _edit(house, ("due_days: 365", "due_days: 10"))
    (mistake,) = find_mistakes(house)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[mistake.line - 1] == "reporting:"
    assert mistake.message == (
        "would change the timeliness of 60 obligations told already, of 2024 to 2025 "
        "(USA 2025: due, now overdue); leave when evidence was due as it was and end it with "
        f"effective_until: 2025-12-31; add {COMMITMENT}-2026.yaml with what is promised from "
        "effective_from: 2026-01-01"
    )


def test_when_a_submission_was_due_stays_so_for_the_past(house: Settings, tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    shutil.copytree(house.sources_folder, sources)
    path = sources / "nato-defence-expenditure.yaml"
    text = path.read_text(encoding="utf-8")
    edited = house.model_copy(update={"sources_folder": sources})
    path.write_text(text.replace("name: Defence expenditure as", "name: Spending as"))
    assert find_mistakes(edited) == []
    path.write_text(text.replace("due_days: 0", "due_days: 10"))
    (mistake,) = find_mistakes(edited)
    assert text.splitlines()[mistake.line - 1].strip() == "- id: defence-share"
    assert mistake.message.startswith("round defence-share: would change the timeliness of ")
    assert mistake.message.endswith(
        "; leave it as it was and end it with effective_until: 2025-12-31; add a round with an id "
        "of its own for what is expected from effective_from: 2026-01-01"
    )
    start, end = text.index("  - id: defence-share\n"), text.index("\nchecks:") + 1
    since = "effective_from: 2023-01-01"
    ended = text[start:end].replace(since, f"{since}\n    effective_until: 2025-12-31")
    newer = (
        text[start:end]
        .replace("id: defence-share", "id: defence-share-2026")
        .replace(since, "effective_from: 2026-01-01")
        .replace("due_days: 0", "due_days: 10")
    )
    path.write_text(text[:start] + ended + newer + text[end:])
    assert find_mistakes(edited) == []
