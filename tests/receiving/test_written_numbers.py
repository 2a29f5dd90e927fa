"""What a form declares of numbers is a claim: a file that shows another sign is never misread."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from tests.receiving.forming import formed
from tests.receiving.readers.workbooks import written_xlsx
from tests.receiving.writing import written

FLOW = ("id", "date", "srcOrganization", "amountUSD", "originalAmount", "originalCurrency")
FLOW += ("status", "destPlanCode", "destOrganization", "destLocations", "onBoundary")

# delimiter, amounts as written, amounts as read; None where it is told to be no certain number
AMOUNTS: dict[str, tuple[str, Sequence[str], Sequence[str | None]]] = {
    "groups of three behind semicolons": (";", ["606.796", "12", "2.3"], ["606.796", "12", "2.3"]),
    "nothing but groups of three": (";", ["606.796", "12"], [None, "12"]),
    "many groups of three": (",", ["606.796", "2.311", "12.000"], [None, None, None]),
    "two with three decimals by chance": (",", ["1.168", "2.311"], ["1.168", "2.311"]),
    "three decimals beside two": (
        ",",
        ["1.168", "2.311", "12.000", "0.5"],
        ["1.168", "2.311", "12", "0.5"],
    ),
    "thousands twice": (",", ["606.796", "1.805.748", "12"], [None, None, "12"]),
    "a decimal comma beside": (";", ["606.796", "2,5"], [None, None]),
    "a decimal comma beside three digits": (",", ["606,796", "2,5"], [None, None]),
    "decimal commas beside a point": (",", ["606796,25", "2.5", "12"], [None, "2.5", "12"]),
    "decimal commas beside thousands": (",", ["1.606.796,25", "2,5"], [None, None]),
    "decimal commas beside less of three digits": (
        ",",
        ["606,796", "2,5", "0,125"],
        ["606.796", "2.5", "0.125"],
    ),
    "a comma that ends a number": (",", ["12,", "7"], [None, "7"]),
    "decimal commas alone": (",", ["606796,25", "2,5", "12"], ["606796.25", "2.5", "12"]),
    "decimal commas and blanks": (";", ["606 796,25", "-2,50", ""], ["606796.25", "-2.5", None]),
}


@pytest.mark.parametrize(("delimiter", "amounts", "read"), AMOUNTS.values(), ids=AMOUNTS.keys())
def test_a_point_that_may_set_thousands_apart_is_no_decimal_point(
    tmp_path: Path, delimiter: str, amounts: Sequence[str], read: Sequence[str | None]
) -> None:
    lines = [delimiter.join(FLOW)]
    for at, amount in enumerate(amounts):
        flow = [str(at), "2026-03-01", "Germany, Government of", amount, "", "", "paid"]
        cells = [*flow, "HSDN26", "WFP", "SDN", "single"]
        lines.append(delimiter.join(f'"{cell}"' if "," in cell else cell for cell in cells))
    outcome = formed(written(tmp_path, "\n".join([*lines, ""]).encode()))
    assert outcome.told("value") == [(None if text is None else Decimal(text),) for text in read]
    told = [row["refusal"] is not None for row in outcome.rows]
    assert told == [
        text is None and amount != "" for text, amount in zip(read, amounts, strict=True)
    ]
    shows_commas = any(
        text is not None and "," in amount for text, amount in zip(read, amounts, strict=True)
    )
    is_told = "all numbers are written with a decimal comma, 1234,5, and read so" in str(outcome)
    assert is_told is shows_commas


def test_a_text_of_a_workbook_is_doubted_and_its_numbers_are_not(tmp_path: Path) -> None:
    years = {"B8": 2023, "C8": "2024e"}
    title = {"A1": "Table 5 : Gross domestic product", "A2": "Million US dollars"}
    block = {"A9": "Current prices and exchange rates", "A10": "Belgium", "A11": "Spain"}
    share = {
        **years,
        "A1": "Table 3",
        "A9": "Share of real GDP (%)",
        "A10": "Belgium",
        "B10": 2.125,
    }
    texts = {**title, **years, **block, "B10": "655.744", "C10": 700.5, "B11": "1.805.748"}
    sheets = {"TABLE2": {**title, **years}, "TABLE3": share, "TABLE5": {**texts, "C11": 12}}
    outcome = formed(written_xlsx(tmp_path / "240617-def-exp.xlsx", sheets))
    values = {row["place"]: row["value"] for row in outcome.rows}
    assert values["TABLE5!B10"] is values["TABLE5!B11"] is None
    assert (values["TABLE5!C10"], values["TABLE5!C11"]) == (Decimal("700.5"), Decimal(12))
    (told,) = (row["refusal"] for row in outcome.rows if row["place"] == "TABLE5!B10")
    assert told.startswith("value '655.744' may be more than a thousand or a little above one")


def test_a_text_in_json_is_doubted_and_a_number_is_not(tmp_path: Path) -> None:
    amounts: list[object] = ["685.733", 826925582, 685.733]

    def read(sent: list[object]) -> list[tuple[object, ...]]:
        members = [
            {"name": "Spain", "assessment_amount": amount, "payment_status": "paid_late"}
            | {"payment_date": "2025-03-01"}
            for amount in sent
        ]
        meta = {"year": 2025, "as_of": "2025-12-31", "due_date": "2025-02-06"}
        meta |= {"assessment_amount_column": "net", "assessment_total": 3}
        meta |= {"paid_in_full_count": 3}
        content = json.dumps({"meta": meta, "contributors": members}).encode()
        outcome = formed(written(tmp_path, content, name=f"{len(sent)}.json"))
        assessed = (row for row in outcome.rows if row["indicator"] == "regular-budget-assessed")
        return [(row["value"],) for row in assessed if row["party"] == "ESP"]

    assert read(amounts[1:]) == [(Decimal(826925582),), (Decimal("685.733"),)]
    assert read(amounts)[:2] == [(None,), (Decimal(826925582),)]
