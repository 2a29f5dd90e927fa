"""Corrections: the rows of a submission that were set aside, as a spreadsheet to be sent back."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from commitments.errors import UsageError
from commitments.model import Receipt
from pipelines.files import write_atomically
from pipelines.fill_in import codes, column_for, guidance, template_columns
from pipelines.names import refuse_unknown_submission
from pipelines.settings import Settings
from pipelines.sources import Source, load_sources
from pipelines.steps import opened_warehouse
from pipelines.tidy import AS_SENT, WHY
from reports.workbooks import Column, FilledRow, FillIn, write_workbook
from warehouse.reading import OpenRow, read_open_rows, read_submissions

MOST_ROWS = 5_000

_DELIMITERS = (",", ";", "\t", "|")
_WHY_COLUMN = Column(name=WHY, help="Why the row was set aside.", width=52, is_ours=True)
_AS_SENT_COLUMN = Column(name=AS_SENT, help="The row as you sent it.", width=52, is_ours=True)
_NUMBERS = frozenset({"value", "original_amount"})
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True, kw_only=True)
class WrittenForm:
    """The spreadsheet of one submission; `rows_open` may be more than the rows in it."""

    submission: str
    workbook: Path
    rows: int
    rows_open: int


def write_corrections(settings: Settings, submission: str, *, folder: Path) -> WrittenForm:
    """Write the rows of a submission that are set aside, for their sender to correct.

    Raises:
        UsageError: when there is no such submission, or nothing in it to correct.
    """
    sources = load_sources(settings.sources_folder)
    with opened_warehouse(settings) as warehouse:
        received = read_submissions(warehouse.connection)
        refuse_unknown_submission(submission, received)
        receipt = next(item for item in received if item.submission == submission)
        rows = read_open_rows(warehouse.connection, submission=submission, most=MOST_ROWS)
    source = sources.get(receipt.source or "")
    if not rows or source is None:
        raise UsageError(
            f"submission {submission}: no row is set aside that could be corrected by itself; "
            "`pledgewatch submissions` tells what became of it"
        )
    workbook = folder / form_name(receipt)
    write_atomically(workbook, correction_form(source, receipt, rows))
    return WrittenForm(
        submission=submission, workbook=workbook, rows=len(rows), rows_open=rows[0].rows_open
    )


def form_name(receipt: Receipt) -> str:
    """What the spreadsheet of a submission is called."""
    return f"corrections-{receipt.submission}.xlsx"


def correction_form(source: Source, receipt: Receipt, rows: Sequence[OpenRow]) -> bytes:
    """The spreadsheet: what was read of each row, what is wrong with it, and how to write it."""
    names = (*template_columns(source), "corrects")
    form = FillIn(
        sheet=source.layout.capitalize(),
        columns=(_WHY_COLUMN, *(column_for(source, name) for name in names), _AS_SENT_COLUMN),
        title=f"Rows to correct: {receipt.file}"[:200],
        steps=(
            f"No row on the sheet {source.layout.capitalize()} could be accepted; the columns "
            f"“{WHY}” and “{AS_SENT}” say why, and what you sent.",
            "Correct the marked cells. Delete a row that should not count; its original stays set "
            "aside.",
            "Leave the heading and the column “corrects” as they are: they say which row each one "
            "stands for. Rows of your own may be added below; leave “corrects” empty there.",
            "Send the workbook back. You get a receipt for it.",
        ),
        guidance=guidance(source, columns=names),
        codes=codes(source),
        made_on=receipt.edition or date.min,
        rows=[_filled(source, receipt, row, names=names) for row in rows],
    )
    return write_workbook(form)


def _filled(source: Source, receipt: Receipt, row: OpenRow, *, names: Sequence[str]) -> FilledRow:
    read = _as_sent(row) or _as_read(row.as_read)
    read |= {"source": source.id, "corrects": row.key}
    if receipt.edition:
        read["published_on"] = read.get("published_on") or receipt.edition.isoformat()
    cells = {name: _cell(name, read.get(name)) for name in names}
    cells[WHY] = f"{row.place}: {'; '.join(row.reasons)}"
    cells[AS_SENT] = row.original
    return FilledRow(cells=cells, marked=frozenset(_marked(row, names)))


def _as_sent(row: OpenRow) -> dict[str, str | None]:
    """The cells of a line of our own table as they were typed, if it has as many as it should."""
    if not row.original or not row.columns:
        return {}
    for delimiter in _DELIMITERS:
        cells = _cells(row.original, delimiter=delimiter)
        if len(cells) == len(row.columns):
            return {name: text or None for name, text in zip(row.columns, cells, strict=True)}
    return {}


def _cells(line: str, *, delimiter: str) -> list[str]:
    """The cells of a line; none of one that is longer than any that can be shown."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _as_read(as_read: str | None) -> dict[str, str | None]:
    told: Mapping[str, object] = json.loads(as_read) if as_read else {}
    return {name: None if value is None else str(value) for name, value in told.items()}


def _cell(name: str, text: str | None) -> str | Decimal | None:
    """A plain number as a number; `Infinity`, `2_05` or `1e999` stay what they are: a text."""
    is_number = text is not None and name in _NUMBERS and _PLAIN_NUMBER.fullmatch(text)
    return Decimal(text) if text and is_number else text


def _marked(row: OpenRow, names: Sequence[str]) -> Iterator[str]:
    """Columns that a rule is named after or a reason begins with."""
    parts = [part.strip() for reason in row.reasons for part in reason.split(";")]
    for name in names:
        by_rule = any(rule.replace("-", "_").startswith(name) for rule in row.rules)
        if by_rule or any(part.startswith(f"{name} ") for part in parts):
            yield name
