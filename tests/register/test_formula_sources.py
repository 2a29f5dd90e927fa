"""What a formula or a comparison of burdens takes must be declared by its source, once a period."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from commitments.model import (
    Ability,
    BurdenSharing,
    FairShare,
    Formula,
    Measure,
    Ratio,
    Register,
    Threshold,
)
from pipelines.measures import measure_mistakes
from pipelines.settings import Settings
from pipelines.sources import load_sources
from tests.judging.judging import arrangement, commitment

NATO = "nato-defence-expenditure"
SHARE = Measure(name="Share", source=NATO, unit="ratio", indicator="defence-expenditure")
BURDEN = BurdenSharing(
    name="Spending", source=NATO, indicator="defence-expenditure", unit="usd_million", abilities=()
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files in which mistakes can be placed."""
    for name in ("commitments/a-threshold.yaml", "arrangements/pact.yaml"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("id: pact\n")
    return tmp_path


def mistakes(
    folder: Path, *, formula: Formula | None = None, burden: BurdenSharing | None = None
) -> list[str]:
    promise = commitment(Threshold(at_least=Decimal(1)), measure=replace(SHARE, formula=formula))
    pact = replace(arrangement(()), burden_sharing=burden)
    register = Register(
        version="first", arrangements=(pact,), commitments=(promise,) if formula else ()
    )
    sources = load_sources(Settings().sources_folder)
    found = measure_mistakes(register, folder=folder, sources=sources)
    return [mistake.message for mistake in found]


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        (Ratio(over="gdp"), None),
        (Ratio(over="area"), f"{NATO} declares no indicator area; it declares: "),
        (
            FairShare(among="pact", ability="population", ability_source="world-bank"),
            None,
        ),
        (FairShare(among="pact", ability="population"), "declares no indicator population"),
        (
            FairShare(among="pact", ability="people", ability_source="census"),
            "source census is not declared; known: ",
        ),
    ],
)
def test_a_formula_takes_declared_indicators(
    folder: Path, formula: Formula, message: str | None
) -> None:
    found = mistakes(folder, formula=formula)
    assert (message in found[0]) if message else (found == [])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"unit": "usd"}, "defence-expenditure is declared in usd_million, and usd is written"),
        ({"source": "kiel-ukraine-support", "indicator": "area"}, "declares no indicator area"),
        ({"source": "iati", "indicator": "aid-disbursement"}, "is given by day"),
        (
            {"abilities": (Ability(id="a", name="A", source=NATO, indicator="area"),)},
            "declares no indicator area",
        ),
    ],
)
def test_a_burden_is_made_of_declared_indicators(
    folder: Path, change: dict[str, Any], message: str
) -> None:
    assert mistakes(folder, burden=BURDEN) == []
    assert message in mistakes(folder, burden=replace(BURDEN, **change))[0]
