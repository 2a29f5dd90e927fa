"""How a delimited text writes its table: by which delimiter, and where the heading stands."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from pipelines.readers.blanks import plain_heading, trimmed
from pipelines.readers.contract import Limits, RefusedFileError

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}

_START_BYTES = 1_000_000
_TITLE_LINES = 30
# Column names may have line ends in them.
_LINES_OF_HEADING = 200
_RECORDS_TRIED = 50
_SHOWN = 80
# Sets of column names: those of a heading that is wanted, and of one that is meant to be.
_Sought = tuple[Collection[frozenset[str]], Collection[frozenset[str]]]
# The first line by which Excel is told a delimiter.
_SEP = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)

_TAG = re.compile(r"#[A-Za-z]\w*(?:\s*\+\s*[A-Za-z]\w*)*")


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """What a reader has to be told; values themselves are not looked at.

    Lines count from 1. `columns` are trimmed, and some may differ by their case alone; one without
    a name is called `column 43`. Cells
    with the delimiter or line ends in them are in `quote`, and a quote in one is written twice.
    `notes` are the lines above the heading that say anything, by their number; `facts` are what
    those of two cells say of the file; `has_tags` that below it stand the tags of the Humanitarian
    Exchange Language, one a column.
    """

    delimiter: str
    quote: str
    columns: tuple[str, ...]
    header_line: int
    first_record_line: int
    notes: Mapping[int, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    has_tags: bool = False


@dataclass(frozen=True, kw_only=True)
class _Heading:
    """A line read as the heading by one delimiter."""

    delimiter: str
    cells: tuple[str, ...]
    at: int
    lines: int
    is_wanted: bool
    is_meant: bool


def dialect_of(
    file: Path,
    *,
    limits: Limits,
    wanted: Collection[frozenset[str]] = (),
    meant: Collection[frozenset[str]] = (),
) -> Dialect:
    """The dialect of a UTF-8 text file.

    The heading is the first of the first 30 lines that has all names of one set of `wanted`, also
    in capitals and with blanks for underscores; without one, the first that has all of one set of
    `meant`; otherwise the first line that is not blank. The
    delimiter is the one that gives the heading and most of the first 50 rows the same number of
    columns, two at least.

    Raises:
        RefusedFileError: when no delimiter does, or more than one; when columns cannot be told
            apart; naming a limit.
    """
    lines = _first_lines(file)
    told = _SEP.fullmatch(lines[0])
    first = _first_written(lines, after=1 if told else 0)
    headings = _headings(lines, first=first, told=told[1] if told else None, sought=(wanted, meant))
    chosen = _chosen(headings, lines)
    return Dialect(
        delimiter=chosen.delimiter,
        quote='"',
        columns=_columns(chosen, limits=limits),
        header_line=chosen.at + 1,
        first_record_line=chosen.at + chosen.lines + 1,
        notes=_notes(lines, above=chosen, after=1 if told else 0),
        facts=_facts(lines[: chosen.at], delimiter=chosen.delimiter),
        has_tags=_has_tags(lines[chosen.at + chosen.lines :][:1], delimiter=chosen.delimiter),
    )


def _notes(lines: Sequence[str], *, above: _Heading, after: int) -> dict[int, str]:
    return {
        at + 1: line.rstrip("\r\n")
        for at, line in enumerate(lines[: above.at])
        if at >= after and trimmed(line.replace('"', "").replace(above.delimiter, ""))
    }


def _has_tags(first: Sequence[str], *, delimiter: str) -> bool:
    """Whether the first row is one of tags: `#org+name`, `#value+usd`.

    Source: https://hxlstandard.org/standard/1-1final/tagging/
    """
    try:
        rows = [*csv.reader(first, delimiter=delimiter)]
    except csv.Error:
        return False
    cells = [cell.strip() for row in rows for cell in row]
    tags = [cell for cell in cells if cell]
    return bool(tags) and all(_TAG.fullmatch(tag) for tag in tags)


def _facts(lines: Sequence[str], *, delimiter: str) -> dict[str, str]:
    """What lines of two cells above the heading say; a line that is no row says nothing."""
    rows = (
        [cell.strip() for cell in line.replace('"', "").split(delimiter) if cell.strip()]
        for line in lines
    )
    return {row[0]: row[1] for row in rows if len(row) == 2}


def _first_lines(file: Path) -> list[str]:
    """The whole lines among the first million bytes, with their ends."""
    with file.open("rb") as stream:
        start = stream.read(_START_BYTES)
        is_cut = bool(stream.read(1))
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(start, final=not is_cut)
    except UnicodeDecodeError as error:
        raise RefusedFileError(
            f"the byte at offset {error.start} is not UTF-8; send it as UTF-8"
        ) from None
    lines = list(io.StringIO(text.lstrip("\ufeff"), newline="\n"))
    if is_cut and not text.endswith("\n"):
        lines.pop()
    if is_cut and not lines:
        raise RefusedFileError(
            f"the first line is longer than {_START_BYTES} bytes, the limit; "
            "see that lines end in LF or CRLF"
        )
    return lines or [""]


def _first_written(lines: Sequence[str], *, after: int) -> int:
    for at, line in enumerate(lines[after:], start=after):
        if line.strip():
            return at
    raise RefusedFileError("the file has no line that is not blank")


def _headings(
    lines: Sequence[str], *, first: int, told: str | None, sought: _Sought
) -> list[_Heading]:
    """The heading by each delimiter by which there is one; only wanted ones if there are any."""
    if told is not None and told not in DELIMITERS:
        raise RefusedFileError(
            f"the first line says that {told!r} separates the columns; "
            f"known are {', '.join(DELIMITERS.values())}"
        )
    delimiters = DELIMITERS if told is None else (told,)
    found = [
        heading
        for delimiter in delimiters
        for at in range(first, min(len(lines), max(_TITLE_LINES, first + 1)))
        if (heading := _heading(lines, at=at, delimiter=delimiter, sought=sought))
    ]
    return (
        _topmost([heading for heading in found if heading.is_wanted])
        or _topmost([heading for heading in found if heading.is_meant])
        or [heading for heading in found if heading.at == first]
    )


def _topmost(headings: Sequence[_Heading]) -> list[_Heading]:
    top = min((heading.at for heading in headings), default=0)
    return [heading for heading in headings if heading.at == top]


def _heading(lines: Sequence[str], *, at: int, delimiter: str, sought: _Sought) -> _Heading | None:
    reader = csv.reader(lines[at : at + _LINES_OF_HEADING], delimiter=delimiter, strict=True)
    try:
        cells = tuple(map(trimmed, next(reader)))
    except csv.Error:
        return None
    if len(cells) == 1:
        return None
    names = {*cells, *map(plain_heading, cells)}
    is_wanted, is_meant = (any(names.issuperset(some) for some in sets) for sets in sought)
    return _Heading(
        delimiter=delimiter,
        cells=cells,
        at=at,
        lines=reader.line_num,
        is_wanted=is_wanted,
        is_meant=is_meant,
    )


def _chosen(headings: Sequence[_Heading], lines: Sequence[str]) -> _Heading:
    if len(headings) == 1 and headings[0].is_wanted:
        return headings[0]
    tried = [(heading, *_fitting(heading, lines)) for heading in headings]
    fitting = [heading for heading, rows, fit in tried if 2 * fit > rows or rows == 0]
    if len(fitting) == 1:
        return fitting[0]
    found = "; ".join(
        f"by {DELIMITERS[heading.delimiter]} line {heading.at + 1} has {len(heading.cells)} "
        f"columns, and so have {fit} of the {rows} rows tried below it"
        for heading, rows, fit in tried
    )
    raise RefusedFileError(
        "which delimiter separates the columns cannot be told for certain: expected commas, "
        "semicolons, tabs or bars that give the heading and the rows the same number of columns; "
        f"found {found or f'none of them in {_shown(lines)}'}"
    )


def _fitting(heading: _Heading, lines: Sequence[str]) -> tuple[int, int]:
    """How many rows were tried, and how many of them have as many cells as the heading."""
    widths = list(islice(_widths(heading, lines), _RECORDS_TRIED))
    return len(widths), widths.count(len(heading.cells))


def _widths(heading: _Heading, lines: Sequence[str]) -> Iterator[int]:
    """The number of cells of each row that is not blank; 0 where its quotes do not pair up."""
    below = islice(lines, heading.at + heading.lines, None)
    reader = csv.reader(below, delimiter=heading.delimiter, strict=True)
    while True:
        try:
            record = next(reader, None)
        except csv.Error:
            yield 0
            continue
        if record is None:
            return
        if len(record) > 1 or "".join(record).strip():
            yield len(record)


def _columns(heading: _Heading, *, limits: Limits) -> tuple[str, ...]:
    cells = heading.cells
    if len(cells) > limits.columns:
        raise RefusedFileError(
            f"the table has {len(cells)} columns, over the limit of {limits.columns} "
            "(PLEDGEWATCH_MOST_COLUMNS)"
        )
    if max(map(len, cells)) > limits.cell_characters:
        raise RefusedFileError(
            f"a column name is longer than {limits.cell_characters} characters, the limit"
        )
    if not heading.is_wanted:
        _refuse_blank(cells, line=heading.at + 1)
    columns = tuple(cell or f"column {number}" for number, cell in enumerate(cells, start=1))
    _refuse_doubled(columns)
    return columns


def _refuse_blank(cells: Sequence[str], *, line: int) -> None:
    """The first and the last column may lack a name, other columns make this a title.

    Row numbers have no name, nor has what follows a trailing delimiter; a title has empty cells
    beside it.
    """
    blank = [number for number, cell in enumerate(cells[1:-1], start=2) if not cell]
    if blank or not any(cells):
        raise RefusedFileError(
            f"line {line} is not a heading: column {blank[0] if blank else 1} has no name; "
            f"found {_shown(cells)}"
        )


def _refuse_doubled(columns: Sequence[str]) -> None:
    doubled = sorted(column for column, count in Counter(columns).items() if count > 1)
    if doubled:
        raise RefusedFileError(
            f"columns that cannot be told apart: {_shown(doubled)}; give each a name of its own"
        )


def _shown(texts: Sequence[str]) -> str:
    text = repr(", ".join(texts[:_SHOWN]))
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…'"
