"""Rows and columns of a sheet that are hidden, and still hold something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from pipelines.readers.contract import Span

_MOST_COLUMNS = 16_384


@dataclass(kw_only=True)
class HiddenLines:
    """What of a sheet is hidden; rows and columns count from 1.

    Columns are kept as the bits of a number: which are hidden, and in which of those anything
    stands.
    """

    rows: list[Span] = field(default_factory=list)
    _hidden: int = 0
    _used: int = 0

    def hide_columns(self, first: int, last: int) -> None:
        """These columns are hidden."""
        self._hidden |= _bits(first, last)

    def use_columns(self, first: int, last: int) -> None:
        """Something stands in these columns of one row."""
        if self._hidden:
            self._used |= self._hidden & _bits(first, last)

    def use_hidden_rows(self, first: int, last: int) -> None:
        """These rows are hidden, and something stands in them; they come in their order."""
        if self.rows and self.rows[-1][1] == first - 1:
            first = self.rows.pop()[0]
        self.rows.append((first, last))

    def columns(self) -> tuple[Span, ...]:
        """The hidden columns in which anything stands."""
        return tuple(_spans_of(self._used))

    def __bool__(self) -> bool:
        """Whether anything that is hidden holds something."""
        return bool(self.rows or self._used)


def _bits(first: int, last: int) -> int:
    first, last = max(first, 1), min(last, _MOST_COLUMNS)
    return ((1 << (last - first + 1)) - 1) << first if first <= last else 0


def _spans_of(bits: int) -> Iterator[Span]:
    used = [at for at in range(1, bits.bit_length()) if bits >> at & 1]
    starts = [at for before, at in pairwise([-1, *used]) if at != before + 1]
    ends = [at for at, after in pairwise([*used, -1]) if after != at + 1]
    yield from zip(starts, ends, strict=True)
