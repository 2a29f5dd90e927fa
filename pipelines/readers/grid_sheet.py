"""One sheet of grids, read from top to bottom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipelines.readers.cell_texts import column_letters
from pipelines.readers.contract import Row
from pipelines.readers.grid_layout import HeaderRow, Layout, label_of
from pipelines.readers.sheets import Cells, SheetRow, is_blank, place, visible

COLUMNS = ("sheet", "title", "block", "row_label", "column_label", "text")

_BETWEEN = " · "
_WORD = re.compile(r"[^\W\d_]{3}")


@dataclass(kw_only=True)
class LeftOut:
    """Cells of one column beside the figures that no header row claims."""

    under: str | None
    first: int
    last: int
    count: int = 0


@dataclass(kw_only=True)
class GridSheet:
    """What is known of a sheet at the row that is read."""

    name: str
    layout: Layout
    title: list[str] = field(default_factory=list)
    header: HeaderRow = field(default_factory=HeaderRow)
    block: str | None = None
    headings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    left_out: dict[int, LeftOut] = field(default_factory=dict)

    def figures(self, rows: Iterable[SheetRow]) -> Iterator[Row]:
        """A row for each text under a header cell, in the order of the sheet."""
        for _, number, cells in rows:
            if header := self.layout.header_row(cells, before=self.header):
                self._start_grid(header)
            elif not self.has_header:
                self.title.append(_joined(cells))
            elif self._has_figures(cells):
                yield from self._figures(number, cells)
            else:
                self._take_text(_joined(cells))
        self.notes += self.headings

    @property
    def has_header(self) -> bool:
        """Whether a header row was met."""
        return bool(self.header.columns)

    def facts(self) -> dict[str, str]:
        """What was read but not given; known once all figures were taken."""
        ending = f".{self.name}" if self.name else ""
        notes = self.notes if self.has_header else self.title
        left_out = [_in_words(at, left) for at, left in sorted(self.left_out.items())]
        found = {"notes": "\n".join(filter(None, notes)), "left_out": "\n".join(left_out)}
        return {f"{fact}{ending}": text for fact, text in found.items() if text}

    def _start_grid(self, header: HeaderRow) -> None:
        """Headings right above a header row stay; the same header row again changes nothing."""
        if not self.headings and header != self.header:
            label = (header.label or "").strip()
            self.block = label if label and self.layout.is_heading(label) else None
        self.header = header

    def _has_figures(self, cells: Cells) -> bool:
        """Whether something stands under the header cells, other than a heading set over them."""
        columns = self.header.columns
        texts = [text for at, text in visible(cells) if at in columns]
        is_heading = (
            label_of(cells, columns)[1] is None
            and (len(texts) < len(columns) or len(columns) == 1)
            and all(_WORD.search(text) and not text.startswith("#") for text in texts)
        )
        return bool(texts) and not is_heading

    def _figures(self, number: int, cells: Cells) -> Iterator[Row]:
        if self.headings:
            self.block, self.headings = _BETWEEN.join(self.headings), []
        label_at, label = label_of(cells, self.header.columns)
        title = _BETWEEN.join(filter(None, self.title)) or None
        for at, text in enumerate(cells):
            if at in self.header.columns and not is_blank(text):
                where = place(self.name, number, at)
                heading = self.header.cells[at]
                yield (where, self.name or None, title, self.block, label, heading, text)
            elif at != label_at and not is_blank(text):
                self._leave_out(number, at)

    def _take_text(self, text: str) -> None:
        if text:
            (self.headings if self.layout.is_heading(text) else self.notes).append(text)

    def _leave_out(self, number: int, at: int) -> None:
        heads = self.header.cells
        under = heads[at] if at < len(heads) else None
        left = self.left_out.setdefault(at, LeftOut(under=under, first=number, last=number))
        left.last = number
        left.count += 1


def _joined(cells: Cells) -> str:
    return _BETWEEN.join(text for _, text in visible(cells))


def _in_words(at: int, left: LeftOut) -> str:
    under = f" under {left.under.strip()!r}" if left.under and left.under.strip() else ""
    return (
        f"{left.count} cells in column {column_letters(at)}, "
        f"rows {left.first} to {left.last}{under}"
    )
