"""The arithmetic of a verdict leads to its figures, line by line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from commitments.model import Commitment, Deliver, Growth, Respond, Threshold, Verdict
from pipelines.arithmetic import arithmetic_lines
from tests.judging.judging import commitment
from tests.judging.test_instalment_lines import OWED
from tests.reports.examples import assessment
from warehouse.reading import Cell

ANSWERED = commitment(
    Respond(activity="request", from_stage="asked", to_stage="answered", within_days=9)
)
DUES = commitment(Deliver(owed=("owed",), delivered=("paid",)))
LEVEL = commitment(Threshold(at_least=Decimal(1)))
GROWN = replace(LEVEL, measure=replace(LEVEL.measure, formula=Growth()))


def lines(promise: Commitment, verdict: Verdict, *cells: Cell, **given: Any) -> list[str]:
    item = assessment(promise, "BEL", verdict, **given)
    return list(arithmetic_lines(promise, item, cells, parts=(), as_of=date(2025, 6, 30)))


@pytest.mark.parametrize("verdict", [Verdict.MET, Verdict.WAIVED])
@pytest.mark.parametrize(("share", "gap", "sign"), [(100, 0, "≥"), (50, 50, "<")])
def test_a_share_in_time_is_held_against_what_is_required_whatever_the_verdict(
    verdict: Verdict, share: int, gap: int, sign: str
) -> None:
    told = lines(ANSWERED, verdict, value=Decimal(share), gap=Decimal(gap))
    assert f"share in time {share} % {sign} required 100 %" in told


def test_what_is_missing_is_what_is_required_less_what_is_delivered() -> None:
    amounts = {"value": Decimal(150), "required": Decimal(420), "gap": Decimal(270)}
    assert "gap = 420 − 150 = 270 (usd)" in lines(DUES, Verdict.UNMET, unit="usd", **amounts)
    unknown = amounts | {"value": None}
    assert "gap = 270 (usd)" in lines(DUES, Verdict.UNMET, unit="usd", **unknown)


def test_a_figure_of_zero_is_a_figure() -> None:
    own = replace(OWED, role="value", value=Decimal(0))
    before = replace(OWED, role="grown from", value=Decimal(4))
    told = lines(GROWN, Verdict.UNMET, own, before, value=Decimal(-100))
    assert "value = (0 − 4) ÷ 4 × 100 = -100" in told
