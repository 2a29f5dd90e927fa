"""Workbooks are read cell by cell, as a person sees them, or refused with a reason."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipelines.readers.contract import Hidden, Limits, RefusedFileError
from pipelines.readers.sheets import hidden_in
from pipelines.readers.workbook import open_workbook, sheet_names
from tests.receiving.readers.workbooks import (
    cells_of,
    ods_cell,
    ods_number,
    ods_row,
    ods_table,
    ods_text,
    read,
    repacked,
    written_ods,
    written_xlsx,
    xlsx_of_xml,
)

HIDDEN = 'table:style-name="hiding"'
FEW = settings(max_examples=30, deadline=None)  # each writes a file
FINITE = st.floats(min_value=-1e300, max_value=1e300)
ERRORS = ("#DIV/0!", "#REF!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!")


def test_a_cell_keeps_the_address_a_person_sees(tmp_path: Path) -> None:
    path = written_xlsx(tmp_path / "a.xlsx", {"T 1": {"C16": "x", "E17": 2}, "U": {"B4": "y"}})
    assert read(path) == [
        ("T 1", 16, (None, None, "x")),
        ("T 1", 17, (None, None, None, None, "2")),
        ("U", 4, (None, "y")),
    ]


NUMBERS = {
    "a year": (2014, "2014"),
    "zero": (0, "0"),
    "negative": (-1.5, "-1.5"),
    "small": (1e-7, "0.0000001"),
    "large": (1e22, "10000000000000000000000"),
    "whole and large": (2**53, "9007199254740992"),
    "many digits": (1.23456789012345, "1.23456789012345"),
}


@pytest.mark.parametrize(("number", "text"), NUMBERS.values(), ids=NUMBERS.keys())
def test_a_number_is_written_out(tmp_path: Path, number: float, text: str) -> None:
    assert cells_of(written_xlsx(tmp_path / "a.xlsx", {"S": {"A1": number}})) == [(text,)]
    assert cells_of(written_ods(tmp_path / "a.ods", ods_table(ods_row(ods_number(number))))) == [
        (text,)
    ]
    assert cells_of(_xls(tmp_path, {(0, 0): number})) == [(text,)]


# XlsxWriter writes 16 digits; the doubles those stand for are the ones a workbook of it holds.
@FEW
@given(st.lists(FINITE, min_size=1, max_size=30))
def test_numbers_come_back_as_the_same_doubles(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[float]
) -> None:
    held = [float(f"{number:.16G}") for number in numbers]
    path = tmp_path_factory.getbasetemp() / "numbers.xlsx"
    written_xlsx(path, {"S": {f"A{at}": number for at, number in enumerate(held, start=1)}})
    texts = [cells[0] for cells in cells_of(path)]
    assert [float(str(text)) for text in texts] == held
    assert not any("e" in str(text).lower() for text in texts)


@FEW
@given(FINITE)
def test_a_number_with_every_digit_comes_back_as_the_same_double(
    tmp_path_factory: pytest.TempPathFactory, number: float
) -> None:
    path = tmp_path_factory.getbasetemp() / "digits.xlsx"
    xlsx_of_xml(path, f'<row r="1"><c r="A1"><v>{number!r}</v></c></row>')
    ((text,),) = cells_of(path)
    assert float(str(text)) == number
    significant = str(text).replace(".", "").strip("-0")
    assert len(significant) <= len(f"{number!r}".replace(".", "").split("e")[0].strip("-0"))


# What XML cannot hold is left out; the rest is what people type.
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters="\r", exclude_categories=["Cc", "Cs", "Cn"])
    | st.sampled_from("\t\n\xa0"),
    min_size=1,
    max_size=40,
).filter(lambda text: "\ufffe" not in text and "\uffff" not in text)


@FEW
@given(st.lists(TEXTS, min_size=1, max_size=10))
def test_texts_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    def fill(_: Workbook, sheet: Worksheet) -> None:
        for row, text in enumerate(texts):
            sheet.write_string(row, 1, text)

    path = written_xlsx(tmp_path_factory.getbasetemp() / "texts.xlsx", fill=fill)
    assert cells_of(path) == [(None, text) for text in texts]


def test_texts_that_look_like_numbers_stay_texts(tmp_path: Path) -> None:
    texts = ["2019", "2023e", "007", "1e3", "1,5", " 2 ", "TRUE", "#REF!", "\xa0a\xa0"]

    def fill(_: Workbook, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, [])
        for column, text in enumerate(texts):
            sheet.write_string(0, column, text)

    assert cells_of(written_xlsx(tmp_path / "a.xlsx", fill=fill)) == [tuple(texts)]


@pytest.mark.parametrize("is_1904", [False, True])
def test_days_and_times_are_written_as_a_calendar_does(tmp_path: Path, is_1904: bool) -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet.write_datetime(0, 0, datetime(2024, 12, 31), day)
        sheet.write_datetime(0, 1, datetime(2024, 12, 31, 13, 5), moment)
        sheet.write_datetime(0, 2, time(13, 5), book.add_format({"num_format": "hh:mm"}))
        sheet.write_number(0, 3, 1.5, book.add_format({"num_format": "[h]:mm:ss"}))
        sheet.write_number(0, 4, 0.025, book.add_format({"num_format": "0.0%"}))

    path = written_xlsx(tmp_path / "a.xlsx", fill=fill, date_1904=is_1904)
    expected = ("2024-12-31", "2024-12-31T13:05:00", "13:05:00", "36:00:00", "2.5%")
    assert cells_of(path) == [expected]


def test_the_leap_day_of_1900_that_never_was_moves_no_other(tmp_path: Path) -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for column, number in enumerate([1, 59, 61]):
            sheet.write_number(0, column, number, day)

    path = written_xlsx(tmp_path / "a.xlsx", fill=fill)
    assert cells_of(path) == [("1900-01-01", "1900-02-28", "1900-03-01")]


def test_formulas_give_the_value_they_had_when_saved(tmp_path: Path) -> None:
    def fill(_: Workbook, sheet: Worksheet) -> None:
        for column, value in enumerate([12.5, 0, "text", True, *ERRORS]):
            sheet.write_formula(1, column, "=A9", None, value)

    path = written_xlsx(tmp_path / "a.xlsx", fill=fill)
    assert cells_of(path) == [("12.5", "0", "text", "TRUE", *ERRORS)]


def test_a_formula_whose_value_is_no_text_gives_nothing(tmp_path: Path) -> None:
    cells = '<c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><f>1+1</f><v>2</v></c>'
    path = xlsx_of_xml(tmp_path / "a.xlsx", f'<row r="1">{cells}</row>')
    assert cells_of(path) == [(None, "2")]


def test_a_formula_that_was_never_calculated_is_refused(tmp_path: Path) -> None:
    reason = r"the formula in S!B2 was never calculated"
    for value in ("", "<v></v>", "<v/>", "\n  <v>\n</v>\n"):
        cells = f'<c r="B2"><f>1+1</f>{value}</c><c r="C2"><v>1</v></c>'
        path = xlsx_of_xml(tmp_path / "a.xlsx", f'<row r="2">{cells}</row>')
        with pytest.raises(RefusedFileError, match=reason):
            read(path)
    cell = ods_cell(attributes='table:formula="of:=1+1"')
    with pytest.raises(RefusedFileError, match=reason):
        read(written_ods(tmp_path / "a.ods", ods_table(ods_row(), ods_row(ods_cell(), cell))))


def test_the_sheet_of_a_formula_is_told_by_its_name_or_its_part(tmp_path: Path) -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        book.add_worksheet("Table 2").write_formula("D14", "=A1", None, "")

    path = written_xlsx(tmp_path / "a.xlsx", fill=fill)
    with pytest.raises(RefusedFileError, match="the formula in 'Table 2'!D14 was never"):
        read(path)
    lost = {"xl/_rels/workbook.xml.rels": lambda xml: xml.replace(b'"rId2"', b'"rId9"')}
    with pytest.raises(RefusedFileError, match=r"the formula in 'xl/worksheets/sheet2\.xml'!D14"):
        read(repacked(path, lost))


def test_booleans_and_errors_are_what_a_person_sees(tmp_path: Path) -> None:
    cells = "".join(
        f'<c r="{letter}1" s="0" t="e"><v>{error}</v></c>'
        for letter, error in zip("BCDEFGH", ERRORS, strict=True)
    )
    xml = (
        f'<row r="1"><c r="A1" t="b"><v>0</v></c>{cells}<c r="I1" t=\'e\'><v>#SPILL!</v></c></row>'
    )
    path = xlsx_of_xml(tmp_path / "a.xlsx", xml)
    assert cells_of(path) == [("FALSE", *ERRORS, "#SPILL!")]


def test_an_error_is_found_wherever_the_chunks_of_a_large_sheet_are_cut(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="e"><v>#REF!</v></c></row>' for row in range(1, 12_000)
    )
    assert set(cells_of(xlsx_of_xml(tmp_path / "a.xlsx", rows))) == {("#REF!",)}
    assert len(rows) > 2 * 262_144


def test_a_number_shown_in_percent_is_what_is_shown(tmp_path: Path) -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        pictures = ("0%", "0.00%", "[Red]-0.0%", '0.0"%"', "0\\%", "0.00")
        formats = [book.add_format({"num_format": picture}) for picture in pictures]
        sheet.write_row(0, 0, [0.0205] * 3, formats[0])
        for column, style in enumerate(formats[1:]):
            sheet.write_number(1, column, 0.041, style)
        sheet.write_formula(2, 0, "=1/8", formats[1], 0.125)
        sheet.write_formula(2, 1, '="x"', formats[1], "x")
        sheet.write_string(2, 2, "0.5", formats[1])
        sheet.write_blank(2, 3, None, formats[1])
        sheet.write_boolean(2, 4, True, formats[1])
        sheet.write_number(2, 5, 3, formats[0])

    assert cells_of(written_xlsx(tmp_path / "a.xlsx", fill=fill)) == [
        ("2.05%",) * 3,
        ("4.1%", "4.1%", "0.041", "0.041", "0.041"),
        ("12.5%", "x", "0.5", None, "TRUE", "300%"),
    ]


def test_a_percentage_is_found_wherever_the_chunks_of_a_large_sheet_are_cut(tmp_path: Path) -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        share = book.add_format({"num_format": "0.0%"})
        for row in range(20_000):
            sheet.write_number(row, 0, 0.041, share)
            sheet.write_blank(row, 1, None, share)
        for row in range(0, 60_000, 2):
            sheet.merge_range(row, 3, row + 1, 3, None)

    assert set(cells_of(written_xlsx(tmp_path / "a.xlsx", fill=fill))) == {("4.1%",)}


def test_an_xls_file_is_read_alike(tmp_path: Path) -> None:
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    cells = {(2, 1): "é\xa0", (2, 2): 2014, (2, 3): True, (2, 4): (date(2024, 12, 31), day)}
    moments = {(3, 1): (-3, day), (3, 2): (0.5, day), (3, 3): (45657.25, day)}
    shares = {(4, 0): (0.041, xlwt.easyxf(num_format_str="0.0%")), (4, 1): 0.041}
    path = _xls(
        tmp_path, {**cells, **moments, **shares}, errors={(2, 5): "#DIV/0!", (2, 6): "#REF!"}
    )
    assert read(path) == [
        ("S", 3, (None, "é\xa0", "2014", "TRUE", "2024-12-31", "#DIV/0!", "#REF!")),
        ("S", 4, (None, "-3", "12:00:00", "2024-12-31T06:00:00")),
        ("S", 5, ("4.1%", "0.041")),
    ]


ODS_CELLS = {
    "percentage": (ods_cell("2 %", 'office:value-type="percentage" office:value="0.02"'), "2 %"),
    "currency": (ods_cell("2 €", 'office:value-type="currency" office:value="2.5"'), "2.5"),
    "boolean": (
        ods_cell("WAHR", 'office:value-type="boolean" office:boolean-value="true"'),
        "TRUE",
    ),
    "day": (
        ods_cell("31.12.", 'office:value-type="date" office:date-value="2024-12-31"'),
        "2024-12-31",
    ),
    "paragraphs": (
        ods_cell("a</text:p><text:p>b", 'office:value-type="string"'),
        "a\nb",
    ),
    "spaces": (ods_text('a<text:s text:c="3"/>b'), "a   b"),
    "tab and line break": (ods_text("a<text:tab/>b<text:line-break/>c"), "a\tb\nc"),
    "no type": (ods_cell("2024"), "2024"),
    "error of LibreOffice": (
        ods_cell(
            "#DIV/0!",
            'table:formula="of:=1/0" office:value-type="string" office:string-value="" '
            'calcext:value-type="error"',
        ),
        "#DIV/0!",
    ),
    "error of Excel": (ods_cell("#REF!", 'office:value-type="float" office:value="0"'), "#REF!"),
    "localised error": (ods_cell("#WERT!", "office:value-type='float' office:value='0'"), "#WERT!"),
    "error by number": (
        ods_cell("Err:502", 'office:value-type="float" office:value="0"'),
        "Err:502",
    ),
    "number shown with a sign": (
        ods_cell("#5", 'office:value-type="float" office:value="5"'),
        "5",
    ),
}


@pytest.mark.parametrize(("cell", "text"), ODS_CELLS.values(), ids=ODS_CELLS.keys())
def test_a_cell_of_an_ods_file_is_what_it_holds(tmp_path: Path, cell: str, text: str) -> None:
    path = written_ods(tmp_path / "a.ods", ods_table(ods_row(ods_text("x"), cell, ods_text("y"))))
    assert cells_of(path) == [("x", text, "y")]


def test_repeated_cells_and_rows_of_an_ods_file_count(tmp_path: Path) -> None:
    table = ods_table(
        ods_row(
            ods_cell(attributes='table:number-columns-repeated="2"'),
            ods_number(1, 'table:number-columns-repeated="2"'),
            attributes='table:number-rows-repeated="2"',
        ),
        ods_row(ods_cell(), attributes='table:number-rows-repeated="3"'),
        ods_row(ods_number(2)),
        ods_row(
            ods_cell(attributes='table:number-columns-repeated="16384"'),
            attributes='table:number-rows-repeated="1048570"',
        ),
    )
    ones = (None, None, "1", "1")
    expected = [("S", 1, ones), ("S", 2, ones), ("S", 6, ("2",))]
    assert read(written_ods(tmp_path / "a.ods", table)) == expected


def test_a_merged_cell_gives_its_text_once_and_its_neighbours_nothing(tmp_path: Path) -> None:
    def fill(_: Workbook, sheet: Worksheet) -> None:
        sheet.merge_range("B2:D3", "merged")
        sheet.write("E3", 5)

    expected = [(None, "merged"), (None, None, None, None, "5")]
    assert cells_of(written_xlsx(tmp_path / "a.xlsx", fill=fill)) == expected
    spanned = 'office:value-type="string" table:number-columns-spanned="2"'
    row = ods_row(ods_cell("merged", spanned), "<table:covered-table-cell/>", ods_number(3))
    assert cells_of(written_ods(tmp_path / "a.ods", ods_table(row))) == [("merged", None, "3")]


def test_what_stands_hidden_under_a_merge_is_kept_in_its_own_place(tmp_path: Path) -> None:
    def fill(_: Workbook, sheet: Worksheet) -> None:
        sheet.merge_range("A1:B2", "merged")
        sheet.write("B2", 5)

    assert cells_of(written_xlsx(tmp_path / "a.xlsx", fill=fill)) == [("merged",), (None, "5")]


@pytest.fixture(params=["xlsx", "ods", "xls"])
def with_hidden(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A workbook with the sheets `Shown`, `Draft`, which is hidden, and `Blank`."""
    if request.param == "ods":
        row = ods_row(ods_text("x"))
        draft = ods_table(row, name="Draft", attributes=HIDDEN)
        blank = ods_table(name="Blank")
        return written_ods(tmp_path / "a.ods", ods_table(row, name="Shown"), draft, blank)
    if request.param == "xls":
        return _xls_with_hidden(tmp_path)

    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.name = "Shown"
        sheet.write("A1", "x")
        draft = book.add_worksheet("Draft")
        draft.write("A1", "x")
        draft.very_hidden()
        book.add_worksheet("Blank")
        book.add_chartsheet("Chart")

    return written_xlsx(tmp_path / "a.xlsx", fill=fill)


def test_hidden_sheets_are_read_only_where_they_are_named(with_hidden: Path) -> None:
    assert sheet_names(with_hidden, limits=Limits()) == ("Shown", "Draft", "Blank")
    assert read(with_hidden) == [("Shown", 1, ("x",))]
    assert read(with_hidden, sheets="Dra.*") == [("Draft", 1, ("x",))]
    assert read(with_hidden, sheets="Blank") == []


def test_a_sheet_that_is_missing_is_told_with_those_found(with_hidden: Path) -> None:
    with pytest.raises(RefusedFileError, match=r"called like 'Dr'; found the sheets Shown, Draft,"):
        read(with_hidden, sheets="Dr")


def test_a_sheet_can_be_read_more_than_once(with_hidden: Path) -> None:
    workbook = open_workbook(with_hidden, limits=Limits())
    assert list(workbook.read("Shown")) == list(workbook.read("Shown")) == [["x"]]


def test_a_workbook_says_what_it_is_called_and_when_it_was_changed(tmp_path: Path) -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        changed = datetime(2024, 6, 14, 10, 11, 17)
        book.set_properties({"title": " Tables ", "author": "A. Person", "created": changed})

    facts = open_workbook(written_xlsx(tmp_path / "a.xlsx", fill=fill), limits=Limits()).facts
    assert facts == {
        "document_title": "Tables",
        "document_created": "2024-06-14T10:11:17Z",
        "document_modified": "2024-06-14T10:11:17Z",
    }
    spaces = 'xmlns:m="urn:meta" xmlns:dc="urn:dc"'
    meta = f"<m:x {spaces}><dc:date>2024-06-14</dc:date><dc:creator>A. Person</dc:creator></m:x>"
    ods = written_ods(tmp_path / "a.ods", ods_table(), meta=meta)
    assert open_workbook(ods, limits=Limits()).facts == {"document_modified": "2024-06-14"}


def test_what_a_file_is_shows_in_its_content_not_in_its_name(tmp_path: Path) -> None:
    written_xlsx(tmp_path / "a.xls", {"S": {"A1": "x"}})
    assert cells_of(tmp_path / "a.xls") == [("x",)]


def _xls(
    folder: Path,
    cells: dict[tuple[int, int], Any],
    *,
    errors: dict[tuple[int, int], str] | None = None,
) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for (row, column), value in cells.items():
        sheet.write(row, column, *(value if isinstance(value, tuple) else (value,)))
    for (row, column), error in (errors or {}).items():
        sheet.row(row).set_cell_error(column, error)
    book.save(str(folder / "a.xls"))
    return folder / "a.xls"


def _xls_with_hidden(folder: Path) -> Path:
    book = xlwt.Workbook()
    book.add_sheet("Shown").write(0, 0, "x")
    draft = book.add_sheet("Draft")
    draft.write(0, 0, "x")
    draft.visibility = 1
    book.add_sheet("Blank")
    book.save(str(folder / "a.xls"))
    return folder / "a.xls"


def _with_hidden_lines(folder: Path, kind: str) -> Path:
    """Ten rows of three columns: rows 2, 3 and 9 and column B are hidden, and so are blank ones."""
    if kind == "ods":
        cells = ods_row(*(ods_number(number) for number in range(3)))
        hidden = cells.replace("-row ", '-row table:visibility="filter" ', 1)
        columns = (
            '<table:table-column/><table:table-column table:visibility="collapse"/>'
            '<table:table-column/><table:table-column table:number-columns-repeated="9" '
            'table:visibility="collapse"/>'
        )
        twice = hidden.replace("-row ", '-row table:number-rows-repeated="2" ', 1)
        blank = '<table:table-row table:visibility="collapse"/>'
        rows = (columns, cells, twice, *[cells] * 5, hidden, cells, blank)
        return written_ods(folder / "a.ods", ods_table(*rows))
    if kind == "xls":
        return _xls_with_hidden_lines(folder)

    def fill(_: Workbook, sheet: Worksheet) -> None:
        for row in range(10):
            sheet.write_row(row, 0, [0, 1, 2])
        for row in (1, 2, 8, 11):
            sheet.set_row(row, None, None, {"hidden": True})
        sheet.set_column("B:B", None, None, {"hidden": True})
        sheet.set_column("G:XFD", None, None, {"hidden": True})

    return written_xlsx(folder / "a.xlsx", fill=fill)


def _xls_with_hidden_lines(folder: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for row in range(10):
        for column in range(3):
            sheet.write(row, column, column)
    for row in (1, 2, 8, 11):
        sheet.row(row).hidden = True
    for column in (1, 6):
        sheet.col(column).hidden = True
    book.save(str(folder / "a.xls"))
    return folder / "a.xls"


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_hidden_rows_and_columns_that_hold_something_are_known(tmp_path: Path, kind: str) -> None:
    path = _with_hidden_lines(tmp_path, kind)
    workbook = open_workbook(path, limits=Limits())
    assert hidden_in(workbook, {"S"}) == (
        Hidden(sheet="S!", is_whole=False, rows=((2, 3), (9, 9)), columns=((2, 2),)),
    )
    assert hidden_in(workbook, set()) == ()
    assert cells_of(path) == [("0", "1", "2")] * 10


def test_a_hidden_sheet_that_is_read_is_known(with_hidden: Path) -> None:
    workbook = open_workbook(with_hidden, limits=Limits())
    assert hidden_in(workbook, {"Shown", "Draft"}) == (
        Hidden(sheet="Draft!", is_whole=True, rows=(), columns=()),
    )
