"""The commands that ask the warehouse and change nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from commitments.errors import UsageError
from commitments.model import Basis, SubmissionStatus, Verdict
from pipelines.asking import Question, answered
from pipelines.cli_options import AsOf, KnownOn, Output, RecordedBefore, day, instant
from pipelines.cli_output import Format, emit, emit_json
from pipelines.settings import load_settings
from pipelines.steps import opened_warehouse
from warehouse.reading import (
    Filters,
    read_assessments,
    read_set_aside,
    read_submissions,
)

ask = typer.Typer()

Commitment = Annotated[str | None, typer.Option(help="Only this commitment.")]
Party = Annotated[str | None, typer.Option(help="Only this party (ISO 3166-1 alpha-3).")]
Arrangement = Annotated[str | None, typer.Option(help="Only this arrangement.")]
Region = Annotated[str | None, typer.Option(help="Only parties of this region.")]
Period = Annotated[
    str | None, typer.Option(help="Only this period: 2024, 2024-H1, 2024-Q3, 2024-07, FY2026/27.")
]
OnBasis = Annotated[
    Basis, typer.Option(help="As reported, or recomputed: only promises that know such a basis.")
]
OfVerdict = Annotated[Verdict | None, typer.Option("--verdict", help="Only this verdict.")]
OfSource = Annotated[str | None, typer.Option("--source", help="Only this source.")]


@ask.command()
def status(
    commitment: Commitment = None,
    party: Party = None,
    arrangement: Arrangement = None,
    region: Region = None,
    period: Period = None,
    verdict: OfVerdict = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    recorded_before: RecordedBefore = None,
    basis: OnBasis = Basis.REPORTED,
    output: Output = Format.TABLE,
) -> None:
    """Where every promise stands: the stored judgement, or one for the dates given."""
    from pipelines.cli_rows import STATUS_COLUMNS, status_row

    question = Question(
        filters=Filters(
            commitment=commitment,
            arrangement=arrangement,
            party=party,
            period=period,
            verdict=verdict.value if verdict else None,
            parties=_parties_of(region),
        ),
        as_of=day(as_of),
        known_on=day(known_on),
        recorded_before=instant(recorded_before),
        basis=basis,
    )
    with answered(load_settings(), question) as answer:
        found = read_assessments(
            answer.warehouse.connection, relation=answer.relation, filters=question.filters
        )
    if not found:
        from pipelines.names import refuse_unknown

        refuse_unknown(load_settings(), question.filters)
    rows = [status_row(item) for item in found]
    emit(rows, columns=STATUS_COLUMNS, output=output, empty="no obligation passes these filters")


def _parties_of(region: str | None) -> tuple[str, ...] | None:
    if region is None:
        return None
    from commitments import parties

    if region not in parties.REGIONS:
        raise UsageError(f"--region {region}: expected one of {', '.join(parties.REGIONS)}")
    return tuple(sorted(code for code, place in parties.regions().items() if place == region))


@ask.command()
def explain(
    commitment: Annotated[str, typer.Argument(help="The commitment's identifier.")],
    party: Annotated[str, typer.Argument(help="The party's code.")],
    period: Annotated[str, typer.Argument(help="The period, e.g. 2024.")],
    as_of: AsOf = None,
    known_on: KnownOn = None,
    recorded_before: RecordedBefore = None,
    output: Output = Format.TABLE,
) -> None:
    """One verdict: the promise, the rule, the arithmetic, and the rows it rests on."""
    from pipelines.cli_explain import print_explanation
    from pipelines.cli_rows import explanation_document
    from pipelines.explain import explain as explain_one

    question = Question(
        filters=Filters(commitment=commitment),
        as_of=day(as_of),
        known_on=day(known_on),
        recorded_before=instant(recorded_before),
    )
    explanation = explain_one(
        load_settings(), question, commitment=commitment, party=party, period=period
    )
    if output is Format.TABLE:
        print_explanation(explanation)
    elif output is Format.JSON:
        emit_json(explanation_document(explanation))
    else:
        raise UsageError("--format csv: an explanation is not a table; use json")


@ask.command()
def submissions(
    source: OfSource = None,
    outcome: Annotated[
        SubmissionStatus | None, typer.Option("--status", help="Only this outcome.")
    ] = None,
    known_on: KnownOn = None,
    recorded_before: RecordedBefore = None,
    output: Output = Format.TABLE,
) -> None:
    """Everything received, with its receipt."""
    from pipelines.cli_rows import RECEIPT_COLUMNS, receipt_row

    if outcome is SubmissionStatus.DUPLICATE:
        raise UsageError(
            "--status duplicate: `receive` tells them; they change nothing, none is kept"
        )
    settings = load_settings()
    with opened_warehouse(settings) as warehouse:
        found = read_submissions(
            warehouse.connection,
            source=source,
            status=outcome.value if outcome else None,
            known_on=day(known_on),
            recorded_before=instant(recorded_before),
        )
    if not found:
        from pipelines.names import refuse_unknown_source

        refuse_unknown_source(settings, source)
    rows = [{**receipt_row(item), "withdrawn": item.is_withdrawn} for item in found]
    first = ("submission", *RECEIPT_COLUMNS[:2], "withdrawn", "received_at")
    columns = (*first, *RECEIPT_COLUMNS[2:])
    is_narrowed = source or outcome or known_on or recorded_before
    empty = "no submission passes these filters" if is_narrowed else "nothing received yet"
    emit(rows, columns=columns, output=output, empty=empty)


@ask.command()
def findings(
    source: OfSource = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    recorded_before: RecordedBefore = None,
    output: Output = Format.TABLE,
) -> None:
    """Figures that disagree, both shown, and rates or price indices that are not at hand."""
    from dataclasses import asdict

    from pipelines.findings import all_findings
    from pipelines.names import refuse_unknown_source

    settings = load_settings()
    refuse_unknown_source(settings, source)
    question = Question(
        as_of=day(as_of), known_on=day(known_on), recorded_before=instant(recorded_before)
    )
    found = all_findings(settings, question, source=source, today=datetime.now(UTC).date())
    columns = ("source", "kind", "party", "period", "indicator", "figure", "other_figure")
    rows = [asdict(item) for item in found]
    empty = "figures agree, and no price is missing"
    emit(rows, columns=(*columns, "unit", "reason", "known"), output=output, empty=empty)


@ask.command("set-aside")
def set_aside(
    submission: Annotated[
        str | None, typer.Option(help="Only this submission, as `submissions` names it.")
    ] = None,
    source: OfSource = None,
    output: Output = Format.TABLE,
) -> None:
    """Rows that may not be used: line, rule, reason and the text as it was sent."""
    from dataclasses import asdict

    settings = load_settings()
    with opened_warehouse(settings) as warehouse:
        found = read_set_aside(warehouse.connection, submission=submission, source=source)
        received = () if found else read_submissions(warehouse.connection)
    if not found:
        from pipelines.names import refuse_unknown_source, refuse_unknown_submission

        refuse_unknown_source(settings, source)
        refuse_unknown_submission(submission, received)
    columns = ("file", "line", "place", "rule", "reason", "original")
    rows = [asdict(item) for item in found]
    emit(rows, columns=columns, output=output, empty="no row is set aside")
