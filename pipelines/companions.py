"""A file beside another that says on which day both were published."""

from __future__ import annotations

import csv
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.readers.bounded import MEGABYTE
from pipelines.readers.contract import Limits, RefusedFileError
from pipelines.readers.delimited import dialect_of
from pipelines.readers.text import as_utf8


def told_by_companion(path: Path, *, column: str, limits: Limits) -> str | None:
    """What its only row says in `column`; None when there is no such file or it says nothing.

    Raises:
        RefusedFileError: when it is no table that can be read, or has another number of rows.
    """
    if not path.is_file():
        return None
    try:
        if path.stat().st_size > limits.record_mb * MEGABYTE:
            raise RefusedFileError(f"it is longer than {limits.record_mb} MB (limit record_mb)")
        with TemporaryDirectory() as folder:
            return _told(path, column=column, folder=Path(folder), limits=limits)
    except (RefusedFileError, csv.Error) as error:
        raise RefusedFileError(
            f"{path.name} beside it, which says the day of publication, cannot be used: {error}"
        ) from None


def _told(path: Path, *, column: str, folder: Path, limits: Limits) -> str | None:
    text = as_utf8(path, folder=folder, declared=None)
    dialect = dialect_of(text.path, limits=limits, wanted=[frozenset({column})])
    if column not in dialect.columns:
        raise RefusedFileError(
            f"expected the column {column}, found {', '.join(dialect.columns)[:80]}"
        )
    with text.path.open(encoding="utf-8-sig", newline="") as stream:
        below = islice(stream, dialect.first_record_line - 1, None)
        rows = [row for row in csv.reader(below, delimiter=dialect.delimiter, strict=True) if row]
    if len(rows) != 1 or len(rows[0]) != len(dialect.columns):
        raise RefusedFileError(
            f"expected one row of {len(dialect.columns)} cells below its heading, "
            f"found {len(rows)} {'row' if len(rows) == 1 else 'rows'}"
        )
    return rows[0][dialect.columns.index(column)].strip() or None
