"""Direct and indirect support are kept apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from commitments.model import Deliver, Measure, Register, Support
from pipelines.measures import measure_mistakes
from pipelines.settings import Settings
from pipelines.sources import load_sources
from reports.rule_sentences import rule_sentence
from tests.judging.judging import arrangement, commitment
from warehouse.rules import rule_tables

SOURCES = load_sources(Settings().sources_folder)
KIEL = SOURCES["kiel-ukraine-support"]
OWED, PAID = "ukraine-committed", "ukraine-allocated"
RULE = Deliver(owed=(OWED,), delivered=(PAID,))


@pytest.mark.parametrize(
    ("said", "owed", "paid", "message"),
    [
        (None, None, None, None),
        (None, Support.DIRECT, Support.DIRECT, None),
        (None, Support.DIRECT, None, None),
        (None, Support.DIRECT, Support.INDIRECT, "direct and indirect support are kept apart"),
        (Support.DIRECT, Support.DIRECT, Support.DIRECT, None),
        (Support.INDIRECT, Support.INDIRECT, Support.DIRECT, f"{PAID} of {KIEL.id} is declared as"),
        (Support.DIRECT, None, Support.DIRECT, f"{OWED} of {KIEL.id} is not declared for it"),
    ],
)
def test_a_promise_adds_up_support_of_one_kind(
    tmp_path: Path, said: Support | None, owed: Support, paid: Support, message: str | None
) -> None:
    declared = {OWED: owed, PAID: paid}
    source = KIEL.model_copy(
        update={
            "indicators": tuple(
                one.model_copy(update={"support": declared.get(one.id)}) for one in KIEL.indicators
            )
        }
    )
    promise = commitment(
        replace(RULE, support=said),
        measure=Measure(name="Aid", source=KIEL.id, unit="eur_billion"),
        obligors=("NLD",),
    )
    (tmp_path / "commitments").mkdir()
    (tmp_path / "commitments" / f"{promise.id}.yaml").write_text("id: pact\n", encoding="utf-8")
    register = Register(version="1", arrangements=(arrangement(()),), commitments=(promise,))
    found = measure_mistakes(register, folder=tmp_path, sources={KIEL.id: source})
    assert (found == []) if message is None else (message in found[0].message)


def test_the_rule_says_which_support_counts_and_is_the_same_rule() -> None:
    plain, direct = (commitment(replace(RULE, support=said)) for said in (None, Support.DIRECT))
    assert rule_sentence(direct) == f"{rule_sentence(plain)} Only what is given directly counts."
    tables = [
        rule_tables(
            Register(version="1", arrangements=(arrangement(()),), commitments=(one,)),
            home_party="USA",
        ).rules
        for one in (plain, direct)
    ]
    assert tables[0] == tables[1]
