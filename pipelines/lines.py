"""From a row of the ledger back to the line of the archived file it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.settings import Settings
from pipelines.tidy import read_header
from warehouse.reading import Cell
from warehouse.staging import LocatedRow, UnreadableFileError, open_staging


def located_lines(
    settings: Settings, cells: Sequence[Cell]
) -> Mapping[tuple[str, int], LocatedRow]:
    """The line and text of each cell, by submission and row number.

    A file no longer in the archive, or whose lines cannot be told apart for certain, locates
    nothing.
    """
    ordered = sorted(cells, key=lambda cell: cell.archived_as)
    return {
        (submission, row.row_number): row
        for archived_as, group in groupby(ordered, key=lambda cell: cell.archived_as)
        for submission, row in _locate(settings, settings.archive / archived_as, list(group))
    }


def _locate(settings: Settings, file: Path, cells: Sequence[Cell]) -> list[tuple[str, LocatedRow]]:
    if not file.exists():
        return []
    layout, header = read_header(file)
    settings.staging.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(dir=settings.staging) as folder,
        open_staging(settings.location(), file=file, layout=layout, folder=Path(folder)) as staging,
    ):
        staged = staging.stage(header)
        try:
            rows = staging.locate_rows(staged, row_numbers=[cell.row_number for cell in cells])
        except UnreadableFileError:
            return []
    return [(cells[0].submission, row) for row in rows]
