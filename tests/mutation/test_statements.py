"""Every mistake put into a statement that judges is noticed, or explained in `explained.yaml`.

What can be asked alone is, quickly enough to try every mistake: macros, the finding of editions and
differences, what is news, what stores and tells. The judges of all else are the oracle and the
hand-written cases, and after them the tests that a statement is for; `make mutation` prints it all.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import duckdb
import pytest

from tests.mutation.asked_alone import asked_alone
from tests.mutation.mutants import Mutant, mutants, unmutated
from tests.mutation.own_tests import TESTS, OwnTests
from tests.mutation.replaying import Replay
from tests.mutation.score import Score, tried
from warehouse.statements import statement

pytestmark = [pytest.mark.mutation, pytest.mark.timeout(12 * 3600)]


@pytest.fixture
def own_tests(tmp_path: Path) -> OwnTests:
    return OwnTests(tmp_path / "warehouse")


def made_in(name: str) -> list[Mutant]:
    return tried(mutants(name, statement(name)))


def is_unnoticed(does: Callable[[str], bool], mutant: Mutant) -> bool:
    try:
        return does(mutant.text)
    except duckdb.Error:
        return False


def test_every_mistake_in_what_is_asked_alone_is_noticed_or_explained(
    score: Score, subtests: pytest.Subtests
) -> None:
    for name, does in asked_alone().items():
        with subtests.test(name):
            assert does(unmutated(statement(name)))
            made = mutants(name, statement(name))
            alive = [mutant for mutant in made if is_unnoticed(does, mutant)]
            score.add(name, made=made, alive=alive)


def test_every_mistake_in_a_judgement_is_noticed_or_explained(
    replays: list[Replay], own_tests: OwnTests, score: Score, subtests: pytest.Subtests
) -> None:
    alone = asked_alone()
    for name in dict.fromkeys(step.name for step in replays[0].steps if step.name not in alone):
        with subtests.test(name):
            assert replays[0].agrees(name, unmutated(statement(name)))
            made = made_in(name)
            alive = [item for item in made if all(one.agrees(name, item.text) for one in replays)]
            assert all(replay.agrees(name, statement(name)) for replay in replays if replay.is_used)
            if name in TESTS:
                alive = [item for item in alive if not own_tests.notice(item, TESTS[name])]
            score.add(name, made=made, alive=alive)


def test_every_statement_that_judges_stores_or_tells_is_tried(replays: list[Replay]) -> None:
    folder = files("warehouse").joinpath("queries", "judge")
    names = {f"judge/{file.name.removesuffix('.sql')}" for file in folder.iterdir()}
    assert names == {step.name for step in replays[0].steps} | asked_alone().keys()
