"""A workbook as sheets of cells, whichever program wrote it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipelines.readers.cell_texts import column_letters
from pipelines.readers.contract import Hidden, Limits, RefusedFileError
from pipelines.readers.hidden_lines import HiddenLines

Cells = tuple[str | None, ...]
# A sheet's name, the number of a row from 1 and its cells from column A; blank rows are left out.
# A text file is one sheet without a name.
SheetRow = tuple[str, int, Cells]

_PLAIN_NAME = re.compile(r"\w+")
NUMBER = re.compile(r"[-+]?\d[\d.,]*")
_NAMES_SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet of a workbook; a hidden one is not what the sender shows.

    `hidden` are its rows and columns that are not.
    """

    name: str
    is_hidden: bool
    hidden: HiddenLines


@dataclass(frozen=True, kw_only=True)
class Workbook:
    """An open workbook: its sheets in their order, what it says of itself, and its cells.

    `read` gives the cells of every row of a sheet from row 1, column A. Of merged cells the first
    alone holds the text: a merged heading reads as one, and under a merged figure the cells beside
    it are blank, so that no neighbour is ever given a value that was not written there.
    """

    sheets: tuple[Sheet, ...]
    facts: Mapping[str, str]
    read: Callable[[str], Iterator[Sequence[str | None]]]


def chosen_sheets(workbook: Workbook, pattern: str | None) -> tuple[str, ...]:
    """The sheets whose name, trimmed, matches in full; without a pattern all that are shown.

    A hidden sheet is read only where a pattern names it.

    Raises:
        RefusedFileError: when no sheet is called so.
    """
    chosen = tuple(sheet.name for sheet in workbook.sheets if _is_chosen(sheet, pattern))
    if chosen:
        return chosen
    names = ", ".join(sheet.name for sheet in workbook.sheets[:_NAMES_SHOWN]) or "none"
    wanted = "a sheet that is shown" if pattern is None else f"a sheet called like {pattern!r}"
    raise RefusedFileError(f"expected {wanted}; found the sheets {names}")


def sheet_key(name: str) -> str:
    """What tells a sheet from others: `Table 3` and `TABLE3` are the same."""
    return re.sub(r"[\s_](?=\d)", "", name.strip()).casefold()


def facts_of(workbook: Workbook, chosen: Sequence[str]) -> dict[str, str]:
    """What the workbook says of itself, and the hidden sheets that were not read."""
    hidden = [
        sheet.name for sheet in workbook.sheets if sheet.is_hidden and sheet.name not in chosen
    ]
    return {**workbook.facts, **({"hidden_sheets": ", ".join(hidden)} if hidden else {})}


def hidden_in(workbook: Workbook, read: Collection[str]) -> tuple[Hidden, ...]:
    """What is hidden of these sheets, and holds something."""
    return tuple(
        Hidden(
            sheet=place(sheet.name),
            is_whole=sheet.is_hidden,
            rows=tuple(sheet.hidden.rows),
            columns=sheet.hidden.columns(),
        )
        for sheet in workbook.sheets
        if sheet.name in read and (sheet.is_hidden or sheet.hidden)
    )


def sheets_with_figures(workbook: Workbook, *, besides: Sequence[str]) -> tuple[str, ...]:
    """The other sheets in which a number stands, a hidden one marked so."""
    return tuple(
        f"{sheet.name} (hidden)" if sheet.is_hidden else sheet.name
        for sheet in workbook.sheets
        if sheet.name not in besides and _has_figures(workbook.read(sheet.name))
    )


def _has_figures(rows: Iterable[Sequence[str | None]]) -> bool:
    return any(text and NUMBER.fullmatch(text.strip()) for cells in rows for text in cells)


def sheet_rows(workbook: Workbook, chosen: Sequence[str], *, limits: Limits) -> Iterator[SheetRow]:
    """The rows of these sheets that hold anything, each with its number in its sheet.

    Raises:
        RefusedFileError: on what exceeds a limit, naming the place and the limit.
    """
    return limited(
        (
            (name, number, cells)
            for name in chosen
            for number, cells in enumerate(workbook.read(name), start=1)
        ),
        limits=limits,
    )


def limited(
    rows: Iterable[tuple[str, int, Sequence[str | None]]], *, limits: Limits
) -> Iterator[SheetRow]:
    """These rows without the blank ones and without blank cells at their ends.

    Raises:
        RefusedFileError: on what exceeds a limit, naming the place and the limit.
    """
    count = 0
    for sheet, number, cells in rows:
        if trimmed := _without_blank_end(cells):
            count += 1
            if count > limits.rows:
                raise RefusedFileError(f"more than {limits.rows:,} rows (limit: rows)")
            _check_cells(trimmed, limits=limits, at=place(sheet, number))
            yield sheet, number, trimmed


def place(sheet: str, row: int | None = None, column: int | None = None) -> str:
    """Where a person finds a cell, a row or a sheet of a workbook, or a row of a text.

    Examples: `TABLE3!F12`, `'Table 3'!17`, `TABLE3!`, `row 12, column B`.
    """
    if not sheet:
        return f"row {row}" + ("" if column is None else f", column {column_letters(column)}")
    name = sheet if _PLAIN_NAME.fullmatch(sheet) else "'" + sheet.replace("'", "''") + "'"
    return f"{name}!{'' if column is None else column_letters(column)}{row or ''}"


def is_blank(text: str | None) -> bool:
    """Whether nothing can be seen in a cell."""
    return text is None or not text.strip()


def visible(cells: Cells) -> list[tuple[int, str]]:
    """The cells in which something can be seen, trimmed, with their columns from 0."""
    return [(at, text.strip()) for at, text in enumerate(cells) if text and text.strip()]


def _check_cells(cells: Cells, *, limits: Limits, at: str) -> None:
    if len(cells) > limits.columns:
        raise RefusedFileError(
            f"{at}: {len(cells):,} columns, at most {limits.columns:,} are read (limit: columns)"
        )
    longest = max(len(text) for text in cells if text is not None)
    if longest > limits.cell_characters:
        raise RefusedFileError(
            f"{at}: a cell of {longest:,} characters, at most {limits.cell_characters:,} are "
            f"read (limit: cell_characters)"
        )


def _is_chosen(sheet: Sheet, pattern: str | None) -> bool:
    if pattern is None:
        return not sheet.is_hidden
    return re.fullmatch(pattern, sheet.name.strip()) is not None


def _without_blank_end(cells: Sequence[str | None]) -> Cells:
    end = len(cells)
    while end and cells[end - 1] is None:
        end -= 1
    return tuple(cells[:end])
