"""Tables that fit the window they are read in: no cell is broken but prose, between words."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDTH_UNWATCHED = 200
LONGEST_WORD = 36
LEAST_PROSE = 20
FIRST_COLUMNS = 2

_GAP = 2


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One column as it is printed."""

    name: str
    cells: tuple[str, ...]
    is_number: bool
    is_stacked: bool = False

    @property
    def heading(self) -> str:
        """The name in words, one below the other where room is short."""
        return self.name.replace("_", "\n" if self.is_stacked else " ")

    @property
    def is_prose(self) -> bool:
        """Whether cells are too long to stand on one line each."""
        return max(map(len, self.cells), default=0) > LONGEST_WORD

    @property
    def width(self) -> int:
        """The least room it needs."""
        if self.is_prose:
            return LEAST_PROSE
        return max(map(len, (*self.heading.splitlines(), *self.cells)), default=0)


def console() -> Console:
    """Standard output; as wide as needed when nobody is watching."""
    return Console(width=None if sys.stdout.isatty() else WIDTH_UNWATCHED, highlight=False)


def print_table(cells: Mapping[str, Sequence[str]], *, numbers: frozenset[str]) -> None:
    """Print columns of cells; those that find no room are left out, and that is said."""
    terminal = console()
    columns = [
        Shown(name=name, cells=tuple(texts), is_number=name in numbers)
        for name, texts in cells.items()
    ]
    kept = fitting(columns, width=terminal.width)
    terminal.print(_table(kept))
    names = {column.name for column in kept}
    left_out = [column.name.replace("_", " ") for column in columns if column.name not in names]
    if left_out:
        said = f"no room for: {', '.join(left_out)}; see them in a wider window or --format csv"
        terminal.print(Text(said))


def fitting(columns: Sequence[Shown], *, width: int) -> list[Shown]:
    """The columns that fit: headings are stacked first, then columns left out from the right.

    The first ones say which row it is, and prose says why: those stay.
    """
    if _needed(columns) <= width:
        return list(columns)
    kept = [replace(column, is_stacked=True) for column in columns]
    while _needed(kept) > width:
        spare = [column for column in kept[FIRST_COLUMNS:] if not column.is_prose]
        if not spare:
            break
        kept.remove(spare[-1])
    return kept


def _needed(columns: Sequence[Shown]) -> int:
    return sum(column.width for column in columns) + _GAP * (len(columns) - 1)


def _table(columns: Sequence[Shown]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    for column in columns:
        table.add_column(
            column.heading,
            justify="right" if column.is_number else "left",
            overflow="fold",
            no_wrap=not column.is_prose,
            vertical="top",
        )
    for row in zip(*(column.cells for column in columns), strict=True):
        table.add_row(*(Text(cell) for cell in row))
    return table
