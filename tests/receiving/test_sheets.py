"""Every sheet of a workbook that holds figures is read, or named as not read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipelines.readers.contract import RefusedFileError
from tests.receiving.forming import formed
from tests.receiving.readers.workbooks import Cells, written_xlsx

HEADING = ("source", "published_on", "party", "indicator", "period", "value", "unit", "status")
ANOTHER = ("Period", "note", "Source", "Published on", "Party", "indicator", "value", "unit")


def _sheet(party: str, value: object, *, heading: tuple[str, ...] = HEADING, top: int = 1) -> Cells:
    figures = {
        "source": "nato-defence-expenditure",
        "published_on": "2024-06-17",
        "party": party,
        "indicator": "defence-share-gdp",
        "period": "2024",
        "value": value,
        "unit": "percent",
        "status": "E",
        "note": "as told",
    }
    cells: dict[str, object] = {}
    for letter, name in zip("ABCDEFGHI", heading, strict=False):
        cells[f"{letter}{top}"] = name
        cells[f"{letter}{top + 1}"] = figures[name.strip().casefold().replace(" ", "_")]
    return cells


def test_a_table_of_ours_goes_on_from_sheet_to_sheet(tmp_path: Path) -> None:
    sheets = {
        "Germany": _sheet("DEU", 2.1),
        "France": _sheet("FRA", 2.05, heading=(*ANOTHER, "status"), top=3),
        "Notes": {"A1": "counted by hand"},
        "Old": {"A1": "Italy", "B1": 1.5},
    }
    outcome = formed(written_xlsx(tmp_path / "figures.xlsx", sheets))
    assert outcome.told("party", "value", "note", "place", "refusal") == [
        ("DEU", Decimal("2.1"), None, "Germany!2, column value", None),
        ("FRA", Decimal("2.05"), "as told", "France!4, column value", None),
    ]
    (told,) = outcome.warnings
    assert "sheets-read: figures on the sheets 'Old' were not read" in told


def test_a_column_not_known_on_a_later_sheet_refuses_the_workbook(tmp_path: Path) -> None:
    second = {**_sheet("FRA", 2.05), "I1": "remarks", "I2": "ours"}
    file = written_xlsx(tmp_path / "figures.xlsx", {"A": _sheet("DEU", 2.1), "B": second})
    with pytest.raises(RefusedFileError, match="columns not known: remarks; remove them"):
        formed(file)


def _table(title: str, value: object) -> Cells:
    cells = {"A1": title, "A2": "Million US dollars", "B8": 2023, "C8": "2024e"}
    block = {"A9": "Current prices and exchange rates", "A10": "Belgium"}
    return {**cells, **block, "B10": value, "C10": value}


def test_a_sheet_whose_title_and_name_differ_is_read_as_neither(tmp_path: Path) -> None:
    expenditure, product = "Table 2 : Defence expenditure", "Table 5 : GDP"
    shares = {"A1": "Table 3", "B8": 2023, "C8": "2024e", "A9": "Share of real GDP (%)"}
    shares |= {"A10": "Belgium", "B10": 1.5}
    sheets = {
        "TABLE2": _table(product, 600),
        "TABLE3": shares,
        "TABLE4": _table(expenditure, 7),
        "TABLE5": _table(product, 600),
    }
    outcome = formed(written_xlsx(tmp_path / "240617-def-exp.xlsx", sheets))
    read = {row["place"]: (row["indicator"], row["refusal"]) for row in outcome.rows}
    assert read["TABLE5!B10"] == ("gdp", None)
    assert "title 'Table 5 : GDP · Million US dollars'" in str(read["TABLE2!B10"][1])
    assert "sheet 'TABLE4'" in str(read["TABLE4!B10"][1])
    assert [row["left_out"] for row in outcome.rows] == [None] * len(outcome.rows)


@pytest.fixture
def told_of_hidden(tmp_path: Path) -> Callable[..., str]:
    """What the receipt says of NATO's workbook with these rows and columns of TABLE2 hidden."""

    def told(*, rows: Iterable[int] = (), columns: str = "", sheet: str = "") -> str:
        path = tmp_path / "240617-def-exp.xlsx"
        with xlsxwriter.Workbook(path) as book:
            for name in ("TABLE3", "TABLE2", "TABLE5", "TABLE7"):
                page = book.add_worksheet(name)
                for place, value in _table("", 7).items():
                    page.write(place, value)
                page.write("A2", "Thousands" if name == "TABLE7" else "Million US dollars")
                page.write("A12", "Notes of the publisher")
                if name == sheet:
                    page.hide()
            first = book.get_worksheet_by_name("TABLE2")
            for row in rows:
                first.set_row(row - 1, None, None, {"hidden": True})
            if columns:
                first.set_column(columns, None, None, {"hidden": True})
        return " ".join(formed(path).warnings)

    return told


def test_figures_that_are_hidden_are_told(told_of_hidden: Callable[..., str]) -> None:
    assert told_of_hidden(rows=[10], columns="C:D") == (
        "warning: all-shown: hidden in the workbook, and read like what is shown: row 10 and "
        "column C of TABLE2; take out what is not meant, and send the file again"
    )


def test_hidden_lines_without_a_figure_are_not_told(told_of_hidden: Callable[..., str]) -> None:
    assert told_of_hidden(rows=[1, 12], columns="H:XFD") == ""


def test_a_hidden_sheet_that_is_read_is_told(told_of_hidden: Callable[..., str]) -> None:
    told = told_of_hidden(sheet="TABLE7")
    assert "read like what is shown: the sheet TABLE7;" in told


def test_a_form_is_not_told_by_a_hidden_sheet(told_of_hidden: Callable[..., str]) -> None:
    needed = r"\(workbook\), which also needs sheet TABLE2, which is hidden, to be shown"
    with pytest.raises(RefusedFileError, match=needed):
        told_of_hidden(sheet="TABLE2")


def test_what_is_hidden_of_a_table_of_ours_is_told(tmp_path: Path) -> None:
    def fill(_: Workbook, sheet: Worksheet) -> None:
        for row in range(0, 24, 2):
            for place, value in _sheet("DEU", 2.1, top=row + 1).items():
                sheet.write(place, value)
            sheet.set_row(row + 1, None, None, {"hidden": True})
        sheet.set_column("F:F", None, None, {"hidden": True})

    outcome = formed(written_xlsx(tmp_path / "figures.xlsx", fill=fill))
    assert outcome.told("party", "refusal")[0] == ("DEU", None)
    assert all(row["refusal"] for row in outcome.rows if row["party"] is None)
    (told,) = outcome.warnings
    assert "shown: rows 2, 4, 6, 8, 10 and 7 more places and column F of S; take out" in told
