"""What is said of every kind of edit that would rewrite the past, in the words people read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from pipelines.edits import edit_mistakes
from pipelines.judge import registered
from pipelines.steps import opened_warehouse
from tests.judging.houses import edited, judged, unjudged
from warehouse.connection import Warehouse

pytestmark = pytest.mark.slow

Change = tuple[str, str] | None
SHARE, HALF, OURS, COUNTED, PACT, TREATY = (
    *(f"register/commitments/{name}.yaml" for name in ("share", "half", "ours", "counted")),
    *(f"register/arrangements/{name}.yaml" for name in ("pact", "treaty")),
)
FIGURES = "sources/figures.yaml"
EXEMPTED = "exemptions:\n  - { party: BEL, reason: It would rather not. }\nreporting"
BOTH_YEARS = "would change 2 verdicts given already, of 2023 to 2024"
IN_TIME = (
    "end it with effective_until: 2024-12-31; add {0}-2025.yaml with what is promised from "
    "effective_from: 2025-01-01"
).format
AS_THEY_WERE = (
    "leave members and the days they joined as they were; whoever is bound no longer has left_on, "
    "the first such day"
)
EDITS: dict[str, tuple[dict[str, Change], list[str]]] = {
    "none": ({}, []),
    "rules, a party bound, an exemption": (
        {
            SHARE: ("at_least: 2,", "at_least: 2.5,"),
            COUNTED: ("obligors: [BEL]", "obligors: [FRA]"),
            HALF: ("reporting", EXEMPTED),
            OURS: ("due_days: 31", "due_days: 10"),
            FIGURES: ("due_days: 31", "due_days: 10"),
        },
        [
            f"{COUNTED}:obligors: {BOTH_YEARS} (BEL 2024: unmet, now no verdict); leave whom it "
            f"bound as it was and {IN_TIME('counted')}",
            f"{HALF}:exemptions: {BOTH_YEARS} (BEL 2024: met, now waived); write a waiver, which "
            f"has an author and its days, or {IN_TIME('half')}",
            f"{OURS}:reporting: would change the timeliness of 1 obligation told already, of 2024 "
            "(NLD 2024: on_time, now late); leave when evidence was due as it was and "
            f"{IN_TIME('ours')}",
            f"{SHARE}:rule: would change 3 verdicts given already, of 2023 to 2024 (NLD 2023: met, "
            f"now unmet); leave what was promised as it was and {IN_TIME('share')}",
            f"{FIGURES}:  - id: round yearly: would change the timeliness of 2 submissions told "
            "already, of 2024 (NLD 2024: on_time, now late by 10 days); leave it as it was and end "
            "it with effective_until: 2024-12-31; add a round with an id of its own for what is "
            "expected from effective_from: 2025-01-01",
        ],
    ),
    "members bound, where others were": (
        {OURS: ("obligors: home", "obligors: members")},
        [
            f"{OURS}:obligors: {BOTH_YEARS} (NLD 2024: unmet, now no verdict); leave whom it bound "
            f"as it was and {IN_TIME('ours')}",
        ],
    ),
    "a waiver taken back, a promise gone, members of two arrangements": (
        {
            SHARE: ("ends_on: 2024-12-31", "ends_on: 2024-11-30"),
            OURS: None,
            PACT: ("NLD, joined_on: 2000", "NLD, joined_on: 2025"),
            TREATY: ("FRA, joined_on: 2000", "FRA, joined_on: 2025"),
        },
        [
            f"{PACT}:members: {BOTH_YEARS} (NLD 2024: met, now no verdict) of half and some of 1 "
            f"more; {AS_THEY_WERE}",
            f"{TREATY}:members: {BOTH_YEARS} (BEL 2024: unmet, now met) of counted; {AS_THEY_WERE}",
            "commitments/ours.yaml:0: is gone, and would change 2 verdicts given already, of "
            "2023 to 2024 (NLD 2024: unmet, now no verdict); put it back",
            f"{SHARE}:waivers: would change 1 verdict given already, of 2024 (BEL 2024: waived, "
            "now unmet); put the exemption or waiver back, or, for later periods, "
            f"{IN_TIME('share')}",
        ],
    ),
}


@pytest.fixture(scope="module")
def warehouse() -> Iterator[Warehouse]:
    """That of the house which has judged."""
    with opened_warehouse(judged()) as opened:
        yield opened


@pytest.mark.parametrize(("changes", "told"), EDITS.values(), ids=EDITS.keys())
def test_an_edit_of_the_past_is_told_at_its_line_with_what_to_do(
    warehouse: Warehouse, changes: Mapping[str, Change], told: list[str]
) -> None:
    settings = judged()
    with edited(settings, changes):
        found = edit_mistakes(settings, warehouse, registered(settings))
        folder = settings.register_folder.parent
        lines = {
            name: (folder / name).read_text(encoding="utf-8").splitlines()
            for name, change in changes.items()
            if change
        }
    named = [(item.file.removeprefix(f"{folder.name}/"), item) for item in found]
    assert [
        f"{name}:{_key(lines.get(name, []), item.line)}: {item.message}" for name, item in named
    ] == told


def _key(lines: list[str], number: int) -> str:
    """The key that stands on a line, or the number of a line of a file that is gone."""
    return lines[number - 1].split(":")[0] if lines else str(number)


def test_where_nothing_was_judged_there_is_no_past() -> None:
    settings = unjudged()
    with opened_warehouse(settings) as opened:
        assert edit_mistakes(settings, opened, registered(settings)) == []
