"""Workbooks that submitters fill in: the only place that speaks XlsxWriter.

Every text is written as text, never as a formula or an address, whatever it begins with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Literal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from reports.sheet_names import CODES, GUIDE, LISTS

LONGEST_CELL = 32_000
MOST_DIGITS = 15
ROWS_READY = 10_000

_LINE_POINTS, _MOST_LINES = 13.5, 8
_LONGEST_MESSAGE = 255
_LONGEST_TITLE = 32
_GUIDE_WIDTHS = (32, 62, 16, 12, 16)
_INK, _BAND, _OURS, _MARKED = "#1b2430", "#1f3a5f", "#eef1f4", "#fbe3dc"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What a cell may hold, and what it means."""

    code: str
    meaning: str = ""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column that is filled in. Without `choices` anything goes; `is_strict` refuses others.

    One of `kind` number keeps what a spreadsheet takes for a number; all others are texts, so that
    a period or a day stays as it is typed. `is_ours` marks what nobody has to touch.
    """

    name: str
    help: str
    width: int = 14
    kind: Literal["text", "number", "day"] = "text"
    choices: tuple[Choice, ...] = ()
    is_strict: bool = True
    is_ours: bool = False


@dataclass(frozen=True, kw_only=True)
class FilledRow:
    """A row that is there already; `marked` names the columns that need a hand."""

    cells: Mapping[str, str | Decimal | None]
    marked: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Guidance:
    """A table of the sheet that explains."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class FillIn:
    """A workbook to fill in: its sheet, and the sheets that explain it."""

    sheet: str
    columns: tuple[Column, ...]
    title: str
    steps: tuple[str, ...]
    guidance: tuple[Guidance, ...]
    codes: Guidance
    made_on: date
    rows: Sequence[FilledRow] = field(default=())


def write_workbook(form: FillIn) -> bytes:
    """The workbook as an XLSX file; the same form makes the same bytes."""
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(stream, options) as workbook:
        created = datetime.combine(form.made_on, time(), tzinfo=UTC).replace(tzinfo=None)
        workbook.set_properties({"title": form.title, "created": created})
        _Writer(workbook, form).write()
    return stream.getvalue()


class _Writer:
    """One workbook being written, with its formats."""

    def __init__(self, workbook: Workbook, form: FillIn) -> None:
        self.workbook = workbook
        self.form = form
        self.font = {"font_name": "Arial", "font_size": 10, "font_color": _INK}

    def write(self) -> None:
        """The sheet to fill in comes first: it is the one that is received."""
        sheet = self.workbook.add_worksheet(self.form.sheet)
        guide = self.workbook.add_worksheet(GUIDE)
        codes = self.workbook.add_worksheet(CODES)
        lists = self.workbook.add_worksheet(LISTS)
        lists.hide()
        self._form(sheet)
        self._lists(sheet, lists)
        self._guide(guide)
        self._codes(codes)

    def _made(self, **given: object) -> Format:
        return self.workbook.add_format({**self.font, "valign": "top", **given})

    def _form(self, sheet: Worksheet) -> None:
        sheet.freeze_panes(1, 0)
        sheet.set_row(0, 30)
        sheet.repeat_rows(0)
        _print_wide(sheet)
        for at, column in enumerate(self.form.columns):
            sheet.set_column(at, at, column.width, self._cell(column))
            sheet.write_string(0, at, column.name, self._heading(is_ours=column.is_ours))
            sheet.write_comment(0, at, column.help, {"x_scale": 2, "y_scale": 1.2})
        self._rows(sheet)

    def _cell(self, column: Column, *, is_marked: bool = False) -> Format:
        given: dict[str, object] = {} if column.kind == "number" else {"num_format": "@"}
        if column.is_ours:
            given |= {"bg_color": _OURS, "text_wrap": True, "bottom": 1, "bottom_color": "#d5dae0"}
        if is_marked:
            given |= {"bg_color": _MARKED, "border": 1, "border_color": "#e3a895"}
        return self._made(**given)

    def _heading(self, *, is_ours: bool = False) -> Format:
        colours = {"bg_color": "#d5dae0"} if is_ours else {"bg_color": _BAND, "font_color": "white"}
        return self._made(bold=True, valign="vcenter", **colours)

    def _rows(self, sheet: Worksheet) -> None:
        plain = [self._cell(column) for column in self.form.columns]
        marked = [self._cell(column, is_marked=True) for column in self.form.columns]
        for number, row in enumerate(self.form.rows, start=1):
            ours = [(row.cells.get(c.name), c.width) for c in self.form.columns if c.is_ours]
            sheet.set_row(number, _height((str(told or ""), width) for told, width in ours))
            for at, column in enumerate(self.form.columns):
                look = (marked if column.name in row.marked else plain)[at]
                _write(sheet, (number, at), row.cells.get(column.name), look)

    def _lists(self, sheet: Worksheet, lists: Worksheet) -> None:
        last = max(ROWS_READY, len(self.form.rows))
        written: dict[tuple[Choice, ...], str] = {}
        for at, column in enumerate(self.form.columns):
            if column.is_ours:
                continue
            if column.choices and column.choices not in written:
                written[column.choices] = _list(lists, len(written) * 2, column.choices)
            rule = _validation(column, written.get(column.choices, ""), at=at)
            if rule:
                sheet.data_validation(1, at, last, at, {**rule, **_messages(column)})

    def _guide(self, sheet: Worksheet) -> None:
        wrapped = self._made(text_wrap=True)
        sheet.hide_gridlines(2)
        _print_wide(sheet)
        for at, width in enumerate(_GUIDE_WIDTHS):
            sheet.set_column(at, at, width, wrapped)
        sheet.write_string(0, 0, self.form.title, self._made(bold=True, font_size=14))
        at = 2
        for number, step in enumerate(self.form.steps, start=1):
            sheet.merge_range(at, 0, at, len(_GUIDE_WIDTHS) - 1, "", wrapped)
            sheet.write_string(at, 0, f"{number}. {step}", wrapped)
            sheet.set_row(at, _height([(step, sum(_GUIDE_WIDTHS))]))
            at += 1
        for table in self.form.guidance:
            at = self._table(sheet, table, at=at + 1)

    def _codes(self, sheet: Worksheet) -> None:
        sheet.set_column(0, 0, 14, self._made())
        sheet.set_column(1, 1, 60, self._made(text_wrap=True))
        self._table(sheet, self.form.codes, at=0)
        sheet.freeze_panes(2, 0)

    def _table(self, sheet: Worksheet, table: Guidance, *, at: int) -> int:
        """Write a table from this row on; the row after it."""
        sheet.write_string(at, 0, table.title, self._made(bold=True, font_size=11))
        heading, cell = self._heading(), self._made(text_wrap=True, num_format="@")
        for place, name in enumerate(table.columns):
            sheet.write_string(at + 1, place, name, heading)
        for number, row in enumerate(table.rows, start=at + 2):
            sheet.set_row(number, _height(zip(row, _GUIDE_WIDTHS, strict=False)))
            for place, text in enumerate(row):
                _write(sheet, (number, place), text, cell)
        return at + 2 + len(table.rows)


def _print_wide(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _height(texts: Iterable[tuple[str, int]]) -> float:
    """How high a row of wrapped texts is, in points; each comes with the width of its column.

    Not every spreadsheet works this out for itself.
    """
    lines = max((-(-len(text) // width) for text, width in texts), default=1)
    return _LINE_POINTS * min(max(lines, 1), _MOST_LINES)


def _write(
    sheet: Worksheet, at: tuple[int, int], content: str | Decimal | None, look: Format
) -> None:
    """A text as text, a number as a number if a spreadsheet keeps all its digits."""
    if content is None:
        sheet.write_blank(*at, None, look)
    elif isinstance(content, Decimal) and _fits(content):
        sheet.write_number(*at, float(content), look)
    else:
        text = content if isinstance(content, str) else f"{content.normalize():f}"
        cut = text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…"
        sheet.write_string(*at, cut, look)


def _fits(number: Decimal) -> bool:
    return len(number.normalize().as_tuple().digits) <= MOST_DIGITS


def _list(sheet: Worksheet, at: int, choices: Sequence[Choice]) -> str:
    """Write a list of choices into two columns; the range of its codes, as a formula names it."""
    for number, choice in enumerate(choices):
        sheet.write_string(number, at, choice.code)
        sheet.write_string(number, at + 1, choice.meaning)
    first = xl_rowcol_to_cell(0, at, row_abs=True, col_abs=True)
    last = xl_rowcol_to_cell(len(choices) - 1, at, row_abs=True, col_abs=True)
    return f"={LISTS}!{first}:{last}"


def _validation(column: Column, choices: str, *, at: int) -> dict[str, object] | None:
    strictness = {"error_type": "stop" if column.is_strict else "warning"}
    if choices:
        return {"validate": "list", "source": choices, **strictness}
    cell = xl_rowcol_to_cell(1, at)
    if column.kind == "day":
        day = f'=AND(LEN({cell})=10,MID({cell},5,1)="-",MID({cell},8,1)="-")'
        return {"validate": "custom", "value": day, **strictness}
    if column.kind == "number":
        return {"validate": "custom", "value": f"=ISNUMBER({cell})", "error_type": "warning"}
    return None


def _messages(column: Column) -> dict[str, object]:
    """What is said when a cell is chosen, and when something else is typed."""
    told = column.help[:_LONGEST_MESSAGE]
    return {
        "input_title": column.name[:_LONGEST_TITLE],
        "input_message": told,
        "error_title": f"{column.name}: not as expected"[:_LONGEST_TITLE],
        "error_message": told,
    }
