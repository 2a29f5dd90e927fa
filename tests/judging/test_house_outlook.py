"""The outlook is of the commitment, party and day asked for, and says so when there is none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from commitments.errors import UsageError
from pipelines.asking import Question
from pipelines.outlook import outlooks
from tests.judging.houses import judged
from warehouse.reading import Filters

pytestmark = pytest.mark.slow

SHARE = Filters(commitment="share")
OF_NLD = Filters(commitment="share", party="NLD")


def test_what_is_still_to_go_is_told_of_the_parties_and_the_day_asked_for() -> None:
    for question, told in (
        (Question(filters=SHARE), {"BEL": "0.4", "NLD": "0.1"}),
        (Question(filters=OF_NLD, as_of=date(2025, 6, 3)), {"NLD": "0.2"}),
    ):
        found = outlooks(judged(), question)
        assert {item.party: item.to_go for item in found} == {
            party: Decimal(to_go) for party, to_go in told.items()
        }
        assert {item.commitment for item in found} == {"share"}


def test_nothing_is_asked_of_a_promise_that_has_ended_by_the_day() -> None:
    (found,) = outlooks(judged(), Question(filters=Filters(commitment="counted")))
    assert (found.party, found.period, found.to_go) == ("BEL", "2024", None)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            Question(filters=Filters(commitment="share", party="FRA")),
            "FRA: no obligation under share as of 2025-06-02; "
            "see `pledgewatch status --commitment`",
        ),
        (
            Question(filters=SHARE, as_of=date(2022, 12, 31)),
            "nobody: no obligation under share as of 2022-12-31; "
            "see `pledgewatch status --commitment`",
        ),
        (
            Question(filters=Filters(commitment="other")),
            "--commitment other: not registered; known: both, counted, half, ours, priced, share",
        ),
    ],
    ids=["a party that is not bound", "a day before it binds", "a promise that is none"],
)
def test_nothing_to_tell_of_is_said(question: Question, told: str) -> None:
    with pytest.raises(UsageError) as refused:
        outlooks(judged(), question)
    assert str(refused.value) == told
