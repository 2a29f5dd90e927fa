"""Every mistake put into a statement that judges is noticed, or explained in `explained.yaml`.

The judges of a macro are the answers in `tests/judging/macros.yaml`, quick enough to try all its
mistakes. Those of what else judges are the oracle and the hand-written cases, and after them the
tests that a statement is for; `make mutation` prints the score.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import duckdb
import pytest

from tests.judging.test_macros import ANSWERS, answers, macros
from tests.mutation.mutants import Mutant, mutants, unmutated
from tests.mutation.own_tests import STORING, TESTS, OwnTests
from tests.mutation.replaying import Replay
from tests.mutation.score import Score, is_tried
from warehouse.statements import statement

pytestmark = [pytest.mark.mutation, pytest.mark.timeout(12 * 3600)]


@pytest.fixture
def own_tests(tmp_path: Path) -> OwnTests:
    return OwnTests(tmp_path / "warehouse")


def made_in(name: str) -> list[Mutant]:
    return [item for item in mutants(name, statement(name)) if is_tried(item)]


def answers_alike(connection: duckdb.DuckDBPyConnection, mutant: Mutant) -> bool:
    try:
        connection.execute(mutant.text)
        return answers(connection, mutant.name) == ANSWERS[mutant.name]
    except duckdb.Error:
        return False


def test_every_mistake_in_a_macro_is_noticed_or_explained(
    score: Score, subtests: pytest.Subtests
) -> None:
    connection = macros()
    for name in ANSWERS:
        with subtests.test(name):
            made = mutants(name, statement(name))
            alive = [item for item in made if answers_alike(connection, item)]
            connection.execute(statement(name))
            score.add(name, made=made, alive=alive)


def test_every_mistake_in_a_judgement_is_noticed_or_explained(
    replays: list[Replay], own_tests: OwnTests, score: Score, subtests: pytest.Subtests
) -> None:
    for name in dict.fromkeys(step.name for step in replays[0].steps if step.name not in ANSWERS):
        with subtests.test(name):
            assert replays[0].agrees(name, unmutated(statement(name)))
            made = made_in(name)
            alive = [item for item in made if all(one.agrees(name, item.text) for one in replays)]
            assert all(replay.agrees(name, statement(name)) for replay in replays if replay.is_used)
            if name in TESTS:
                alive = [item for item in alive if not own_tests.notice(item, TESTS[name])]
            score.add(name, made=made, alive=alive)


def test_every_mistake_in_storing_and_telling_a_judgement_is_noticed_or_explained(
    replays: list[Replay], own_tests: OwnTests, score: Score, subtests: pytest.Subtests
) -> None:
    judging = {step.name for step in replays[0].steps}
    folder = files("warehouse").joinpath("queries", "judge")
    names = sorted(f"judge/{file.name.removesuffix('.sql')}" for file in folder.iterdir())
    for name in (one for one in names if one not in judging):
        with subtests.test(name):
            tests = TESTS.get(name, STORING)
            right = Mutant(name=name, line=1, mistake="none", text=unmutated(statement(name)))
            assert not own_tests.notice(right, tests)
            made = made_in(name)
            alive = [item for item in made if not own_tests.notice(item, tests)]
            score.add(name, made=made, alive=alive)
