"""Damages to workbooks: what people do to cells, and what programs do to the XML within."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from tests.receiving.polluting.damage import Damage, Inflict, cut_at, damages
from tests.receiving.polluting.goods import HEADER, SHARES, stacked_workbook

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
VALUE, PERIOD, PUBLISHED = (
    HEADER.index("value"),
    HEADER.index("period"),
    HEADER.index("published_on"),
)


def part(name: str, change: Callable[[bytes], bytes]) -> Inflict:
    """One file within the workbook changed."""

    def inflict(content: bytes) -> bytes:
        stream = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(content)) as source,
            zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            for member in source.namelist():
                bytes_in = source.read(member)
                target.writestr(member, change(bytes_in) if member == name else bytes_in)
        return stream.getvalue()

    return inflict


def swapped(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """Bytes that are there replaced."""

    def change(content: bytes) -> bytes:
        assert old in content, f"{old!r} is not in the part"
        return content.replace(old, new, 1)

    return change


def again(write: Callable[[xlsxwriter.Workbook, Worksheet], None], **options: object) -> Inflict:
    """The table written anew, and then written into."""

    def inflict(_: bytes) -> bytes:
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream, {"in_memory": True, **options}) as book:
            sheet = book.add_worksheet("Observations")
            fill(sheet)
            write(book, sheet)
        return stream.getvalue()

    return inflict


def fill(sheet: Worksheet, *, top: int = 0) -> None:
    """Our table, numbers as numbers."""
    for at, cells in enumerate([HEADER, *SHARES], start=top):
        for column, cell in enumerate(cells):
            is_number = at > top and column == VALUE
            sheet.write(at, column, float(cell) if is_number else cell)


def cell(value: object, *, row: int = 1, column: int = VALUE, picture: str = "") -> Inflict:
    """One cell with another content, perhaps shown by another format."""
    return again(
        lambda book, sheet: sheet.write(
            row, column, value, book.add_format({"num_format": picture} if picture else {})
        )
    )


def elsewhere(write: Callable[[xlsxwriter.Workbook], None]) -> Inflict:
    """The table written by hand."""

    def inflict(_: bytes) -> bytes:
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
            write(book)
        return stream.getvalue()

    return inflict


def _lower(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Observations")
    sheet.merge_range(0, 0, 0, 10, "Shares of NATO")
    fill(sheet, top=4)


def _two(book: xlsxwriter.Workbook) -> None:
    fill(book.add_worksheet("Observations"))
    fill(book.add_worksheet("Copy"))


def _hidden(book: xlsxwriter.Workbook) -> None:
    book.add_worksheet("Empty")
    sheet = book.add_worksheet("Observations")
    fill(sheet)
    sheet.hide()


def _serials(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    for row in range(1, 8):
        sheet.write(row, PUBLISHED, 45460)


def _dates(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    for row in range(1, 8):
        sheet.write_datetime(
            row, PUBLISHED, date(2024, 6, 17), book.add_format({"num_format": "dd.mm.yyyy"})
        )


def _years(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    for row, cells in enumerate(SHARES, start=1):
        sheet.write(row, PERIOD, int(cells[PERIOD]))


def utf_16(xml: bytes) -> bytes:
    """A part in UTF-16, as it declares."""
    return xml.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")


LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "2.05"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
NLD_VALUE = b'<c r="F2"><v>2.05</v></c>'

CELLS = damages(
    "workbook",
    {
        "values merged over two rows": again(
            lambda book, sheet: sheet.merge_range(1, VALUE, 2, VALUE, 2.05, book.add_format())
        ),
        "parties merged over two rows": again(
            lambda book, sheet: sheet.merge_range(1, 2, 2, 2, "NLD", book.add_format())
        ),
        "value and unit merged": again(
            lambda book, sheet: sheet.merge_range(1, VALUE, 1, VALUE + 1, 2.05, book.add_format())
        ),
        "rows hidden": again(lambda _, sheet: sheet.set_row(2, None, None, {"hidden": True})),
        "column of values hidden": again(
            lambda _, sheet: sheet.set_column(VALUE, VALUE, None, None, {"hidden": True})
        ),
        "sheet hidden": elsewhere(_hidden),
        "title merged above": elsewhere(_lower),
        "the same table on two sheets": elsewhere(_two),
        "days as days": again(_dates),
        "days as days of a spreadsheet": again(_serials),
        "days of 1904": again(_dates, default_date_format="yyyy-mm-dd", date_1904=True),
        "years as numbers": again(_years),
        "number as text": cell("2.05"),
        "number as text with comma": cell("2,05"),
        "number as text with apostrophe": cell("'2.05"),
        "number as text with no-break space": cell("2.05\u00a0"),
        "percent as a cell's format": cell(0.0205, picture="0.00%"),
        "value as a date": cell(45460, picture="dd.mm.yyyy"),
        "value as a time": cell(0.5, picture="hh:mm"),
        "value as true": cell(True),
        "value empty": cell(""),
        "value a blank": cell(" "),
        "value a dash": cell("-"),
        "value a formula, calculated": again(
            lambda _, sheet: sheet.write_formula(1, VALUE, "=1.05+1", None, 2.05)
        ),
        "value a formula, never calculated": again(
            lambda _, sheet: sheet.write_formula(1, VALUE, "=1.05+1", None, "")
        ),
        "value an error": again(
            lambda _, sheet: sheet.write_formula(1, VALUE, "=A0", None, "#REF!")
        ),
        "a formula that runs a program": cell("=cmd|' /C calc'!A0", column=HEADER.index("party")),
        "a very long cell": cell("x" * 32_000, column=HEADER.index("party")),
        "a cell far away": again(lambda _, sheet: sheet.write(1_048_575, 16_383, "x")),
        "a cell beside the table": again(lambda _, sheet: sheet.write(3, 13, "see below")),
        "a total below": again(lambda _, sheet: sheet.write_row(9, 4, ["Total", 31_000_000])),
        "heading again in the middle": again(lambda _, sheet: sheet.write_row(4, 0, HEADER)),
        "a column named twice": again(lambda _, sheet: sheet.write(0, 11, "value")),
        "heading misspelt": again(lambda _, sheet: sheet.write(0, VALUE, "values")),
        "heading of the value lost": again(lambda _, sheet: sheet.write(0, VALUE, "")),
    },
)

XML = damages(
    "workbook",
    {
        "sheet in UTF-16": part(SHEET, utf_16),
        "texts in UTF-16": part(STRINGS, utf_16),
        "workbook part in UTF-16": part("xl/workbook.xml", utf_16),
        "texts in Latin-1, declared": part(
            STRINGS,
            lambda xml: xml.decode().replace("UTF-8", "ISO-8859-1").encode("latin-1"),
        ),
        "texts in Latin-1, not declared": part(STRINGS, lambda xml: xml.decode().encode("latin-1")),
        "texts in UTF-8, declared as Latin-1": part(STRINGS, swapped(b"UTF-8", b"ISO-8859-1")),
        "sheet cut off": part(SHEET, cut_at(0.6)),
        "sheet cut in a number": part(SHEET, lambda xml: xml[: xml.index(b"2.05") + 3]),
        "texts cut off": part(STRINGS, cut_at(0.6)),
        "texts lost": part(STRINGS, lambda _: b""),
        "a text that is not there": part(SHEET, swapped(b't="s"><v>0</v>', b't="s"><v>9999</v>')),
        "a text by a negative number": part(SHEET, swapped(b't="s"><v>0</v>', b't="s"><v>-1</v>')),
        "a text number that is none": part(SHEET, swapped(b't="s"><v>0</v>', b't="s"><v>x</v>')),
        "a cell type that is none": part(
            SHEET, swapped(NLD_VALUE, b'<c r="F2" t="zz"><v>2.05</v></c>')
        ),
        "a number with a comma": part(SHEET, swapped(NLD_VALUE, b'<c r="F2"><v>2,05</v></c>')),
        "a number in two parts": part(
            SHEET, swapped(NLD_VALUE, b'<c r="F2"><v>2<!-- -->.05</v></c>')
        ),
        "a number twice": part(SHEET, swapped(NLD_VALUE, b'<c r="F2"><v>2.05</v><v>3</v></c>')),
        "a number in CDATA": part(
            SHEET, swapped(NLD_VALUE, b'<c r="F2"><v><![CDATA[2.05]]></v></c>')
        ),
        "a number in characters": part(SHEET, swapped(NLD_VALUE, b'<c r="F2"><v>&#50;.05</v></c>')),
        "a cell twice": part(SHEET, swapped(NLD_VALUE, NLD_VALUE + b'<c r="F2"><v>3</v></c>')),
        "a cell without its place": part(SHEET, swapped(NLD_VALUE, b"<c><v>2.05</v></c>")),
        "a cell in another row": part(SHEET, swapped(NLD_VALUE, b'<c r="F9"><v>2.05</v></c>')),
        "rows without numbers": part(SHEET, lambda xml: re.sub(rb'<row r="\d+"', b"<row", xml)),
        "cells without places": part(SHEET, lambda xml: re.sub(rb'<c r="[A-Z]+\d+"', b"<c", xml)),
        "a row twice": part(
            SHEET, lambda xml: re.sub(rb'(<row r="2".*?</row>)', rb"\1\1", xml, flags=re.DOTALL)
        ),
        "a row moved": part(SHEET, swapped(b'<row r="3"', b'<row r="30"')),
        "entities that expand": part(SHEET, swapped(b"<worksheet", LAUGHS + b"<worksheet")),
        "an external entity": part(
            SHEET,
            swapped(
                b"<worksheet", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet'
            ),
        ),
        "the list of sheets empty": part(
            "xl/workbook.xml",
            lambda xml: re.sub(rb"<sheets>.*</sheets>", b"<sheets></sheets>", xml),
        ),
        "the styles broken": part("xl/styles.xml", cut_at(0.5)),
        "the file cut off": cut_at(0.9),
        "the file cut in half": cut_at(0.5),
        "the beginning lost": lambda content: content[100:],
        "a byte flipped in the sheet": lambda content: _flipped(content),
        "rubbish below the end": lambda content: content + b"rubbish" * 20,
        "named as CSV": part("docProps/app.xml", lambda xml: xml + b"\n"),
    },
)


def _flipped(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        at = archive.getinfo(SHEET).header_offset + 200
    return content[:at] + bytes([content[at] ^ 4]) + content[at + 1 :]


def stacked(sheet: str, row: int, column: int, value: object) -> Inflict:
    """One cell of the stacked workbook with another content."""
    return lambda _: stacked_workbook(
        lambda book: book.get_worksheet_by_name(sheet).write(row, column, value, book.add_format())
    )


def in_stacked(write: Callable[[Worksheet], object]) -> Inflict:
    """The table of shares of the stacked workbook written into."""
    return lambda _: stacked_workbook(lambda book: write(book.get_worksheet_by_name("TABLE3")))


def heading(*cells: object) -> Inflict:
    """The years of the table of shares written anew; one that is None is blank."""
    return lambda _: stacked_workbook(
        lambda book: book.get_worksheet_by_name("TABLE3").write_row(4, 3, cells, book.add_format())
    )


STACKED = damages(
    "stacked",
    {
        "a figure as text": stacked("TABLE3", 6, 3, "1.05"),
        "a figure as text with comma": stacked("TABLE3", 6, 3, "1,05"),
        "a figure with a footnote": stacked("TABLE3", 6, 3, "1.05 a"),
        "an error among figures": stacked("TABLE3", 6, 3, "#REF!"),
        "a dash among figures": stacked("TABLE3", 6, 3, "-"),
        "two points among figures": stacked("TABLE3", 6, 3, ".."),
        "an Ally misspelt": stacked("TABLE3", 6, 1, "Belgum"),
        "an Ally in capitals": stacked("TABLE3", 6, 1, "BELGIUM"),
        "an Ally with a zero-width space": stacked("TABLE3", 6, 1, "Bel\u200bgium"),
        "an Ally twice": stacked("TABLE3", 7, 1, "Belgium"),
        "an Ally without a name": stacked("TABLE3", 6, 1, ""),
        "a year of two digits": stacked("TABLE3", 4, 3, 21),
        "a year as a figure with a point": stacked("TABLE3", 4, 3, 2021.5),
        "a year twice": stacked("TABLE3", 4, 4, 2021),
        "a year lost": stacked("TABLE3", 4, 3, ""),
        "a year in words": stacked("TABLE3", 4, 3, "year 2021"),
        "years lost but one": heading(None, None, None, "2024e"),
        "the header row lost": heading(None, None, None, None),
        "the header row doubled": in_stacked(
            lambda sheet: sheet.write_row(5, 3, [2021, 2022, "2023e", "2024e"])
        ),
        "the name of the block lost": stacked("TABLE3", 5, 3, ""),
        "the name of the block misspelt": stacked("TABLE3", 5, 3, "Share of real GDP"),
        "another block's name": stacked("TABLE3", 5, 3, "Annual real change (%)"),
        "the unit of the title changed": stacked(
            "TABLE2", 1, 1, "Table 2 : Defence expenditure (Billion US dollars)"
        ),
        "a remark among figures": stacked("TABLE3", 7, 4, "see note"),
        "a remark beside figures": stacked("TABLE3", 7, 9, "revised"),
        "a note between rows": in_stacked(lambda sheet: sheet.write(8, 1, "* revised")),
        "rows hidden": in_stacked(lambda sheet: sheet.set_row(6, None, None, {"hidden": True})),
        "sheet hidden": in_stacked(lambda sheet: sheet.hide()),
        "sheet in UTF-16": part("xl/worksheets/sheet2.xml", utf_16),
    },
)

TABLES: tuple[Damage, ...] = (*CELLS, *XML, *STACKED)
