"""One sheet of grids, read from top to bottom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, pairwise

from pipelines.readers.contract import UNREAD, Row
from pipelines.readers.grid_layout import HeaderRow, Layout, label_of, without_marks
from pipelines.readers.sheets import Cells, SheetRow, place, visible

COLUMNS = ("sheet", "title", "block", "row_label", "column_label", "text", UNREAD, "marked")
NOTE = "a note of the sheet"

_UNREAD = 1 + COLUMNS.index(UNREAD)  # behind the place
_BETWEEN = " · "
_WORD = re.compile(r"[^\W\d_]{3}")
_FIGURE = re.compile(r"[-+(]?\d[\d.,'\s]*[^\W\d_]?[%*)]*|#\S+")
_QUOTED_CHARACTERS = 60


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A row without figures: the number of the row and its cells."""

    number: int
    cells: Cells

    @property
    def text(self) -> str:
        return _BETWEEN.join(text for _, text in visible(self.cells))


@dataclass(kw_only=True)
class GridSheet:
    """What is known of a sheet at the row that is read."""

    name: str
    layout: Layout
    header: HeaderRow = field(default_factory=HeaderRow)
    title: str | None = None
    block: str | None = None
    has_figures: bool = False
    _lines: list[_Line] = field(default_factory=list)
    _grid: list[tuple[int, Row]] = field(default_factory=list)
    _with_figures: set[int] = field(default_factory=set)

    def texts(self, rows: Iterable[SheetRow]) -> Iterator[Row]:
        """A row for each cell in or beside the figures, then one for each line that is a note."""
        for (_, number, cells), (_, _, below) in pairwise(chain(rows, [(self.name, 0, ())])):
            if header := self.layout.header_row(cells, before=self.header):
                yield from self._taken()
                self._start_grid(header)
            elif self._has_figures(cells):
                self.has_figures = True
                below_heading = self._below_heading(number, cells, below)
                self._grid += self._beside_label(number, below_heading)
            elif visible(cells):
                self._lines.append(_Line(number=number, cells=cells))
        yield from self._taken()
        yield from self._notes()

    def _taken(self) -> Iterator[Row]:
        """What stands below a header row, once it is known under which headings figures stand.

        A heading beside which figures stand without one is merged over them, or theirs was lost:
        which of them it means is not told, so that none is a figure.
        """
        headings = dict(visible(self.header.cells))
        shared = {at for at in self.header.columns if {at + 1} & self._with_figures - set(headings)}
        for at, row in self._grid:
            yield (*row[:_UNREAD], self._shared(at), *row[_UNREAD + 1 :]) if at in shared else row
        self._grid, self._with_figures = [], set()

    def _shared(self, at: int) -> str:
        return (
            f"stands under '{self._heading(at)}', beside which figures stand under no heading: "
            "which of them it means is not told; give every column a heading of its own"
        )

    @property
    def has_header(self) -> bool:
        """Whether a header row was met."""
        return bool(self.header.columns)

    def _start_grid(self, header: HeaderRow) -> None:
        """Headings right above a header row stay; the same header row again changes nothing.

        Lines above the first header row are the title.
        """
        if not self.has_header:
            self.title, self._lines = _joined(self._lines), []
        if not self._lines and header != self.header:
            self.block = (header.label or "").strip() or None
        self.header = header

    def _has_figures(self, cells: Cells) -> bool:
        """Whether something stands under the header cells, or figures stand beside a label."""
        columns = self.header.columns
        label_at, label = label_of(cells, columns)
        beside = [(at, text) for at, text in visible(cells) if at != label_at]
        if any(_FIGURE.fullmatch(text) for _, text in beside):
            return True
        texts = [text for at, text in beside if at in columns]
        is_heading = (
            label is None
            and (len(texts) < len(columns) or len(columns) == 1)
            and all(_WORD.search(text) for text in texts)
        )
        return bool(texts) and not is_heading

    def _below_heading(self, number: int, cells: Cells, below: Cells) -> Cells:
        """The row without the heading of a block that stands in it, left of its label.

        It is one if the row below has its label, and nothing else, where this one has its second.
        """
        end = self.header.columns[0] if self.has_header else 0
        left, left_below = ([at for at, _ in visible(row[:end])] for row in (cells, below))
        if len(left) != len(left_below) + 1 or left[1:] != left_below or not left_below:
            return cells
        self._lines.append(_Line(number=number, cells=cells[: left[1]]))
        return (*(None for _ in cells[: left[1]]), *cells[left[1] :])

    def _beside_label(self, number: int, cells: Cells) -> Iterator[tuple[int, Row]]:
        if self.has_header and self._lines:
            self.block, self._lines = _joined(self._lines), []
        label_at, label = label_of(cells, self.header.columns)
        for at, text in visible(cells):
            if at == label_at:
                continue
            if _FIGURE.fullmatch(text):
                self._with_figures.add(at)
            yield at, self._row(number, at, label=label, text=cells[at], unread=self._unread(at))

    def _row(
        self, number: int, at: int, *, label: str | None, text: str | None, unread: str | None
    ) -> Row:
        above = (self.title, self.block, label, self._heading(at))
        plain = without_marks((text or "").strip())
        marked = text if plain else None
        where = place(self.name, number, at)
        return (where, self.name or None, *above, plain or text, unread, marked)

    def _heading(self, at: int) -> str | None:
        return self.header.cells[at] if at < len(self.header.cells) else None

    def _unread(self, at: int) -> str | None:
        """Why the cell in this column is no figure; None when it stands under a heading."""
        if at in self.header.columns:
            return None
        if not self.has_header:
            return f"stands under no header row; expected above it {self.layout.header_in_words}"
        under = " ".join((self._heading(at) or "").split())
        nearest = min(self.header.columns, key=lambda column: abs(column - at))
        such = f"such as '{self._heading(nearest)}' beside it"
        if not under:
            return f"stands under no heading that is declared, {such}"
        return (
            f"stands under '{under[:_QUOTED_CHARACTERS]}', which is no heading as declared, {such}"
        )

    def _notes(self) -> Iterator[Row]:
        """Lines below the last figures; without a header row, all that is no figure."""
        for line in self._lines:
            at, _ = visible(line.cells)[0]
            where = place(self.name, line.number, at)
            yield (where, self.name or None, None, None, None, None, line.text, NOTE, None)


def _joined(lines: Iterable[_Line]) -> str | None:
    return _BETWEEN.join(line.text for line in lines) or None
