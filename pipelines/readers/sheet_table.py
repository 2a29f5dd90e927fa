"""A plain table on a sheet of a workbook: a row of column names, and rows below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.readers.blanks import plain_heading
from pipelines.readers.cell_texts import column_letters
from pipelines.readers.contract import Limits, RefusedFileError, Row, Table
from pipelines.readers.sheets import (
    Cells,
    SheetRow,
    Workbook,
    chosen_sheets,
    facts_of,
    hidden_in,
    is_blank,
    place,
    sheet_rows,
    sheets_with_figures,
    visible,
)
from pipelines.readers.workbook import open_workbook

_BETWEEN = " · "
_PAIR = 2


@dataclass(frozen=True, kw_only=True)
class _Heading:
    """Where the table of a sheet starts, and what stands above it."""

    sheet: str
    row: int
    cells: Cells
    above: Sequence[Sequence[str]]

    def facts(self) -> dict[str, str]:
        """What the lines above say: all of them, and of each of two cells what the first is."""
        title = _BETWEEN.join(text for line in self.above for text in line)
        pairs = {line[0]: line[1] for line in self.above if len(line) == _PAIR}
        return {**pairs, "title": title} if title else {}


@dataclass(kw_only=True)
class _Part:
    """The table of one sheet: its heading, and the columns in which anything stands below it."""

    heading: _Heading
    used: set[int] = field(default_factory=set)

    def names(self) -> dict[int, str]:
        """The name of each column that has one or holds anything, by its number from 0."""
        named = dict(visible(self.heading.cells))
        numbers = sorted(self.used | set(named))
        names = {at: named.get(at, f"column {column_letters(at)}") for at in numbers}
        folded = [_folded(name) for name in names.values()]
        if doubled := [name for name in names.values() if folded.count(_folded(name)) > 1]:
            at = place(self.heading.sheet, self.heading.row)
            raise RefusedFileError(f"{at}: columns named twice: {', '.join(doubled)}")
        return names


def read_sheet(
    file: Path,
    *,
    columns: Sequence[str],
    sheet: str | None,
    limits: Limits,
    names: Iterable[str] = (),
) -> Table:
    """The table whose header row holds all these column names, trimmed, in any case and order.

    It is below the first such row of the sheet with this very name, or of every sheet that is
    shown and has one: those are parts of one table. All columns of the header rows are given, by
    the one of `names` that is theirs but for capitals and underscores, or as the first row that
    has one writes it. A column without a name is left out when it is blank, and is
    called `column F` otherwise. Each row below that is not blank is given, with a place like
    `Sheet1!17`. What stands above the first header row is the fact `title`; a line of two cells
    there is a fact of its own, `Last Updated Date`.

    Raises:
        RefusedFileError: when there is no such row, a name comes twice, or a limit is exceeded.
    """
    workbook = open_workbook(file, limits=limits)
    chosen = _named(workbook, sheet)
    parts = _parts(sheet_rows(workbook, chosen, limits=limits), columns)
    if not parts:
        raise RefusedFileError(
            f"no row holds all the columns {', '.join(columns)}; looked in {', '.join(chosen)}"
        )
    found = {name: part.names() for name, part in parts.items()}
    written = {name: None for part in found.values() for name in part.values()}
    ordered = tuple(dict.fromkeys(map(_folded, written)))
    given = {_folded(name): name for name in (*reversed(written), *names)}
    first = next(iter(parts.values())).heading
    return Table(
        columns=tuple(given[folded] for folded in ordered),
        rows=_rows(
            {name: (parts[name].heading.row, _places(found[name], ordered)) for name in parts},
            sheet_rows(workbook, tuple(parts), limits=limits),
        ),
        facts={**first.facts(), **facts_of(workbook, chosen), "sheet": first.sheet},
        unread_sheets=sheets_with_figures(workbook, besides=tuple(parts)),
        hidden=hidden_in(workbook, parts),
    )


def _named(workbook: Workbook, sheet: str | None) -> tuple[str, ...]:
    if sheet is None:
        return chosen_sheets(workbook, None)
    names = tuple(found.name for found in workbook.sheets)
    if sheet not in names:
        raise RefusedFileError(f"expected a sheet {sheet!r}; found {', '.join(names) or 'none'}")
    return (sheet,)


def _parts(rows: Iterator[SheetRow], columns: Sequence[str]) -> dict[str, _Part]:
    wanted = {_folded(name) for name in columns}
    above: dict[str, list[list[str]]] = {}
    parts: dict[str, _Part] = {}
    for sheet, number, cells in rows:
        if part := parts.get(sheet):
            part.used |= {at for at, text in enumerate(cells) if not is_blank(text)}
        elif wanted <= {_folded(text) for text in cells}:
            told = above.get(sheet, [])
            heading = _Heading(sheet=sheet, row=number, cells=cells, above=told)
            parts[sheet] = _Part(heading=heading)
        else:
            above.setdefault(sheet, []).append([text for _, text in visible(cells)])
    return parts


def _places(names: Mapping[int, str], ordered: Iterable[str]) -> tuple[int | None, ...]:
    """In which column of a sheet each column of the table stands."""
    numbers = {_folded(text): at for at, text in names.items()}
    return tuple(numbers.get(folded) for folded in ordered)


def _rows(
    parts: Mapping[str, tuple[int, tuple[int | None, ...]]], rows: Iterator[SheetRow]
) -> Iterator[Row]:
    for sheet, number, cells in rows:
        header, columns = parts[sheet]
        if number > header and not all(map(is_blank, cells)):
            texts = (cells[at] if at is not None and at < len(cells) else None for at in columns)
            yield (place(sheet, number), *texts)


def _folded(text: str | None) -> str:
    return plain_heading(text or "")
