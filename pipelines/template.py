"""Template: the empty form of a source, as a workbook with choices and as CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from commitments.errors import UsageError
from pipelines.files import write_atomically
from pipelines.fill_in import codes, column_for, guidance, template_columns
from pipelines.settings import Settings
from pipelines.sources import Source, load_sources
from reports.workbooks import FillIn, write_workbook


@dataclass(frozen=True, kw_only=True)
class WrittenTemplate:
    """The two files of one source's empty form."""

    source: str
    workbook: Path
    table: Path


def write_template(
    settings: Settings, source: str, *, folder: Path, today: date
) -> WrittenTemplate:
    """Write the empty form of a source into a folder.

    Raises:
        UsageError: when the source is not declared.
        ConfigurationError: when a source's declaration is wrong.
    """
    sources = load_sources(settings.sources_folder)
    if source not in sources:
        raise UsageError(
            f"source {source!r} is not declared; known sources: {', '.join(sorted(sources))}"
        )
    declared, columns = sources[source], template_columns(sources[source])
    workbook, table = folder / f"{source}.xlsx", folder / f"{source}.csv"
    write_atomically(workbook, write_workbook(_form(declared, columns, today=today)))
    write_atomically(table, _header(columns))
    return WrittenTemplate(source=source, workbook=workbook, table=table)


def _form(source: Source, columns: tuple[str, ...], *, today: date) -> FillIn:
    return FillIn(
        sheet=source.layout.capitalize(),
        columns=tuple(column_for(source, name) for name in columns),
        title=f"How to fill in: {source.title}",
        steps=(
            f"Write one row per value on the sheet {source.layout.capitalize()}, below the heading."
            if source.layout == "observations"
            else "Write one row per stage that a case has reached on the sheet Activities.",
            "Choose from the list where a cell offers one; the sheet Codes names every party.",
            "Days and periods are texts: write 2024-12-31, and the spreadsheet leaves them alone.",
            "Leave the heading as it is. Send the workbook, or its first sheet as CSV (UTF-8).",
            "You get a receipt: what was accepted, and what was set aside and why.",
        ),
        guidance=guidance(source, columns=columns),
        codes=codes(source),
        made_on=today,
    )


def _header(columns: tuple[str, ...]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerow(columns)
    return stream.getvalue().encode("utf-8")
