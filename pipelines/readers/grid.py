"""Grids: blocks of figures stacked on a sheet, a row for each label, a column for each heading.

    Table 3: share of GDP                     the title
                      2014      2023e         a header row: enough cells match one pattern
    Current prices                            a heading: names the block of the rows below
         Albania      1.35      1.74          values
    Constant prices
         Albania      1.41      1.66
    Notes: 2023 is an estimate.               a note

Every text under a matched cell is given, whatever it says, a figure and a heading without the marks
of footnotes behind them (the text with its marks is in `marked`); a blank cell is nothing sent. So
is every other text beside the figures, and every line that is neither part of a title nor the name
of a block, with a sentence in `unread` that says why it is no figure: nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from pipelines.readers.contract import Limits, RefusedFileError, Row, Table
from pipelines.readers.delimited_cells import delimited_rows
from pipelines.readers.grid_layout import Header, Layout
from pipelines.readers.grid_sheet import COLUMNS, GridSheet
from pipelines.readers.sheets import (
    SheetRow,
    chosen_sheets,
    facts_of,
    hidden_in,
    sheet_key,
    sheet_rows,
    sheets_with_figures,
)
from pipelines.readers.workbook import open_workbook


def read_grid(
    file: Path,
    *,
    headers: Sequence[Header],
    sheets: str | None,
    limits: Limits,
    unused: Sequence[str] = (),
    indispensable: Collection[str] = (),
) -> Table:
    """The grids of a workbook; `sheets` is a pattern of the names of those to read.

    `unused` are patterns of the names of sheets of which nothing is needed, not even a header row;
    `indispensable` the names of those that may not be sheets of notes alone.

    Raises:
        RefusedFileError: when the file is no workbook, a sheet that was asked for is missing or has
            no header row, or a limit is exceeded.
    """
    workbook = open_workbook(file, limits=limits)
    chosen = chosen_sheets(workbook, sheets)
    needed = [
        name
        for name in chosen
        if not any(re.fullmatch(pattern, name.strip()) for pattern in unused)
    ]
    return Table(
        columns=COLUMNS,
        rows=_texts(
            sheet_rows(workbook, chosen, limits=limits),
            layout=Layout.of(headers),
            must_have_header=needed if sheets is not None else (),
            indispensable={sheet_key(name) for name in indispensable},
        ),
        facts=facts_of(workbook, chosen),
        unread_sheets=sheets_with_figures(workbook, besides=chosen),
        hidden=hidden_in(workbook, chosen),
    )


def read_text_grid(
    file: Path, *, headers: Sequence[Header], delimiter: str, limits: Limits
) -> Table:
    """The grids of a delimited text in UTF-8; its rows have no sheet.

    Raises:
        RefusedFileError: when it cannot be read, has no header row, or exceeds a limit.
    """
    rows = delimited_rows(file, delimiter=delimiter, limits=limits)
    return Table(columns=COLUMNS, rows=_texts(rows, layout=Layout.of(headers)))


def _texts(
    rows: Iterator[SheetRow],
    *,
    layout: Layout,
    must_have_header: Sequence[str] = (),
    indispensable: Collection[str] = (),
) -> Iterator[Row]:
    """What stands in these sheets.

    Raises:
        RefusedFileError: at the end, when there was no header row, or none in a sheet that must
            have one.
    """
    found, of_notes = [], []
    for name, group in groupby(rows, key=itemgetter(0)):
        sheet = GridSheet(name=name, layout=layout)
        yield from sheet.texts(group)
        if sheet.has_header:
            found.append(name)
        elif not sheet.has_figures and sheet_key(name) not in indispensable:
            of_notes.append(name)
    _check_headers(found, [name for name in must_have_header if name not in of_notes], layout)


def _check_headers(found: Sequence[str], wanted: Sequence[str], layout: Layout) -> None:
    missing = [name for name in wanted if name not in found]
    if found and not missing:
        return
    where = f" in {', '.join(missing)}" if missing else ""
    raise RefusedFileError(f"no header row{where}: expected {layout.header_in_words}")
