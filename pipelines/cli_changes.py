"""The command that tells which verdicts moved: as stored, or between any two states."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Annotated

import typer

from commitments.errors import UsageError
from commitments.model import Change
from pipelines.asking import Question
from pipelines.cli_options import (
    DAY_FORMATS,
    INSTANT_FORMATS,
    AsOf,
    KnownOn,
    Output,
    RecordedBefore,
    day,
    instant,
)
from pipelines.cli_output import Format, emit
from pipelines.settings import load_settings
from warehouse.reading import Filters

changes_asked = typer.Typer()

Since = Annotated[
    datetime | None,
    typer.Option(formats=DAY_FORMATS, help="Only what moved after this day.", show_default=False),
]
FromAsOf = Annotated[
    datetime | None,
    typer.Option(formats=DAY_FORMATS, help="The earlier state's --as-of.", show_default=False),
]
FromKnownOn = Annotated[
    datetime | None,
    typer.Option(formats=DAY_FORMATS, help="The earlier state's --known-on.", show_default=False),
]
FromRecordedBefore = Annotated[
    datetime | None,
    typer.Option(
        formats=INSTANT_FORMATS, help="The earlier state's --recorded-before.", show_default=False
    ),
]


@changes_asked.command()
def changes(
    commitment: Annotated[str | None, typer.Option(help="Only this commitment.")] = None,
    party: Annotated[str | None, typer.Option(help="Only this party (ISO 3166-1 alpha-3).")] = None,
    arrangement: Annotated[str | None, typer.Option(help="Only this arrangement.")] = None,
    period: Annotated[str | None, typer.Option(help="Only this period, e.g. 2024.")] = None,
    since: Since = None,
    from_as_of: FromAsOf = None,
    as_of: AsOf = None,
    from_known_on: FromKnownOn = None,
    known_on: KnownOn = None,
    from_recorded_before: FromRecordedBefore = None,
    recorded_before: RecordedBefore = None,
    output: Output = Format.TABLE,
) -> None:
    """Verdicts that moved, each with its cause and the figures before and after.

    Without dates, or with --since: between the judgements that were stored, the newest first. With
    a --from date: between two states, both judged for the question; what the earlier one is not
    given it shares with the later one.
    """
    from pipelines.cli_rows import CHANGE_COLUMNS, change_row

    filters = Filters(commitment=commitment, party=party, arrangement=arrangement, period=period)
    after = Question(
        filters=filters,
        as_of=day(as_of),
        known_on=day(known_on),
        recorded_before=instant(recorded_before),
    )
    before = replace(
        after,
        as_of=day(from_as_of) or after.as_of,
        known_on=day(from_known_on) or after.known_on,
        recorded_before=instant(from_recorded_before) or after.recorded_before,
    )
    has_from = any((from_as_of, from_known_on, from_recorded_before))
    if not has_from and not after.is_of_the_stored():
        raise UsageError(
            "say from which state: add --from-as-of, --from-known-on or --from-recorded-before"
        )
    if has_from and since:
        raise UsageError("--since asks what was stored: give it, or a --from date, not both")
    found = _between(before, after) if has_from else _stored(filters, since=since)
    rows = [change_row(item) for item in found]
    told = " between the two states" if has_from else f" since {day(since)}" if since else ""
    emit(rows, columns=CHANGE_COLUMNS, output=output, empty=f"no verdict has moved{told}")


def _between(before: Question, after: Question) -> list[Change]:
    from pipelines.changes import compare
    from pipelines.names import refuse_unknown

    settings = load_settings()
    refuse_unknown(settings, after.filters)
    return compare(settings, before, after)


def _stored(filters: Filters, *, since: datetime | None) -> list[Change]:
    from pipelines.steps import opened_warehouse
    from warehouse.changes import read_changes

    settings = load_settings()
    with opened_warehouse(settings) as warehouse:
        found = read_changes(warehouse.connection, filters=filters, since=day(since))
    if not found:
        from pipelines.names import refuse_unknown

        refuse_unknown(settings, filters)
    return found
