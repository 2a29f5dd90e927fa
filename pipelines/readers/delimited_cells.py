"""The cells of a delimited text in UTF-8, as if it were a sheet without a name."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from pipelines.readers.contract import Limits, RefusedFileError
from pipelines.readers.sheets import SheetRow, limited, place

# More than any row of figures; a line without end would fill the memory.
_LONGEST_LINE = 10_000_000


def delimited_rows(file: Path, *, delimiter: str, limits: Limits) -> Iterator[SheetRow]:
    """The rows that hold anything, numbered as a spreadsheet program would number them.

    Raises:
        RefusedFileError: when it is not UTF-8, a quote is not closed, or a limit is exceeded.
    """
    return limited(_rows(file, delimiter), limits=limits)


def _rows(file: Path, delimiter: str) -> Iterator[tuple[str, int, list[str | None]]]:
    number = 0
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            for cells in csv.reader(_lines(stream), delimiter=delimiter, strict=True):
                number += 1
                yield "", number, [text or None for text in cells]
    except UnicodeDecodeError:
        raise RefusedFileError(f"after {place('', number)}: this is not UTF-8 text") from None
    except csv.Error as error:
        raise RefusedFileError(f"after {place('', number)}: {error}") from None


def _lines(stream: TextIO) -> Iterator[str]:
    while line := stream.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            raise RefusedFileError(f"a line of {_LONGEST_LINE:,} characters or more")
        yield line
