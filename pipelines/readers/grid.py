"""Grids: blocks of figures stacked on a sheet, a row for each label, a column for each heading.

    Table 3: share of GDP                     the title
                      2014      2023e         a header row: enough cells match one pattern
    Current prices                            a heading: names the block of the rows below
         Albania      1.35      1.74          values
    Constant prices
         Albania      1.41      1.66
    Notes: 2023 is an estimate.               a note

Every text under a matched cell is given, whatever it says; a blank cell is nothing sent. Texts that
are neither given nor part of a title or block are told among the facts, so that nothing is lost.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from pipelines.readers.contract import Limits, RefusedFileError, Row, Table
from pipelines.readers.delimited_cells import delimited_rows
from pipelines.readers.grid_layout import Header, Layout
from pipelines.readers.grid_sheet import COLUMNS, GridSheet
from pipelines.readers.sheets import SheetRow, chosen_sheets, facts_of, sheet_rows
from pipelines.readers.workbook import open_workbook


def read_grid(
    file: Path,
    *,
    headers: Sequence[Header],
    sheets: str | None,
    limits: Limits,
    blocks: str | None = None,
) -> Table:
    """The grids of a workbook; `sheets` is a pattern of the names of those to read.

    Raises:
        RefusedFileError: when the file is no workbook, a sheet that was asked for is missing or has
            no header row, or a limit is exceeded.
    """
    workbook = open_workbook(file, limits=limits)
    chosen = chosen_sheets(workbook, sheets)
    return grid_table(
        lambda: sheet_rows(workbook, chosen, limits=limits),
        layout=Layout.of(headers=headers, blocks=blocks),
        facts=facts_of(workbook, chosen),
        must_have_header=chosen if sheets is not None else (),
    )


def read_text_grid(
    file: Path,
    *,
    headers: Sequence[Header],
    delimiter: str,
    limits: Limits,
    blocks: str | None = None,
) -> Table:
    """The grids of a delimited text in UTF-8; its rows have no sheet.

    Raises:
        RefusedFileError: when it cannot be read, has no header row, or exceeds a limit.
    """
    return grid_table(
        lambda: delimited_rows(file, delimiter=delimiter, limits=limits),
        layout=Layout.of(headers=headers, blocks=blocks),
    )


def grid_table(
    rows: Callable[[], Iterator[SheetRow]],
    *,
    layout: Layout,
    facts: Mapping[str, str] | None = None,
    must_have_header: Sequence[str] = (),
) -> Table:
    """The grids among these rows, which are read twice: for the facts, then for the figures.

    Facts are `notes.SHEET`, texts that stand neither above the figures nor name a block, and
    `left_out.SHEET`, cells beside the figures that no header row claims; of a text without sheets
    `notes` and `left_out`.

    Raises:
        RefusedFileError: when there is no header row, or none in a sheet that must have one.
    """
    sheets = [_surveyed(sheet, group) for sheet, group in _sheets(rows(), layout)]
    _check_headers([sheet.name for sheet in sheets if sheet.has_header], must_have_header, layout)
    told = {fact: text for sheet in sheets for fact, text in sheet.facts().items()}
    return Table(
        columns=COLUMNS,
        rows=(row for sheet, group in _sheets(rows(), layout) for row in sheet.figures(group)),
        facts={**(facts or {}), **told},
    )


def _sheets(
    rows: Iterator[SheetRow], layout: Layout
) -> Iterator[tuple[GridSheet, Iterator[SheetRow]]]:
    for name, group in groupby(rows, key=itemgetter(0)):
        yield GridSheet(name=name, layout=layout), group


def _surveyed(sheet: GridSheet, rows: Iterator[SheetRow]) -> GridSheet:
    figures: Iterator[Row] = sheet.figures(rows)
    deque(figures, maxlen=0)
    return sheet


def _check_headers(found: Sequence[str], wanted: Sequence[str], layout: Layout) -> None:
    missing = [name for name in wanted if name not in found]
    if found and not missing:
        return
    where = f" in {', '.join(missing)}" if missing else ""
    raise RefusedFileError(f"no header row{where}: expected {layout.header_in_words}")
