"""Whose answer a question gets, from which day, and by what was written down and known then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import pytest

from commitments.errors import NothingJudgedError
from commitments.model import Basis, Verdict
from pipelines.asking import OF_THE_STORED, Answer, Question, answered, narrowed, with_figures
from pipelines.judge import registered
from tests.judging.houses import (
    FIRST,
    HOUR,
    JUDGED_FIRST,
    JUDGED_SECOND,
    MICROSECOND,
    SECOND,
    judged,
    unjudged,
)
from warehouse.consequences import read_outlooks
from warehouse.judgement import Horizon
from warehouse.reading import Assessed, Filters, read_assessments

pytestmark = pytest.mark.slow

MET, UNMET, WAIVED = Verdict.MET, Verdict.UNMET, Verdict.WAIVED
AGAIN, ASKED, STORED = Assessed.AGAIN, Assessed.ASKED, Assessed.STORED
BEFORE_THE_SECOND = JUDGED_SECOND - HOUR / 2


class Told(NamedTuple):
    """From where and when, by which judgement; what NLD had in 2024; whether BEL is waived."""

    relation: Assessed
    horizon: Horizon
    judgement: int | None
    of_nld: tuple[Verdict, str]
    of_bel: Verdict


ASKED_OF = {
    "no day": (
        OF_THE_STORED,
        Told(
            STORED,
            Horizon(as_of=SECOND, recorded_before=JUDGED_SECOND + MICROSECOND),
            2,
            (UNMET, "1.9"),
            WAIVED,
        ),
    ),
    "a day that was judged": (
        Question(as_of=FIRST),
        Told(
            AGAIN,
            Horizon(as_of=FIRST, recorded_before=JUDGED_FIRST + MICROSECOND),
            1,
            (MET, "2.1"),
            UNMET,
        ),
    ),
    "a day that was not": (
        Question(as_of=date(2025, 6, 3)),
        Told(ASKED, Horizon(as_of=date(2025, 6, 3)), None, (UNMET, "1.8"), WAIVED),
    ),
    "a day that was judged, known by it": (
        Question(as_of=FIRST, known_on=FIRST),
        Told(ASKED, Horizon(as_of=FIRST, known_on=FIRST), None, (MET, "2.1"), WAIVED),
    ),
    "recorded before a time": (
        Question(recorded_before=BEFORE_THE_SECOND),
        Told(
            ASKED,
            Horizon(as_of=SECOND, recorded_before=BEFORE_THE_SECOND),
            None,
            (UNMET, "1.9"),
            UNMET,
        ),
    ),
    "another basis": (
        Question(basis=Basis.RECOMPUTED),
        Told(ASKED, Horizon(as_of=SECOND), None, (MET, "3"), WAIVED),
    ),
}


@pytest.mark.parametrize(("question", "told"), ASKED_OF.values(), ids=ASKED_OF.keys())
def test_a_question_is_answered_from_its_day_by_what_was_known(
    question: Question, told: Told
) -> None:
    settings = judged()
    with answered(settings, question, as_judged=True) as answer:
        of_nld, of_bel = (_share(answer, party) for party in ("NLD", "BEL"))
        found = Told(
            relation=answer.relation,
            horizon=answer.horizon,
            judgement=answer.judgement and answer.judgement.judgement,
            of_nld=(of_nld[0], str(of_nld[1] and of_nld[1].normalize())),
            of_bel=of_bel[0],
        )
        assert (found, answer.as_of) == (told, told.horizon.as_of)
        assert answer.settings is settings


def _share(answer: Answer, party: str) -> tuple[Verdict, Decimal | None]:
    filters = Filters(commitment="share", party=party, period="2024")
    (found,) = read_assessments(
        answer.warehouse.connection, relation=answer.relation, filters=filters
    )
    return found.verdict, found.value


def test_a_day_that_was_judged_is_looked_at_anew_unless_asked_as_it_was_judged() -> None:
    with answered(judged(), Question(as_of=FIRST)) as answer:
        assert (answer.relation, answer.judgement) == (ASKED, None)
        assert _share(answer, "BEL")[0] is WAIVED


def test_what_was_written_down_is_that_of_the_judgement() -> None:
    others = judged().model_copy(update={"home_party": "FRA"})
    for question, waived in ((OF_THE_STORED, ["BEL"]), (Question(as_of=FIRST), [])):
        with answered(others, question, as_judged=True) as answer:
            written = answer.written_down
        assert [waiver.party for waiver in written.register.commitment("share").waivers] == waived
        assert answer.judgement
        assert written.register.version == answer.judgement.register_version
        assert written.home_party == "NLD"


@pytest.mark.parametrize(
    ("question", "party"),
    [(Question(recorded_before=BEFORE_THE_SECOND), "NLD"), (Question(known_on=SECOND), "FRA")],
    ids=["then", "at hand"],
)
def test_our_own_promises_are_of_whoever_was_at_home(question: Question, party: str) -> None:
    others = judged().model_copy(update={"home_party": "FRA"})
    with answered(others, question) as answer:
        ours = read_assessments(
            answer.warehouse.connection,
            relation=answer.relation,
            filters=Filters(commitment="ours"),
        )
    assert (answer.written_down.home_party, {item.party for item in ours}) == (party, {party})


def test_where_nothing_was_judged_a_day_is_needed() -> None:
    with pytest.raises(NothingJudgedError) as told, answered(unjudged(), OF_THE_STORED):
        pass
    assert str(told.value) == (
        "nothing has been judged yet: run `pledgewatch judge`, or give a day with --as-of"
    )
    with answered(unjudged(), Question(as_of=FIRST), as_judged=True) as answer:
        assert _share(answer, "NLD")[0] is MET


@pytest.mark.parametrize(
    ("question", "ours", "to_go", "priced"),
    [
        (Question(as_of=FIRST), "NLD", "0", Decimal(1)),
        (Question(as_of=FIRST, known_on=SECOND), "FRA", "0.1", None),
    ],
    ids=["again", "asked"],
)
def test_what_follows_rests_on_the_figures_that_were_judged_by(
    question: Question, ours: str, to_go: str, priced: Decimal | None
) -> None:
    others = judged().model_copy(update={"home_party": "FRA"})
    with answered(others, question, as_judged=True) as answer:
        with_figures(answer, question)
        found = read_outlooks(
            answer.warehouse.connection,
            relation=answer.relation,
            filters=Filters(),
            as_of=answer.as_of,
        )
    told = {(item.commitment, item.party): item.to_go for item in found}
    assert told["share", "NLD"] == Decimal(to_go)
    assert told.get(("priced", "NLD")) == priced
    assert [party for name, party in told if name == "ours"] == [ours]


PACT = ["both", "counted", "half", "share"]
NARROWED = {
    "nothing": (Question(), [*PACT, "ours", "priced"]),
    "a promise": (Question(filters=Filters(commitment="share")), ["share"]),
    "a composite": (Question(filters=Filters(commitment="both")), ["both", "half", "share"]),
    "an arrangement": (Question(filters=Filters(arrangement="pact")), PACT),
    "a promise of another arrangement": (
        Question(filters=Filters(commitment="share", arrangement="treaty")),
        [],
    ),
    "what has another basis": (Question(basis=Basis.RECOMPUTED), ["share"]),
    "a party": (Question(filters=Filters(party="NLD")), [*PACT, "ours", "priced"]),
}


@pytest.mark.parametrize(("question", "kept"), NARROWED.values(), ids=NARROWED.keys())
def test_only_what_is_asked_for_is_judged_with_its_parts(
    question: Question, kept: list[str]
) -> None:
    register = registered(judged())
    found = narrowed(register, question)
    assert sorted(item.id for item in found.commitments) == sorted(kept)
    assert replace(found, commitments=register.commitments) == register
