"""Where the records of a CSV file stand in it: lines and text exactly as sent.

The reader skips blank lines, takes a quoted line break as text and says of a refused record only at
which byte it began; so records are counted here, by the same rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO


class RecordsDisagreeError(Exception):
    """The file divides into other records here than for the reader; nothing can be located."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LocatedRecord:
    """One record: what it was asked for by, its first line counted from 1, and its text."""

    row_number: int | None
    refused_at: int | None
    line: int
    original: str


def locate_records(
    file: Path, *, delimiter: str, refused: Sequence[int], wanted: Sequence[int], records: int
) -> Iterator[LocatedRecord]:
    """The refused records and the wanted rows of `file`, in its order.

    `refused` are the bytes at which the reader began the records it could not take, `wanted` are
    numbers of the rows it took, both ascending; `records` is how many it saw, the header included.

    Raises:
        RecordsDisagreeError: when these do not fit the records found here.
    """
    refusals, wishes = iter(refused), iter(wanted)
    refusal, wish = next(refusals, None), next(wishes, None)
    row_number, seen = -1, 0  # the header is row 0
    with file.open("rb") as stream:
        for line, ends_at, text in _records(stream, delimiter.encode()):
            seen += 1
            # The reader may count bytes from 1: a last line of one byte then begins where it ends.
            if refusal is not None and refusal < ends_at + (len(text) == 1):
                yield _located(text, line=line, refused_at=refusal)
                refusal = next(refusals, None)
                continue
            row_number += 1
            if row_number == wish:
                yield _located(text, line=line, row_number=row_number)
                wish = next(wishes, None)
    if (seen, refusal, wish) != (records, None, None):
        raise RecordsDisagreeError(f"{records} records were read where {seen} begin")


def _located(
    text: bytes, *, line: int, row_number: int | None = None, refused_at: int | None = None
) -> LocatedRecord:
    bare = text.removesuffix(b"\n").removesuffix(b"\r")
    return LocatedRecord(
        row_number=row_number,
        refused_at=refused_at,
        line=line,
        original=bare.decode("utf-8", errors="backslashreplace"),
    )


def _records(stream: BinaryIO, delimiter: bytes) -> Iterator[tuple[int, int, bytes]]:
    """The first line, the end in bytes and the text of each record; blank lines are none."""
    ends_at, first = 0, 0
    begun: list[bytes] = []
    for line, text in enumerate(stream, start=1):
        ends_at += len(text)
        if begun:
            begun.append(text)
            if not _leaves_open(text, delimiter, is_open=True):
                yield first, ends_at, b"".join(begun)
                begun = []
        elif b'"' in text and _leaves_open(text, delimiter, is_open=False):
            first, begun = line, [text]
        elif text not in {b"\n", b"\r\n"}:
            yield line, ends_at, text
    if begun:
        yield first, ends_at, b"".join(begun)


def _leaves_open(text: bytes, delimiter: bytes, *, is_open: bool) -> bool:
    """Whether a quoted field is open where the line ends; a quote opens one only at its start."""
    at = 0
    while True:
        if is_open:
            at = _closing_quote(text, at) + 1
            if at == 0:
                return True
            at = text.find(delimiter, at) + 1  # past what should not follow a closing quote
            if at == 0:
                return False
        is_open = text[at : at + 1] == b'"'
        at = at + 1 if is_open else text.find(delimiter, at) + 1
        if at == 0:
            return False


def _closing_quote(text: bytes, at: int) -> int:
    """Where the quoted field that is open at `at` closes, or -1; two quotes stand for one."""
    quote = text.find(b'"', at)
    while quote >= 0 and text[quote + 1 : quote + 2] == b'"':
        quote = text.find(b'"', quote + 2)
    return quote
