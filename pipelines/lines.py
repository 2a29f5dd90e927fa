"""From a row of the ledger back to the line of the archived file it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.opening import Opener, Tidy
from pipelines.readers.contract import RefusedFileError
from pipelines.settings import Settings
from warehouse.reading import Cell
from warehouse.staging import LocatedRow, UnreadableFileError
from warehouse.tidy_staging import open_staging


def located_lines(
    settings: Settings, cells: Sequence[Cell]
) -> Mapping[tuple[str, int], LocatedRow]:
    """The line and text of each cell of a tidy table, by submission and row number.

    A cell of another form knows its place. A file no longer in the archive, or whose lines cannot
    be told apart for certain, locates nothing.
    """
    ordered = sorted(
        (cell for cell in cells if cell.place is None), key=lambda cell: cell.archived_as
    )
    return {
        (submission, row.row_number): row
        for archived_as, group in groupby(ordered, key=lambda cell: cell.archived_as)
        for submission, row in _locate(settings, settings.archive / archived_as, list(group))
    }


def _locate(settings: Settings, file: Path, cells: Sequence[Cell]) -> list[tuple[str, LocatedRow]]:
    if not file.exists():
        return []
    settings.staging.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=settings.staging) as folder:
        try:
            rows = _rows(settings, file, cells, folder=Path(folder))
        except (RefusedFileError, UnreadableFileError):
            return []
    return [(cells[0].submission, row) for row in rows]


def _rows(
    settings: Settings, file: Path, cells: Sequence[Cell], *, folder: Path
) -> list[LocatedRow]:
    location = settings.location()
    opener = Opener(folder=folder, sources=(), limits=settings.limits(), location=location)
    content = opener.open(file, sent_as=file)
    if not isinstance(content, Tidy):
        return []
    with open_staging(
        location,
        file=content.path,
        layout=content.layout,
        folder=folder,
        delimiter=content.dialect.delimiter,
        header_line=content.dialect.header_line,
    ) as staging:
        staged = staging.stage(content.header)
        numbers = [cell.row_number for cell in cells]
        return staging.locate_rows(records=staged.records, row_numbers=numbers)
