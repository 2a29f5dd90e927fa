"""Options that several commands share."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

import typer

from pipelines.cli_output import Format

STRICT_EXIT_CODE = 3

_DAY = ["%Y-%m-%d"]
_INSTANT = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f"]
_INSTANT += [f"{form}%z" for form in _INSTANT[1:]]

AsOf = Annotated[
    datetime | None,
    typer.Option(formats=_DAY, help="The day from which deadlines are read.", show_default=False),
]
KnownOn = Annotated[
    datetime | None,
    typer.Option(
        formats=_DAY, help="Only editions published by this day count.", show_default=False
    ),
]
RecordedBefore = Annotated[
    datetime | None,
    typer.Option(
        formats=_INSTANT,
        help="Only what this system held before this time (UTC) counts.",
        show_default=False,
    ),
]
Output = Annotated[Format, typer.Option("--format", help="How rows are printed.")]


def day(value: datetime | None) -> date | None:
    """The day of an option."""
    return value.date() if value else None


def instant(value: datetime | None) -> datetime | None:
    """The time of an option in UTC, without a zone."""
    if value is None or value.tzinfo is None:
        return value
    return value.astimezone(UTC).replace(tzinfo=None)
