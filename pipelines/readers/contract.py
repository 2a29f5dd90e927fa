"""What every reader gives, what it may take, and how it refuses.

A reader turns one file into rows of text and decides nothing about their meaning: which row is a
value, of which indicator and for whom, is said by the source's declaration.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

# The column in which a reader says why a row is none to publish.
UNREAD = "unread"

# The place the text was read from, then one text per column; None where nothing was sent.
Row = tuple[str | None, ...]


class NumberText(str):
    """The text of what the file holds as a number: its point is a program's, and decimal."""


class RefusedFileError(Exception):
    """The file cannot be used as a whole; the text tells the sender why. An outcome, no fault.

    `rows_read` is how many rows it has, where that is known by then.
    """

    def __init__(self, reason: str, *, rows_read: int = 0) -> None:
        super().__init__(reason)
        self.rows_read = rows_read


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much of one submission is read; what is larger is refused with the limit named.

    Sizes in MB are of 1,000,000 bytes. `expanded_mb` and `members` speak of archives and of
    documents that are archives inside; `depth` of elements or objects within each other;
    `record_mb` of one record or activity, which a streaming reader holds whole.
    """

    file_mb: int = 4096
    expanded_mb: int = 4096
    members: int = 1000
    rows: int = 50_000_000
    columns: int = 2000
    cell_characters: int = 100_000
    depth: int = 64
    record_mb: int = 16


# The first and the last of rows or columns that follow one another, counted from 1.
Span = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """What is hidden of a sheet: the whole of it, or rows and columns in which anything stands.

    `sheet` is as places on it begin: `TABLE3!`.
    """

    sheet: str
    is_whole: bool
    rows: tuple[Span, ...]
    columns: tuple[Span, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A file as rows of text.

    `columns` names the texts of a row, without the place, which comes first in each row and is
    written as a person would look it up: `TABLE3!F12`, `contributors[17]`,
    `iati-activity[3]/transaction[2]`. Texts are as sent: numbers with every digit the file holds,
    days as 2024-12-31. `facts` is what the file says of itself as a whole. Rows are read while they
    are taken, so a refusal may come late. `unread_sheets` are the sheets of a workbook in which
    figures stand and nothing was read, `hidden` what was read and is hidden in it.
    """

    columns: tuple[str, ...]
    rows: Iterator[Row]
    facts: Mapping[str, str] = field(default_factory=dict)
    unread_sheets: tuple[str, ...] = ()
    hidden: tuple[Hidden, ...] = ()
