"""Options that several commands share."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

import typer

from pipelines.cli_output import Format

STRICT_EXIT_CODE = 3

DAY_FORMATS = ["%Y-%m-%d"]
INSTANT_FORMATS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f"]
INSTANT_FORMATS += [f"{form}%z" for form in INSTANT_FORMATS[1:]]

AsOf = Annotated[
    datetime | None,
    typer.Option(
        formats=DAY_FORMATS, help="The day from which deadlines are read.", show_default=False
    ),
]
KnownOn = Annotated[
    datetime | None,
    typer.Option(
        formats=DAY_FORMATS, help="Only editions published by this day count.", show_default=False
    ),
]
RecordedBefore = Annotated[
    datetime | None,
    typer.Option(
        formats=INSTANT_FORMATS,
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
