"""XLS, the format of Excel 97 to 2003: the only module that speaks xlrd.

Calamine reads XLS too, but gives a cell error as a blank cell, so that nobody learns of it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import time
from io import StringIO
from pathlib import Path

import xlrd

from pipelines.readers.cell_texts import cell_text, number_text
from pipelines.readers.contract import RefusedFileError
from pipelines.readers.hidden_lines import HiddenLines
from pipelines.readers.sheets import Sheet, Workbook

# What xlrd lets through when a file is damaged: it checks with asserts and trusts offsets.
_DAMAGE = (
    xlrd.XLRDError,
    xlrd.compdoc.CompDocError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)
_BLANK = frozenset({xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK})


def open_legacy_workbook(file: Path) -> Workbook:
    """An XLS file as a workbook; its sheets are read one at a time.

    Raises:
        RefusedFileError: when it is damaged or protected.
    """
    with _refusing_damage():
        book = _opened(file)
        hidden = _hidden_lines(file)
        sheets = tuple(_described(book, name, hidden) for name in book.sheet_names())
    return Workbook(sheets=sheets, facts={}, read=lambda name: _rows(book, name))


def _opened(file: Path, *, with_formats: bool = False) -> xlrd.Book:
    return xlrd.open_workbook(
        str(file),
        logfile=StringIO(),
        use_mmap=False,
        on_demand=True,
        ragged_rows=True,
        formatting_info=with_formats,
    )


def _described(book: xlrd.Book, name: str, hidden: Mapping[str, HiddenLines]) -> Sheet:
    is_hidden = bool(book.sheet_by_name(name).visibility)
    book.unload_sheet(name)
    return Sheet(name=name, is_hidden=is_hidden, hidden=hidden.get(name, HiddenLines()))


def _hidden_lines(file: Path) -> dict[str, HiddenLines]:
    """What is hidden on each sheet; xlrd tells it only where it can read all formats as well."""
    try:
        book = _opened(file, with_formats=True)
        return {name: _hidden_lines_of(book, name) for name in book.sheet_names()}
    except _DAMAGE:
        return {}


def _hidden_lines_of(book: xlrd.Book, name: str) -> HiddenLines:
    sheet, lines = book.sheet_by_name(name), HiddenLines()
    for column, info in sheet.colinfo_map.items():
        if info.hidden:
            lines.hide_columns(column + 1, column + 1)
    for row in range(sheet.nrows):
        used = [at for at, kind in enumerate(sheet.row_types(row), start=1) if kind not in _BLANK]
        if used and (info := sheet.rowinfo_map.get(row)) and info.hidden:
            lines.use_hidden_rows(row + 1, row + 1)
        for column in used:
            lines.use_columns(column, column)
    book.unload_sheet(name)
    return lines


def _rows(book: xlrd.Book, name: str) -> Iterator[Sequence[str | None]]:
    with _refusing_damage():
        sheet = book.sheet_by_name(name)
        for number in range(sheet.nrows):
            yield [_text(cell, book.datemode) for cell in sheet.row(number)]
        book.unload_sheet(name)


def _text(cell: xlrd.sheet.Cell, datemode: int) -> str | None:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return cell_text(cell.value)
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return number_text(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _date_text(cell.value, datemode)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return cell_text(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, f"#ERROR {cell.value}!"))
    return None


def _date_text(value: float, datemode: int) -> str | None:
    """A day, a time of day, or both; a number that is none of them stays a number."""
    try:
        moment = xlrd.xldate_as_datetime(value, datemode)
    except (ValueError, OverflowError):
        return number_text(value)
    if value < 0:
        return number_text(value)
    if value < 1:
        return cell_text(moment.time())
    return cell_text(moment.date() if moment.time() == time() else moment)


@contextmanager
def _refusing_damage() -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        if "encrypted" in str(error).lower():
            raise RefusedFileError(
                "the workbook is protected with a password; send it without one"
            ) from None
        raise RefusedFileError(
            "the workbook is damaged and cannot be read to its end; "
            "open it, save it as XLSX and send that"
        ) from error
