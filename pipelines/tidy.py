"""Our own tidy CSV: which layout a file has, or why it is not one."""

from __future__ import annotations

import csv
from pathlib import Path

from warehouse.layouts import LAYOUTS, Layout

_LONGEST_HEADER_BYTES = 65_536
_SHOWN = 80


class NotTidyError(Exception):
    """The file is not a table in a layout we know; the text tells the sender. An outcome."""


def read_header(path: Path) -> tuple[Layout, tuple[str, ...]]:
    """The layout of a CSV file and its columns in its own order.

    Raises:
        NotTidyError: saying what was expected and what was found.
    """
    columns = _columns(_first_line(path))
    layout = LAYOUTS["activities" if "activity" in columns else "observations"]
    missing = [column for column in layout.required if column not in columns]
    unknown = [column for column in columns if column not in layout.columns]
    doubled = sorted({column for column in columns if columns.count(column) > 1})
    if len(missing) == len(layout.required) or len(columns) == 1:
        raise NotTidyError(
            f"this is not a table in our format: expected a first line with the columns "
            f"{', '.join(layout.required)}, separated by commas; found {_shown(columns)}"
        )
    if missing:
        raise NotTidyError(f"columns missing: {', '.join(missing)}; found {_shown(columns)}")
    if unknown:
        raise NotTidyError(
            f"columns not known: {', '.join(unknown)}; known are {', '.join(layout.columns)}"
        )
    if doubled:
        raise NotTidyError(f"columns given twice: {', '.join(doubled)}")
    return layout, columns


def _first_line(path: Path) -> str:
    with path.open("rb") as stream:
        start = stream.readline(_LONGEST_HEADER_BYTES)
    if not start.strip():
        raise NotTidyError("the file is empty" if not start else "the first line is blank")
    if b"\x00" in start:
        raise NotTidyError("this is not a text file; send CSV in UTF-8, see docs/sources.md")
    try:
        return start.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotTidyError(
            "this is not UTF-8 text: it may be a binary file or another encoding; "
            "send CSV in UTF-8, see docs/sources.md"
        ) from None


def _columns(line: str) -> tuple[str, ...]:
    if "\r" in line.strip("\r\n"):
        raise NotTidyError("lines end in CR alone; save the file with line ends LF or CRLF")
    return tuple(name.strip() for name in next(csv.reader([line.strip("\r\n")])))


def _shown(columns: tuple[str, ...]) -> str:
    text = repr(", ".join(columns))
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…'"
