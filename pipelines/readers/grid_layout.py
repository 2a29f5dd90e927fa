"""How grids are laid out on a sheet: what their header rows and headings look like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.readers.sheets import NUMBER, Cells, is_blank, visible

# Marks of footnotes behind a figure or a heading: `2.01*`, `2.4¹`, `2022 (r)`; what says that it is
# estimated, provisional or forecast is none.
_MARKS = re.compile(r"(?:\s*(?:[*†‡§¹²³⁰⁴-⁹]|\((?![epf]\))[a-z]{1,2}\)))+")


@dataclass(frozen=True, kw_only=True)
class Header:
    """How a header row is known: `at_least` of its cells, trimmed, match in full."""

    matches: str
    at_least: int = 2


@dataclass(frozen=True, kw_only=True)
class HeaderRow:
    """A header row: its cells, and which of them head a column of figures, counted from 0."""

    cells: Cells = ()
    columns: tuple[int, ...] = ()

    @property
    def label(self) -> str | None:
        """What stands before its first heading."""
        return label_of(self.cells, self.columns)[1] if self.columns else None


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The patterns of header rows."""

    headers: tuple[tuple[re.Pattern[str], int], ...]

    @classmethod
    def of(cls, headers: Sequence[Header]) -> Layout:
        """The layout that these patterns describe."""
        return cls(
            headers=tuple((re.compile(header.matches), header.at_least) for header in headers)
        )

    @property
    def header_in_words(self) -> str:
        """What a header row must hold."""
        return " or ".join(
            f"{at_least} or more cells like {pattern.pattern!r}"
            for pattern, at_least in self.headers
        )

    def header_row(self, cells: Cells, *, before: HeaderRow) -> HeaderRow | None:
        """These cells as a header row, by the first pattern that enough of them match.

        `before` is the header row above, if any: below it figures such as 2010 may look like years.
        """
        texts = visible(cells)
        for pattern, at_least in self.headers:
            plain = {at: without_marks(text, pattern) or text for at, text in texts}
            columns = tuple(at for at, text in plain.items() if pattern.fullmatch(text))
            read = tuple(plain[at] if at in columns else cell for at, cell in enumerate(cells))
            found = HeaderRow(cells=read, columns=columns)
            if len(columns) >= at_least and _heads_figures(found, before):
                return found
        return None


def without_marks(text: str, pattern: re.Pattern[str] = NUMBER) -> str | None:
    """The text without marks of footnotes at its end, if that is what the pattern matches."""
    found = pattern.match(text)
    return found[0] if found and _MARKS.fullmatch(text, found.end()) else None


def label_of(cells: Cells, columns: tuple[int, ...]) -> tuple[int | None, str | None]:
    """The first cell left of the figures that is not blank, and its column."""
    for at, text in enumerate(cells[: columns[0]] if columns else cells):
        if not is_blank(text):
            return at, text
    return None, None


def _heads_figures(row: HeaderRow, before: HeaderRow) -> bool:
    """Whether it is no row of figures: those have a label of their own, and come in no order.

    Else a header row may hold a number that matches no pattern, such as a mistyped year, but not
    as many as it holds headings: its column is set aside, not read by the headings above.
    """
    texts = visible(row.cells)
    others = sum(1 for at, text in texts if at not in row.columns and NUMBER.fullmatch(text))
    if not before.columns or row.label in {None, before.label}:
        return others < len(row.columns)
    headings = [text for at, text in texts if at in row.columns]
    is_numeric = all(text[0].isdigit() for text in headings)
    return others == 0 and (not is_numeric or sorted(headings) in (headings, headings[::-1]))
