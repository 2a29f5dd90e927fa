"""Of each instalment it is told whether it was paid by its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from commitments.model import ConstantPrices, Deliver, Instalment, Verdict
from pipelines.arithmetic import arithmetic_lines
from pipelines.instalment_lines import instalment_lines
from tests.judging.judging import commitment
from tests.reports.examples import assessment
from warehouse.reading import Cell

RULE = Deliver(
    owed=("owed",),
    delivered=("paid",),
    instalments=(
        Instalment(share=Decimal(40), month=3, day=31),
        Instalment(share=Decimal(60), month=9, day=30),
    ),
)
OWED = Cell(
    role="owed", source="dues", published_on=date(2025, 3, 1), subject="BEL", period="2024",
    value=Decimal(1000), unit="usd", status="A", due_on=None, occurred_on=None, note=None,
    place=None, submission="s", row_number=1, file="f.csv", sha256="0", archived_as="f.csv",
)  # fmt: skip
YEAR = assessment(commitment(RULE), "BEL", Verdict.MET)


def _paid(amount: int, day: date, *, published_on: date = date(2025, 3, 1)) -> Cell:
    return replace(
        OWED,
        role="delivered",
        value=Decimal(amount),
        occurred_on=day,
        published_on=published_on,
    )


def _lines(*cells: Cell) -> list[str]:
    return list(instalment_lines(RULE, YEAR, cells, as_of=date(2025, 6, 30)))


def test_an_instalment_paid_after_its_day_is_told_though_the_whole_was_paid_in_time() -> None:
    paid = [_paid(300, date(2024, 3, 31)), _paid(700, date(2024, 9, 30))]
    assert _lines(OWED, *paid) == [
        "due by 2024-03-31: 400, delivered by then: 300, 100 short",
        "due by 2024-09-30: 1,000, delivered by then: 1,000, in full",
    ]


def test_a_day_that_the_evidence_cannot_speak_of_is_not_told() -> None:
    paid = _paid(400, date(2024, 2, 1), published_on=date(2024, 9, 30))
    assert _lines(OWED, paid) == ["due by 2024-03-31: 400, delivered by then: 400, in full"]


def test_what_was_owed_for_earlier_years_is_due_as_a_whole() -> None:
    earlier = replace(OWED, period="2023", value=Decimal(50))
    assert _lines(earlier, OWED, _paid(450, date(2024, 3, 31)))[0].endswith(
        "450, delivered by then: 450, in full"
    )


def test_amounts_that_are_judged_in_other_money_are_not_added_up_as_sent() -> None:
    promise, paid = commitment(RULE), _paid(400, date(2024, 3, 31))
    prices = ConstantPrices(source="dues", indicator="index", over=None, base="2015")
    priced = replace(promise, measure=replace(promise.measure, constant_prices=prices))
    for item, is_told in ((promise, True), (priced, False)):
        lines = arithmetic_lines(item, YEAR, (OWED, paid), parts=(), as_of=date(2025, 6, 30))
        assert any(line.startswith("due by") for line in lines) is is_told


def test_in_a_fiscal_year_instalments_follow_each_other_by_its_days() -> None:
    fiscal = replace(YEAR, period="FY2023/24", period_start=date(2023, 7, 1))
    owed = replace(OWED, period="FY2023/24")
    paid = _paid(600, date(2023, 9, 30))
    assert list(instalment_lines(RULE, fiscal, (owed, paid), as_of=date(2025, 6, 30))) == [
        "due by 2023-09-30: 600, delivered by then: 600, in full",
        "due by 2024-03-31: 1,000, delivered by then: 600, 400 short",
    ]
