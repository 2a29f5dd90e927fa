"""Every mistake put into a statement that judges is noticed, or explained in `explained.yaml`.

The judges are the oracle and the hand-written cases; `make mutation` prints the score.
"""

from __future__ import annotations

import pytest

from tests.mutation.mutants import Mutant, mutants, unmutated
from tests.mutation.replaying import Replay
from tests.mutation.score import Score, is_tried
from warehouse.statements import statement

pytestmark = [pytest.mark.mutation, pytest.mark.timeout(6 * 3600)]


def survives(mutant: Mutant, replays: list[Replay]) -> bool:
    return all(replay.agrees(mutant.name, mutant.text) for replay in replays)


def test_every_mistake_in_a_judgement_is_noticed_or_explained(
    replays: list[Replay], score: Score, subtests: pytest.Subtests
) -> None:
    names = dict.fromkeys(step.name for step in replays[0].steps)
    for name in names:
        with subtests.test(name):
            for text in (unmutated(statement(name)), statement(name)):
                assert all(replay.agrees(name, text) for replay in replays)
            made = [item for item in mutants(name, statement(name)) if is_tried(item)]
            alive = [mutant for mutant in made if survives(mutant, replays)]
            assert all(replay.agrees(name, statement(name)) for replay in replays)
            score.add(name, made=made, alive=alive)
