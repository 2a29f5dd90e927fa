"""The command that counts who stood at what was promised, period by period."""

from __future__ import annotations

from typing import Annotated

import typer

from commitments.errors import UsageError
from commitments.tally import PeriodTally, doubt_words, tallies
from pipelines.asking import Question, answered
from pipelines.cli_options import AsOf, KnownOn, Output, RecordedBefore, day, instant
from pipelines.cli_output import Format, Row, emit
from pipelines.settings import load_settings
from reports.figures import number
from warehouse.reading import Filters, read_assessments

tally_asked = typer.Typer()

TALLY_COLUMNS = (
    *("period", "bound", "reached", "recomputed", "only_reported", "only_recomputed"),
    *("provisional", "in_doubt", "parties"),
)


@tally_asked.command()
def tally(
    commitment: Annotated[str, typer.Argument(help="The commitment's identifier.")],
    as_of: AsOf = None,
    known_on: KnownOn = None,
    recorded_before: RecordedBefore = None,
    output: Output = Format.TABLE,
) -> None:
    """How many and who stood at what was promised, period by period, and of whom it is in doubt.

    As reported and as recomputed; of a promise to reach a level that level counts, not the path.
    """
    from pipelines.names import refuse_unknown

    settings = load_settings()
    question = Question(
        filters=Filters(commitment=commitment),
        as_of=day(as_of),
        known_on=day(known_on),
        recorded_before=instant(recorded_before),
    )
    refuse_unknown(settings, question.filters)
    with answered(settings, question) as answer:
        promise = answer.written_down.register.commitment(commitment)
        found = read_assessments(
            answer.warehouse.connection, relation=answer.relation, filters=question.filters
        )
    told = tallies(promise, found)
    if found and not told:
        raise UsageError(
            f"{commitment} is a {promise.rule.kind} promise and has no level to stand at; "
            f"see `pledgewatch status --commitment {commitment}`"
        )
    is_table = output is Format.TABLE
    rows = [_row(item, is_table=is_table) for item in told]
    emit(rows, columns=TALLY_COLUMNS, output=output, empty="no period has begun yet")


def _row(item: PeriodTally, *, is_table: bool) -> Row:
    recomputed = item.recomputed
    only_reported = [] if recomputed is None else sorted({*item.reached} - {*recomputed})
    only_recomputed = [] if recomputed is None else sorted({*recomputed} - {*item.reached})
    is_all = is_table and len(item.provisional) == item.bound
    return {
        "period": item.period,
        "bound": item.bound,
        "reached": len(item.reached),
        "recomputed": None if recomputed is None else len(recomputed),
        "only_reported": only_reported,
        "only_recomputed": only_recomputed,
        "provisional": "all" if is_all else list(item.provisional),
        "in_doubt": [
            f"{doubt.party} {number(other.value, against=doubt.asked)} by {doubt_words(other)}"
            for doubt in item.doubts
            for other in doubt.by
        ],
        "parties": list(item.reached),
        "silent": list(item.silent),
    }
