"""The text of a cell: every digit the file holds, days as a calendar writes them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from pipelines.readers.contract import NumberText

_LITERAL = re.compile(r'"[^"]*"|\\.')

CellValue = bool | int | float | str | date | datetime | time | timedelta


def cell_text(value: CellValue) -> str | None:
    """The text of one value as a workbook's reader gives it; None for a blank cell."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, timedelta):
        return _duration_text(value)
    return value.isoformat()


def number_text(value: float) -> NumberText:
    """The shortest text that reads back as the same double, never with an exponent.

    Example: 2014.0 is `2014`, 1e-07 is `0.0000001`.
    """
    text = repr(value) if value else "0"
    if "e" in text:
        text = format(Decimal(text), "f")
    return NumberText(text.removesuffix(".0"))


def percent_text(value: float) -> str:
    """A number as it is shown in percent: 0.041 is `4.1%`."""
    return f"{(Decimal(repr(value)) * 100).normalize():f}%"


def is_percent(picture: str) -> bool:
    """Whether a number's format shows it times a hundred; a sign that is quoted does not."""
    return "%" in _LITERAL.sub("", picture)


def column_letters(index: int) -> str:
    """The letters over a column, counted from 0: 0 is `A`, 26 is `AA`."""
    letters = ""
    while index >= 0:
        letters = chr(ord("A") + index % 26) + letters
        index = index // 26 - 1
    return letters


def _duration_text(value: timedelta) -> str:
    """Hours, minutes and seconds as a spreadsheet shows them: `36:00:00`."""
    minutes, seconds = divmod(round(abs(value).total_seconds()), 60)
    sign = "-" if value < timedelta(0) else ""
    return f"{sign}{minutes // 60}:{minutes % 60:02}:{seconds:02}"
