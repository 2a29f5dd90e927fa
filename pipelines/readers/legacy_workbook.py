"""XLS, the format of Excel 97 to 2003: the only module that speaks xlrd.

Calamine reads XLS too, but gives a cell error as a blank cell, so that nobody learns of it.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import time
from io import StringIO
from pathlib import Path

import xlrd

from pipelines.readers.cell_texts import cell_text, is_percent, number_text, percent_text
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


@dataclass(frozen=True, kw_only=True)
class _Shown:
    """How a sheet is shown: what is hidden, and the cells, from 0, with numbers in percent."""

    hidden: HiddenLines = field(default_factory=HiddenLines)
    percent: frozenset[tuple[int, int]] = frozenset()


def open_legacy_workbook(file: Path) -> Workbook:
    """An XLS file as a workbook; its sheets are read one at a time.

    Raises:
        RefusedFileError: when it is damaged or protected.
    """
    with _refusing_damage():
        book = _opened(file)
        shown = _shown(file)
        sheets = tuple(_described(book, name, shown) for name in book.sheet_names())
    return Workbook(
        sheets=sheets,
        facts={},
        read=lambda name: _rows(book, name, shown.get(name, _Shown()).percent),
    )


def _opened(file: Path, *, with_formats: bool = False) -> xlrd.Book:
    return xlrd.open_workbook(
        str(file),
        logfile=StringIO(),
        use_mmap=False,
        on_demand=True,
        ragged_rows=True,
        formatting_info=with_formats,
    )


def _described(book: xlrd.Book, name: str, shown: Mapping[str, _Shown]) -> Sheet:
    is_hidden = bool(book.sheet_by_name(name).visibility)
    book.unload_sheet(name)
    return Sheet(name=name, is_hidden=is_hidden, hidden=shown.get(name, _Shown()).hidden)


def _shown(file: Path) -> dict[str, _Shown]:
    """How each sheet is shown; xlrd tells it only where it can read all formats as well."""
    try:
        book = _opened(file, with_formats=True)
        return {name: _shown_of(book, name) for name in book.sheet_names()}
    except _DAMAGE:
        return {}


def _shown_of(book: xlrd.Book, name: str) -> _Shown:
    sheet, lines = book.sheet_by_name(name), HiddenLines()
    percent = {(row, at) for row in range(sheet.nrows) for at in _in_percent(book, sheet, row)}
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
    return _Shown(hidden=lines, percent=frozenset(percent))


def _in_percent(book: xlrd.Book, sheet: xlrd.sheet.Sheet, row: int) -> Iterator[int]:
    """The columns in which a row shows numbers times a hundred."""
    for at, kind in enumerate(sheet.row_types(row)):
        if kind == xlrd.XL_CELL_NUMBER:
            style = book.xf_list[sheet.cell_xf_index(row, at)]
            if is_percent(book.format_map[style.format_key].format_str):
                yield at


def _rows(
    book: xlrd.Book, name: str, percent: Collection[tuple[int, int]]
) -> Iterator[Sequence[str | None]]:
    with _refusing_damage():
        sheet = book.sheet_by_name(name)
        for row in range(sheet.nrows):
            yield [
                percent_text(cell.value) if (row, at) in percent else _text(cell, book.datemode)
                for at, cell in enumerate(sheet.row(row))
            ]
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
