"""A plain table on a sheet of a workbook: a row of column names, and rows below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.readers.cell_texts import column_letters
from pipelines.readers.contract import Limits, RefusedFileError, Row, Table
from pipelines.readers.sheets import (
    Cells,
    SheetRow,
    Workbook,
    chosen_sheets,
    facts_of,
    is_blank,
    place,
    sheet_rows,
    visible,
)
from pipelines.readers.workbook import open_workbook

_BETWEEN = " · "
_PAIR = 2


@dataclass(frozen=True, kw_only=True)
class _Heading:
    """Where the table starts, and what stands above it."""

    sheet: str
    row: int
    cells: Cells
    above: Sequence[Sequence[str]]

    def facts(self) -> dict[str, str]:
        """What the lines above say: all of them, and of each of two cells what the first is."""
        title = _BETWEEN.join(text for line in self.above for text in line)
        pairs = {line[0]: line[1] for line in self.above if len(line) == _PAIR}
        return {**pairs, "title": title} if title else {}


def read_sheet(file: Path, *, columns: Sequence[str], sheet: str | None, limits: Limits) -> Table:
    """The table whose header row holds all these column names, trimmed, in any case and order.

    It is the first such row of the sheet with this very name, or of all sheets that are shown.
    All columns of the header row are given, by the names it gives them. A column without a name is
    left out when it is blank, and is called `column F` otherwise. Each row below that is not blank
    is given, with a place like `Sheet1!17`. What stands above the header row is the fact `title`;
    a line of two cells there is a fact of its own, `Last Updated Date`.

    Raises:
        RefusedFileError: when there is no such row, a name comes twice, or a limit is exceeded.
    """
    workbook = open_workbook(file, limits=limits)
    chosen = _named(workbook, sheet)
    heading = _heading(sheet_rows(workbook, chosen, limits=limits), columns, chosen)
    below = [name for name in chosen if name == heading.sheet]
    names = _column_names(heading, sheet_rows(workbook, below, limits=limits))
    return Table(
        columns=tuple(names.values()),
        rows=_rows(heading, sheet_rows(workbook, below, limits=limits), tuple(names)),
        facts={**heading.facts(), **facts_of(workbook, chosen), "sheet": heading.sheet},
    )


def _named(workbook: Workbook, sheet: str | None) -> tuple[str, ...]:
    if sheet is None:
        return chosen_sheets(workbook, None)
    names = tuple(found.name for found in workbook.sheets)
    if sheet not in names:
        raise RefusedFileError(f"expected a sheet {sheet!r}; found {', '.join(names) or 'none'}")
    return (sheet,)


def _heading(rows: Iterator[SheetRow], columns: Sequence[str], chosen: Sequence[str]) -> _Heading:
    wanted = {_folded(name) for name in columns}
    above: dict[str, list[list[str]]] = {}
    for sheet, number, cells in rows:
        if wanted <= {_folded(text) for text in cells}:
            return _Heading(sheet=sheet, row=number, cells=cells, above=above.get(sheet, []))
        above.setdefault(sheet, []).append([text for _, text in visible(cells)])
    raise RefusedFileError(
        f"no row holds all the columns {', '.join(columns)}; looked in {', '.join(chosen)}"
    )


def _column_names(heading: _Heading, rows: Iterator[SheetRow]) -> dict[int, str]:
    """The name of each column that has one or holds anything, by its number from 0."""
    used: set[int] = set()
    for _, number, cells in rows:
        if number > heading.row:
            used |= {at for at, text in enumerate(cells) if not is_blank(text)}
    named = dict(visible(heading.cells))
    names = {at: named.get(at, f"column {column_letters(at)}") for at in sorted(used | set(named))}
    folded = [_folded(name) for name in names.values()]
    doubled = [name for name in names.values() if folded.count(_folded(name)) > 1]
    if doubled:
        at = place(heading.sheet, heading.row)
        raise RefusedFileError(f"{at}: columns named twice: {', '.join(doubled)}")
    return names


def _rows(heading: _Heading, rows: Iterator[SheetRow], columns: tuple[int, ...]) -> Iterator[Row]:
    for sheet, number, cells in rows:
        if number > heading.row and not all(map(is_blank, cells)):
            texts = (cells[at] if at < len(cells) else None for at in columns)
            yield (place(sheet, number), *texts)


def _folded(text: str | None) -> str:
    return (text or "").strip().casefold()
