"""Two states compared: each by its own register, home party, day and knowledge."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commitments.errors import NothingJudgedError, UsageError
from commitments.model import Cause, Verdict
from pipelines.asking import Question
from pipelines.changes import compare
from pipelines.settings import Settings
from tests.judging.houses import FIRST, HOUR, JUDGED_SECOND, SECOND, judged, unjudged
from warehouse.reading import Filters

pytestmark = pytest.mark.slow

MET, UNMET, WAIVED = Verdict.MET, Verdict.UNMET, Verdict.WAIVED
REVISED, WAIVER = Cause.REVISED_EVIDENCE, Cause.WAIVER
NOW, KNOWN_FIRST = Question(), Question(known_on=FIRST)
THEN = Question(recorded_before=JUDGED_SECOND - HOUR / 2)
Moved = tuple[str, str, Cause, Verdict | None, Verdict | None]


def _moved(settings: Settings, before: Question, after: Question, filters: Filters) -> list[Moved]:
    asked = (replace(question, filters=filters) for question in (before, after))
    return [
        (item.commitment, item.party, item.cause, item.from_verdict, item.to_verdict)
        for item in compare(settings, *asked)
    ]


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        (Filters(arrangement="treaty"), [("ours", "NLD", REVISED, MET, UNMET)]),
        (Filters(commitment="share", party="BEL"), []),
    ],
    ids=["of an arrangement", "of a party"],
)
def test_what_came_to_be_known_is_told_of_what_is_asked_for(
    filters: Filters, told: list[Moved]
) -> None:
    assert _moved(judged(), KNOWN_FIRST, NOW, filters) == told


def test_a_state_is_by_what_was_written_down_then() -> None:
    others = judged().model_copy(update={"home_party": "FRA"})
    assert _moved(others, THEN, NOW, Filters()) == [
        ("both", "BEL", WAIVER, UNMET, MET),
        ("ours", "NLD", Cause.MEMBERSHIP_CHANGED, MET, None),
        ("ours", "NLD", Cause.MEMBERSHIP_CHANGED, UNMET, None),
        ("priced", "NLD", Cause.MEMBERSHIP_CHANGED, UNMET, None),
        ("share", "BEL", WAIVER, UNMET, WAIVED),
    ]


@pytest.mark.parametrize(
    "asked",
    [(NOW, NOW), (NOW, Question(as_of=SECOND)), (KNOWN_FIRST, KNOWN_FIRST)],
    ids=["no dates", "the day of the stored judgement", "known on one day"],
)
def test_the_same_state_twice_is_no_question(asked: tuple[Question, Question]) -> None:
    with pytest.raises(UsageError) as told:
        compare(judged(), *asked)
    assert str(told.value) == (
        "the two states are the same: give --from-as-of, --from-known-on or "
        "--from-recorded-before a date other than that of the later state"
    )


def test_where_nothing_was_judged_days_are_needed() -> None:
    with pytest.raises(NothingJudgedError):
        compare(unjudged(), NOW, KNOWN_FIRST)
