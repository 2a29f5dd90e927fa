"""How rows come out: a table for people, JSON and CSV for programs."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from pipelines.cli_table import print_table

MOST_TABLE_ROWS = 200

# A partner's text must not drive the terminal; line breaks and tabs are harmless.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

Row = Mapping[str, object]


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def emit(rows: Sequence[Row], *, columns: Sequence[str], output: Format, empty: str) -> None:
    """Print rows; `columns` are those a table shows, `empty` is what a person reads of none."""
    if output is Format.JSON:
        emit_json(list(rows))
    elif output is Format.CSV:
        _emit_csv(rows, columns)
    elif rows:
        _emit_table(rows, columns)
    else:
        print(empty)


def emit_json(content: object) -> None:
    """Print one JSON document."""
    json.dump(content, sys.stdout, default=plain, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")


def plain(value: object) -> object:
    """A value as JSON knows it: dates in ISO form, decimals as numbers."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"not printable as JSON: {type(value).__name__}")


def _emit_csv(rows: Sequence[Row], columns: Sequence[str]) -> None:
    writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]) if rows else list(columns))
    writer.writeheader()
    writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)


def _cell(value: object) -> object:
    """A CSV cell; text a spreadsheet would take for a formula is quoted with an apostrophe."""
    text = _shown(value)
    if isinstance(value, str) and text[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return f"'{text}"
    return text


def _emit_table(rows: Sequence[Row], columns: Sequence[str]) -> None:
    shown = rows[:MOST_TABLE_ROWS]
    print_table(
        {column: [_shown(row[column], places=2) for row in shown] for column in columns},
        numbers=frozenset(
            column
            for column in columns
            if any(isinstance(row[column], int | Decimal) for row in shown)
        ),
    )
    if len(rows) > MOST_TABLE_ROWS:
        print(f"… and {len(rows) - MOST_TABLE_ROWS} more rows; see all with --format csv")


def _shown(value: object, *, places: int | None = None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:,.{places}f}" if places is not None else f"{value.normalize():f}"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, list | tuple):
        return "; ".join(_shown(item) for item in value)
    return _CONTROL.sub("�", str(value))
