"""How far the cells of a sheet spread, measured before a reader lays them out in memory.

On the way it is noted which rows and columns are hidden and hold something: calamine does not tell.
The XML is read with expat, the parser of Python's own libraries, without defining entities.
"""

from __future__ import annotations

import pyexpat
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from pipelines.readers.contract import Limits, RefusedFileError
from pipelines.readers.hidden_lines import HiddenLines
from pipelines.readers.sheets import place

# A cell that calamine holds and the place for it in the rectangle; a blank place takes half.
_BYTES_PER_CELL = 64
_MOST_ROWS = 1_048_576
_MOST_COLUMNS = 16_384
_LETTERS = re.compile("[A-Z]{1,3}")
_YES = frozenset({"1", "true"})
_NOT_SHOWN = frozenset({"collapse", "filter"})


@dataclass(kw_only=True)
class Rectangle:
    """The smallest one around all cells that hold something; rows and columns count from 1."""

    top: int = _MOST_ROWS
    left: int = _MOST_COLUMNS
    bottom: int = 0
    right: int = 0

    def hold(self, top: int, bottom: int, left: int, right: int) -> None:
        """Grow until these cells are inside, too.

        Raises:
            RefusedFileError: when no sheet is as large.
        """
        if bottom > _MOST_ROWS or right > _MOST_COLUMNS:
            raise _strange("a cell stands outside any sheet")
        self.top = min(self.top, top)
        self.left = min(self.left, left)
        self.bottom = max(self.bottom, bottom)
        self.right = max(self.right, right)

    @property
    def size(self) -> int:
        """How many cells it has."""
        return max(0, self.bottom - self.top + 1) * max(0, self.right - self.left + 1)


@dataclass(kw_only=True)
class SheetExtent:
    """Follows the XML of an XLSX part; only what stands within `sheetData` is a cell.

    `sheet` tells which sheet that is, where somebody is to be told.
    """

    limits: Limits
    sheet: Callable[[], str]
    rectangle: Rectangle = field(default_factory=Rectangle)
    row: int = 0
    column: int = 0
    used: tuple[int, int] | None = None
    type: str | None = None
    formula: tuple[int, int] | None = None
    is_sheet: bool = False
    has_value: bool = False
    is_hidden_row: bool = False
    lines: HiddenLines = field(default_factory=HiddenLines)

    def __post_init__(self) -> None:
        self._parser = _parser()
        self._parser.StartElementHandler = self._start
        self._parser.CommentHandler = self._refuse_interruption
        self._parser.ProcessingInstructionHandler = self._refuse_interruption
        self._parser.StartCdataSectionHandler = self._refuse_interruption

    def feed(self, chunk: bytes) -> None:
        """Take in the next bytes."""
        _parse(self._parser, chunk, is_last=False)

    def close(self) -> None:
        """Refuse what would not fit in memory.

        Raises:
            RefusedFileError: also when the XML ends early.
        """
        _parse(self._parser, b"", is_last=True)
        self._end_row()
        _check_size(self.rectangle.size, self.limits)

    def hidden(self) -> dict[str, HiddenLines]:
        """What is hidden and holds something, by the name of its sheet."""
        return {self.sheet(): self.lines} if self.lines else {}

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if not self.is_sheet:
            self.is_sheet = name == "sheetData"
            if name == "col" and attributes.get("hidden") in _YES:
                self.lines.hide_columns(int(attributes["min"]), int(attributes["max"]))
        elif name == "c":
            self._move_to(attributes.get("r"))
            self.type = attributes.get("t")
            self.has_value = False
        elif name in {"v", "is"}:
            self._take_value()
            self.used = (self.used[0] if self.used else self.column, self.column)
            if self.formula:
                self._parser.CharacterDataHandler = self._take_result
        elif name == "f" and self.type != "str":
            self.formula = (self.row, self.column - 1)
        elif name == "row":
            self._end_row()
            self._start_row(attributes.get("r"))
            self.is_hidden_row = attributes.get("hidden") in _YES

    def _start_row(self, number: str | None) -> None:
        before = self.row
        self.row, self.column, self.used = int(number or before + 1), 0, None
        if self.row <= before:
            raise _strange(f"row {self.row} comes after row {before}")

    def _move_to(self, reference: str | None) -> None:
        """A cell without a reference is the next of its row; one that comes twice is refused."""
        self._check_calculated()
        before = self.column
        self.column = before + 1
        if reference is not None:
            row = str(self.row)
            self.column = _column_number(reference.removesuffix(row))
            if self.column <= before:
                raise _strange(f"cell {reference[:20]!r} is not in its place in row {row}")

    def _check_calculated(self) -> None:
        if self.formula:
            raise _uncalculated(self.sheet(), *self.formula)

    def _take_value(self) -> None:
        if self.has_value:
            raise _strange(f"a cell in row {self.row} has two values")
        self.has_value = True
        self.lines.use_columns(self.column, self.column)

    def _take_result(self, text: str) -> None:
        if text.strip():
            self.formula = None
            self._parser.CharacterDataHandler = None

    def _end_row(self) -> None:
        self._check_calculated()
        if self.used:
            self.rectangle.hold(self.row, self.row, *self.used)
            if self.is_hidden_row:
                self.lines.use_hidden_rows(self.row, self.row)

    def _refuse_interruption(self, *_: str) -> None:
        if self.is_sheet:
            raise _strange("comments, CDATA or instructions stand among the cells")


@dataclass(kw_only=True)
class OdsExtent:
    """Follows the XML of an ODS part, where cells and rows may be repeated by a number."""

    limits: Limits
    sheet: str = ""
    size: int = 0
    rectangle: Rectangle = field(default_factory=Rectangle)
    row: int = 0
    rows: int = 0
    column: int = 0
    columns: int = 0
    used: tuple[int, int] | None = None
    is_table: bool = False
    is_hidden_row: bool = False
    declared: int = 0
    lines: dict[str, HiddenLines] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._parser = _parser()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def feed(self, chunk: bytes) -> None:
        """Take in the next bytes."""
        _parse(self._parser, chunk, is_last=False)

    def close(self) -> None:
        """Refuse what would not fit in memory; calamine holds all sheets of an ODS file at once.

        Raises:
            RefusedFileError: also when the XML ends early.
        """
        _parse(self._parser, b"", is_last=True)
        _check_size(self.size, self.limits)

    def hidden(self) -> dict[str, HiddenLines]:
        """What is hidden and holds something, by the name of its sheet."""
        return {sheet: lines for sheet, lines in self.lines.items() if lines}

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in {"table:table-cell", "table:covered-table-cell"}:
            self.column += self.columns
            self.columns = int(attributes.get("table:number-columns-repeated", 1))
            if "office:value-type" in attributes:
                self._use()
            elif "table:formula" in attributes:
                raise _uncalculated(self.sheet, self.row, self.column - 1)
        elif tag == "text:p":
            self._use()
        elif tag == "table:table-row":
            self._start_row(attributes)
        elif tag == "table:table-column" and self.is_table:
            self._declare_columns(attributes)
        elif tag == "table:table":
            self._start_table(attributes.get("table:name", ""))

    def _end(self, tag: str) -> None:
        if tag == "table:table-row" and self.used:
            last = self.row + self.rows - 1
            self.rectangle.hold(self.row, last, *self.used)
            if self.is_hidden_row:
                self.lines[self.sheet].use_hidden_rows(self.row, last)
        elif tag == "table:table":
            self.size += self.rectangle.size
            self.is_table = False

    def _start_row(self, attributes: dict[str, str]) -> None:
        self.row += self.rows
        self.rows = int(attributes.get("table:number-rows-repeated", 1))
        self.column, self.columns, self.used = 1, 0, None
        self.is_hidden_row = attributes.get("table:visibility") in _NOT_SHOWN

    def _declare_columns(self, attributes: dict[str, str]) -> None:
        first = self.declared + 1
        self.declared += int(attributes.get("table:number-columns-repeated", 1))
        if attributes.get("table:visibility") in _NOT_SHOWN:
            self.lines[self.sheet].hide_columns(first, self.declared)

    def _start_table(self, name: str) -> None:
        if self.is_table:
            raise _strange("a table stands within a table")
        self.sheet = name
        self.lines[name] = HiddenLines()
        self.declared = 0
        self.rectangle = Rectangle()
        self.row, self.rows, self.is_table = 1, 0, True

    def _use(self) -> None:
        left = self.used[0] if self.used else self.column
        last = self.column + self.columns - 1
        self.used = (left, last)
        if self.is_table:
            self.lines[self.sheet].use_columns(self.column, last)


def _parser() -> pyexpat.XMLParserType:
    parser = pyexpat.ParserCreate("UTF-8")
    parser.StartDoctypeDeclHandler = _refuse_entities
    return parser


def _parse(parser: pyexpat.XMLParserType, chunk: bytes, *, is_last: bool) -> None:
    try:
        parser.Parse(chunk, is_last)
    except (pyexpat.ExpatError, ValueError):
        raise RefusedFileError(
            "the workbook is damaged: the XML inside does not read to its end; "
            "save it again and send that"
        ) from None


def _refuse_entities(*_: str | bool | None) -> None:
    raise RefusedFileError("the workbook defines XML entities (a DOCTYPE), which are not read")


def _check_size(cells: int, limits: Limits) -> None:
    size_mb = cells * _BYTES_PER_CELL // 1_000_000
    if size_mb > limits.expanded_mb:
        raise RefusedFileError(
            f"cells stand so far apart that the sheet, opened, takes {size_mb:,} MB, at most "
            f"{limits.expanded_mb:,} MB are read (limit: expanded_mb)"
        )


def _uncalculated(sheet: str, row: int, column: int) -> RefusedFileError:
    """Libraries write formulas without their value, which would read as a blank cell."""
    return RefusedFileError(
        f"the formula in {place(sheet, row, column)} was never calculated; "
        f"open the workbook in a spreadsheet program, save it and send that"
    )


def _strange(what: str) -> RefusedFileError:
    return RefusedFileError(
        f"the workbook is damaged: {what}, which no spreadsheet program writes; "
        f"open it, save it again and send that"
    )


@lru_cache(maxsize=_MOST_COLUMNS)
def _column_number(letters: str) -> int:
    """From 1 for `A`; 0 for what is no column."""
    number = 0
    for letter in letters if _LETTERS.fullmatch(letters) else "":
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
