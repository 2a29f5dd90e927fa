"""A workbook with mistyped headings: every cell is published or set aside, and its sender told."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from commitments.model import Receipt
from pipelines.receipts import row_reasons
from pipelines.receive import receive_submissions
from pipelines.settings import Settings
from pipelines.steps import opened_warehouse
from tests.receiving.readers.workbooks import Cells, written_xlsx
from warehouse.connection import scratch_connection
from warehouse.staging import RowSummary
from warehouse.statements import statement

pytestmark = pytest.mark.slow

GDP: Cells = {
    "B4": "Million US dollars",
    "D8": 2023,
    "E8": "2024e",
    "B10": "Current prices and exchange rates",
    "C11": "Netherlands",
    "D11": 100,
    "E11": 110,
}
SHARES: Cells = {
    "D8": 2022,
    "E8": 2023,
    "F8": "2024 e",
    "B10": "Share of real GDP (%)",
    "C11": "Albania",
    "D11": 1.2,
    "E11": 1.7,
    "F11": 2.0,
    "C12": "Netherlands*",
    "D12": 1.4,
    "E12": 1.6,
    "F12": 2.1,
    "D13": 0,
    "E13": "#REF!",
    "C15": "* by law",
}
SHEETS = {
    "TABLE2": GDP,
    "TABLE3": SHARES,
    "TABLE4": {"C8": "Country", "D8": "2024 e", "C9": "Albania", "D9": 2.0},
    "TABLE5": GDP,
}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(home=tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def receipt(settings: Settings, now: datetime) -> Receipt:
    settings.home.mkdir(exist_ok=True)
    file = written_xlsx(settings.home / "241101-def-exp-2024.xlsx", SHEETS)
    (receipt,) = receive_submissions(settings, paths=[file], now=now)
    return receipt


def test_as_many_cells_are_published_and_set_aside_as_there_are(receipt: Receipt) -> None:
    figures, mistyped, broken, notes, table_4 = 8, 2, 2, 1, 2
    set_aside = mistyped + broken + notes + table_4
    assert receipt.rows_read == figures + set_aside
    assert (receipt.rows_accepted, receipt.rows_set_aside) == (figures, set_aside)


def test_the_sender_is_told_of_the_heading_and_of_every_other_reason(receipt: Receipt) -> None:
    assert set(receipt.reasons) >= {
        "row-as-declared: 2 rows set aside, e.g. TABLE3!F11: stands under '2024 e', which is no "
        "heading as declared, such as '2023' beside it",
        "left-out: 1 row set aside, e.g. TABLE3!C15: a note of the sheet",
    }
    assert sum("left-out" in reason for reason in receipt.reasons) == 3


def test_the_text_of_a_note_and_the_figures_to_correct_are_kept(
    receipt: Receipt, settings: Settings
) -> None:
    with opened_warehouse(settings) as warehouse:
        rows = warehouse.connection.execute(
            "SELECT place, original, as_read->>'party', as_read->>'value' FROM raw.set_aside "
            "WHERE submission = ? AND place IN ('TABLE3!C15', 'TABLE3!F12') ORDER BY place",
            [receipt.submission],
        ).fetchall()
    assert rows[0][:2] == ("TABLE3!C15", "sheet: TABLE3, text: * by law")
    assert rows[1][2] == "NLD"
    assert "unread" not in rows[1][1]
    assert "column_label: 2024 e" in rows[1][1]


def _summary(folder: Path, reasons: list[str]) -> list[RowSummary]:
    connection = scratch_connection(Settings(home=folder).location())
    connection.execute(
        "CREATE TEMP TABLE set_aside AS SELECT row_number() OVER () AS line, 'a-rule' AS rule, "
        "reason, line AS row_number, CAST(NULL AS VARCHAR) AS place "
        "FROM (SELECT unnest(CAST(? AS VARCHAR[])) AS reason)",
        [reasons],
    )
    rows = connection.execute(statement("receive/summarise_set_aside")).fetchall()
    names = ("rule", "lines", "example", "first_place", "kinds")
    return [RowSummary(**dict(zip(names, row, strict=True))) for row in rows]


def test_reasons_that_differ_in_what_they_quote_and_count_are_one_kind(tmp_path: Path) -> None:
    same = ["party 'A' is unknown, 1,000 times", "party 'Côte d'Or' is unknown, 2 times"]
    told = row_reasons(_summary(tmp_path, [*same, "party is empty"]))
    assert told == (
        "a-rule: 2 rows set aside, e.g. line 1: party 'A' is unknown, 1,000 times",
        "a-rule: 1 row set aside, e.g. line 3: party is empty",
    )


@pytest.mark.parametrize(("kinds", "told"), [(7, 7), (8, 8), (9, 8), (12, 8)])
def test_at_most_eight_kinds_of_a_rule_are_told_and_all_are_counted(
    tmp_path: Path, kinds: int, told: int
) -> None:
    summary = _summary(tmp_path, [f"reason {'abcdefghijkl'[at]}" for at in range(kinds)])
    assert len(summary) == told
    assert sum(item.lines for item in summary) == sum(item.kinds for item in summary) == kinds
    assert (" more reasons, e.g. " in row_reasons(summary)[-1]) == (kinds > 8)


def test_a_sheet_may_be_called_table_3_as_well(tmp_path: Path, now: datetime) -> None:
    sheets = {name.replace("TABLE", "Table "): cells for name, cells in SHEETS.items()}
    file = written_xlsx(tmp_path / "241101-def-exp-2024.xlsx", sheets)
    settings = Settings(home=tmp_path / "home")
    (receipt,) = receive_submissions(settings, paths=[file], now=now)
    assert (receipt.rows_read, receipt.rows_accepted) == (15, 8)
