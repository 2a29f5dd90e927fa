"""Workbooks in XLSX, ODS and XLS: the only module that speaks python-calamine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from pipelines.readers.cell_texts import cell_text
from pipelines.readers.contract import Limits
from pipelines.readers.document import document_facts
from pipelines.readers.hidden_lines import HiddenLines
from pipelines.readers.legacy_workbook import open_legacy_workbook
from pipelines.readers.safe_copy import Kind, copy_safely, damaged, protected, workbook_kind
from pipelines.readers.sheets import Sheet, SheetRow, Workbook, chosen_sheets, sheet_rows


def open_workbook(file: Path, *, limits: Limits) -> Workbook:
    """A workbook by its content, whatever its name says; its sheets are read when asked for.

    Raises:
        RefusedFileError: when it is no workbook, damaged, protected, or exceeds a limit.
    """
    kind = workbook_kind(file, limits=limits)
    if kind is Kind.XLS:
        return open_legacy_workbook(file)
    # Calamine keeps the copy open, so its name may go.
    with TemporaryDirectory() as folder:
        copy = Path(folder, f"workbook.{kind}")
        hidden = copy_safely(file, kind=kind, to=copy, limits=limits)
        with _refusing_damage():
            book = CalamineWorkbook.from_path(copy)
        facts = document_facts(copy, kind=kind)
    sheets = tuple(
        Sheet(
            name=found.name,
            is_hidden=found.visible != SheetVisibleEnum.Visible,
            hidden=hidden.get(found.name, HiddenLines()),
        )
        for found in book.sheets_metadata
        if found.typ == SheetTypeEnum.WorkSheet
    )
    return Workbook(sheets=sheets, facts=facts, read=lambda name: _rows(book, name))


def sheet_names(file: Path, *, limits: Limits) -> tuple[str, ...]:
    """The names of all sheets in their order, hidden ones too.

    Raises:
        RefusedFileError: as `open_workbook`.
    """
    return tuple(sheet.name for sheet in open_workbook(file, limits=limits).sheets)


def workbook_rows(file: Path, *, sheets: str | None, limits: Limits) -> Iterator[SheetRow]:
    """The rows of the sheets whose name matches, that hold anything.

    Raises:
        RefusedFileError: as `open_workbook`; late, when a limit is met while reading.
    """
    workbook = open_workbook(file, limits=limits)
    return sheet_rows(workbook, chosen_sheets(workbook, sheets), limits=limits)


def _rows(book: CalamineWorkbook, name: str) -> Iterator[Sequence[str | None]]:
    """Calamine counts rows from the first of the sheet, but columns from the first in use."""
    with _refusing_damage():
        sheet = book.get_sheet_by_name(name)
        before = [None] * (sheet.start[1] if sheet.start else 0)
        for values in sheet.iter_rows():
            yield [*before, *map(cell_text, values)]


@contextmanager
def _refusing_damage() -> Iterator[None]:
    try:
        yield
    except PasswordError:
        raise protected() from None
    except CalamineError as error:
        raise damaged() from error
