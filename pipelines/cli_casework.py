"""The command that tells of cases: the open queue, and how long each stage takes."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.cli_options import AsOf, KnownOn, Output, RecordedBefore, day, instant
from pipelines.cli_output import Format, emit
from pipelines.settings import load_settings

cases_told = typer.Typer()

QUEUE_COLUMNS = (
    *("activity", "priority", "stage", "since", "days_at_stage", "days_open", "moves_next"),
    *("due_on", "days_late", "verdict", "initiator", "illustrative"),
)
STAGE_COLUMNS = (
    *("kind", "stage", "mover", "reached", "moved_on", "median_days", "p90_days"),
    *("longest_days", "longest_case", "waiting", "longest_wait_days", "illustrative"),
)


@cases_told.command()
def cases(
    stages: Annotated[
        bool, typer.Option("--stages", help="How long each stage takes, instead of the queue.")
    ] = False,
    source: Annotated[str | None, typer.Option(help="Only cases of this source.")] = None,
    kind: Annotated[
        str | None, typer.Option(help="Only this kind, e.g. equipment-request.")
    ] = None,
    party: Annotated[
        str | None, typer.Option(help="Only cases with this party, on either side.")
    ] = None,
    priority: Annotated[str | None, typer.Option(help="Only this priority, e.g. urgent.")] = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    recorded_before: RecordedBefore = None,
    output: Output = Format.TABLE,
) -> None:
    """Open cases, the most urgent and the oldest first: who must move next, and by when.

    Clocks stand at the last day the edition at hand can speak of. The verdict is that of the
    response commitment the case counts for.
    """
    from dataclasses import asdict

    from pipelines.asking import Question
    from pipelines.casework import casework
    from warehouse.casework import CaseFilters

    question = Question(
        as_of=day(as_of), known_on=day(known_on), recorded_before=instant(recorded_before)
    )
    filters = CaseFilters(source=source, kind=kind, party=party, priority=priority)
    found = casework(load_settings(), question, filters)
    rows = [asdict(item) for item in (found.dwell_times if stages else found.open_cases)]
    for row in rows:
        row["illustrative"] = row.pop("is_illustrative")
    columns = STAGE_COLUMNS if stages else QUEUE_COLUMNS
    emit(rows, columns=columns, output=output, empty="no case is open among these")
