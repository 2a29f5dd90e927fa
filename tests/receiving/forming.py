"""A file staged in the form it has, without the audit and the lake: quick to ask of many files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from commitments.model import FiscalYears
from pipelines.file_warnings import warnings_of
from pipelines.form_reading import StagedForm, stage_form
from pipelines.formed_file import FormedFile
from pipelines.opening import Formed, Opener
from pipelines.readers.contract import Limits
from pipelines.receipts import warnings_of_file
from pipelines.sources import Source, load_sources
from tests.receiving.writing import HOUSE
from warehouse.connection import Location
from warehouse.forms import open_form_staging

DAY = date(2026, 9, 1)


@dataclass(frozen=True, kw_only=True)
class FormedOutcome:
    """What was staged, the sentences its receipt would have of the file, and its rows."""

    staged: StagedForm
    warnings: Sequence[str]
    rows: Sequence[dict[str, Any]]

    def told(self, *columns: str) -> list[tuple[Any, ...]]:
        """These columns of every row."""
        return [tuple(row[name] for name in columns) for row in self.rows]


@cache
def sources() -> dict[str, Source]:
    """The sources as declared."""
    return load_sources(HOUSE / "pipelines" / "sources")


def formed(file: Path, *, published_on: date | None = DAY) -> FormedOutcome:
    """The file in the form it has; None reads the day from the file."""
    folder = file.parent / f"{file.name}-staged"
    folder.mkdir()
    location = Location(catalogue=file, data="none", scratch=folder / "scratch")
    opener = Opener(
        folder=folder, sources=tuple(sources().values()), limits=Limits(), location=location
    )
    content = opener.open(file, sent_as=file)
    assert isinstance(content, Formed)
    is_text = content.dialect is not None and content.form.format == "delimited"
    delimiter = content.dialect.delimiter if content.dialect and is_text else None
    read = FormedFile(
        content=content,
        sent_as=file,
        published_on=published_on,
        received_on=DAY,
        limits=Limits(),
        fiscal_years=FiscalYears(),
    )
    with open_form_staging(
        location, file=content.path, layout=content.layout, folder=folder, delimiter=delimiter
    ) as staging:
        staged = stage_form(staging, read, sources=sources())
        return FormedOutcome(
            staged=staged,
            warnings=warnings_of_file(warnings_of(content, staged, received_on=DAY)),
            rows=_rows(staging.staged_path),
        )


def _rows(path: Path) -> list[dict[str, Any]]:
    with duckdb.connect() as connection:
        found = connection.read_parquet(str(path))
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
