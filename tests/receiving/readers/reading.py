"""What a reader makes of a small file: its rows, and the words of its refusal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipelines.readers.contract import Limits, RefusedFileError, Row, Table

LIMITS = Limits()
Read = Callable[[Path], Table]


def read_all(read: Read, file: Path) -> tuple[list[Row], str | None]:
    """The rows given before the end or the refusal, and what the refusal says."""
    rows: list[Row] = []
    refusal = None
    try:
        for row in read(file).rows:
            rows.append(row)
    except RefusedFileError as error:
        refusal = str(error)
    assert refusal is None or (0 < len(refusal) < 400 and str(file.parent) not in refusal)
    return rows, refusal
