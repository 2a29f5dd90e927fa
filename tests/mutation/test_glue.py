"""Every mistake in the Python that makes, stores and tells judgements is noticed, or explained.

mutmut makes the mistakes, all of a module in one source, and turns on the one that is asked for.
What prepares a judgement is held against the oracle, the hand-written cases, and what asks a
register's tables by themselves; what stores and tells it against tests that count each argument;
what puts questions to a whole house against a small one, built once.
Words in capitals are no mistake: the database reads names in either.
"""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from collections.abc import Sequence
from difflib import ndiff
from pathlib import Path
from types import ModuleType

import pytest
from mutmut.mutation.data import LineSpan
from mutmut.mutation.file_mutation import mutate_file_contents

from tests.mutation.mutants import Mutant, numbered
from tests.mutation.own_tests import fail
from tests.mutation.replaying import Replay
from tests.mutation.score import Score, tried

pytestmark = [pytest.mark.mutation, pytest.mark.timeout(6 * 3600)]

MODULES = ("warehouse.rules", "warehouse.books", "warehouse.workings", "warehouse.judgement")
# What judges again only what is news, stores and compares: no judgement of everything runs it.
NOT_JUDGING = re.compile(
    r"x_(_keep_touched|find_differences|newest_snapshot|count|is_nothing_owed)\b"
)
# What stores and tells judgements, and what of it has to do with them.
TELLING = {
    "warehouse.judgement": NOT_JUDGING,
    "warehouse.storing": re.compile("x"),
    "warehouse.method": re.compile("x"),
    "warehouse.reviewed": re.compile("x"),
    "warehouse.changes": re.compile("x"),
    "warehouse.edits": re.compile("x"),
    "warehouse.consequences": re.compile("x"),
    "warehouse.burdens": re.compile("x"),
    "warehouse.reading": re.compile(
        r"x_(_?read_(own_)?assessments|_assessment|_alternative|count_verdicts|read_editions_used"
        r"|read_stored_judgement|look_back)\b"
    ),
}
# What asks the tables of the register, and what is stored and told, by themselves.
TESTS, TESTS_OF_TELLING = ("test_rules_as_tables",), ("test_telling",)
# What puts questions to a house, and the tests of each.
ASKING = {
    f"pipelines.{name}": (f"test_house_{name}",)
    for name in ("asking", "changes", "edits", "judge", "outlook")
}
ACTIVE = "MUTANT_UNDER_TEST"
OURS = {"pipelines", "tests", "warehouse"}
NUMBERED = re.compile(r"__mutmut_\w+")


def mistakes_in(module: ModuleType) -> list[Mutant]:
    """Load a module again with every mistake in it, none of them turned on."""
    path = Path(inspect.getfile(module))
    mutated = mutate_file_contents(str(path), path.read_text(encoding="utf-8"))
    before = dict(vars(module))
    exec(compile(mutated.code, str(path), "exec"), vars(module))  # noqa: S102
    _link_again(before, vars(module))
    lines, spans = mutated.code.splitlines(), mutated.line_span_by_function_name
    found = []
    for name in mutated.mutant_names:
        texts = [
            _function(lines, spans[one]) for one in (NUMBERED.sub("__mutmut_orig", name), name)
        ]
        right, wrong = _difference(*texts)
        if right.casefold() != wrong.casefold():
            mistake = f"{NUMBERED.sub('', name)}: {right} ⟶ {wrong}"
            found.append(Mutant(name=module.__name__, line=0, mistake=mistake, text=name))
    return numbered(found)


def _function(lines: Sequence[str], span: LineSpan) -> list[str]:
    return [NUMBERED.sub("", line).strip() for line in lines[span.start - 1 : span.end]]


def _difference(before: list[str], after: list[str]) -> list[str]:
    """What is only in the one, and what is only in the other."""
    return [
        " ".join(line[2:] for line in ndiff(before, after) if line.startswith(sign))
        for sign in "-+"
    ]


def _link_again(before: dict[str, object], after: dict[str, object]) -> None:
    """Whoever took something from the module takes what now stands for it."""
    moved = {id(value): after[name] for name, value in before.items() if callable(value)}
    for module in [*sys.modules.values()]:
        for name, value in [*vars(module).items()]:
            if id(value) in moved and module.__name__.split(".")[0] in OURS:
                setattr(module, name, moved[id(value)])


def survives(mutant: Mutant, replays: Sequence[Replay], monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.setenv(ACTIVE, f"{mutant.name}.{mutant.text}")
    return all(replay.agrees_anew() for replay in replays) and not fail(TESTS)


@pytest.mark.parametrize("name", MODULES)
def test_every_mistake_in_the_glue_is_noticed_or_explained(
    name: str, replays: list[Replay], score: Score, monkeypatch: pytest.MonkeyPatch
) -> None:
    mistakes = mistakes_in(importlib.import_module(name))
    made = tried([mutant for mutant in mistakes if not NOT_JUDGING.match(mutant.mistake)])
    assert all(replay.agrees_anew() for replay in replays)
    assert not fail(TESTS)
    alive = [mutant for mutant in made if survives(mutant, replays, monkeypatch)]
    score.add(name, made=made, alive=alive)


@pytest.mark.parametrize("name", TELLING)
def test_every_mistake_in_storing_and_telling_is_noticed_or_explained(
    name: str, score: Score, monkeypatch: pytest.MonkeyPatch
) -> None:
    mistakes = mistakes_in(importlib.import_module(name))
    made = tried([mutant for mutant in mistakes if TELLING[name].match(mutant.mistake)])
    alive = _unnoticed(made, TESTS_OF_TELLING, monkeypatch)
    score.add(f"{name} of news" if name in MODULES else name, made=made, alive=alive)


@pytest.mark.parametrize("name", ASKING)
def test_every_mistake_in_asking_is_noticed_or_explained(
    name: str, score: Score, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tried(mistakes_in(importlib.import_module(name)))
    score.add(name, made=made, alive=_unnoticed(made, ASKING[name], monkeypatch))


def _unnoticed(
    made: Sequence[Mutant], tests: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> list[Mutant]:
    assert not fail(tests)
    alive = []
    for mutant in made:
        monkeypatch.setenv(ACTIVE, f"{mutant.name}.{mutant.text}")
        if not fail(tests):
            alive.append(mutant)
    return alive
