"""Explain: one verdict with its promise, its rule, its arithmetic and the rows it rests on."""

from __future__ import annotations

from commitments.errors import UsageError
from commitments.model import Assessment, Commitment, Deliver
from commitments.outlook import Outlook
from pipelines.asking import Answer, Question, answered, narrowed, with_figures
from pipelines.cards import cards_of
from pipelines.settings import Settings
from reports.cards import Card
from warehouse.consequences import read_outlooks
from warehouse.judgement import is_nothing_owed, judge
from warehouse.reading import Assessed, Filters, read_assessments


def explain(
    settings: Settings, question: Question, *, commitment: str, party: str, period: str
) -> Card:
    """Why one obligation has its verdict.

    Raises:
        UsageError: when there is no such obligation, saying what there is.
    """
    with answered(settings, question) as answer:
        promise = _promise(answer, commitment)
        assessment = _assessment(answer, question, promise, party=party, period=period)
        with_figures(answer, question)
        outlook = _outlook(answer, assessment)
        (card,) = cards_of(answer, [(promise, assessment, outlook)])
    return card


def _promise(answer: Answer, commitment: str) -> Commitment:
    known = {item.id: item for item in answer.written_down.register.commitments}
    if commitment not in known:
        raise UsageError(f"commitment {commitment!r} is not registered; known: {', '.join(known)}")
    return known[commitment]


def _outlook(answer: Answer, assessment: Assessment) -> Outlook:
    (outlook,) = read_outlooks(
        answer.warehouse.connection,
        relation=answer.relation,
        filters=Filters(commitment=assessment.commitment, party=assessment.party),
        as_of=answer.as_of,
        until=assessment.period_end,
    )
    return outlook


def _assessment(
    answer: Answer, question: Question, promise: Commitment, *, party: str, period: str
) -> Assessment:
    commitment = promise.id
    filters = Filters(commitment=commitment, party=party)
    found = read_assessments(answer.warehouse.connection, relation=answer.relation, filters=filters)
    for assessment in found:
        if assessment.period == period:
            return assessment
    if isinstance(promise.rule, Deliver):
        _refuse_nothing_owed(answer, question, promise, party=party, period=period)
    if not found:
        raise UsageError(
            f"{party} has no obligation under {commitment} as of {answer.as_of}; "
            "give a country code such as NLD, and see `pledgewatch status --commitment`"
        )
    periods = ", ".join(item.period for item in found)
    raise UsageError(
        f"{party} has no obligation for {period} under {commitment}; it has: {periods}"
    )


def _refuse_nothing_owed(
    answer: Answer, question: Question, promise: Commitment, *, party: str, period: str
) -> None:
    """Say so where a source puts what is owed at nothing: then there is no verdict to explain."""
    connection = answer.warehouse.connection
    if answer.relation is not Assessed.ASKED:
        judge(
            connection,
            narrowed(answer.written_down.register, question),
            home_party=answer.written_down.home_party,
            horizon=answer.horizon,
        )
    if is_nothing_owed(connection, commitment=promise.id, party=party, period=period):
        raise UsageError(
            f"{promise.measure.source} puts what {party} owes for {period} under {promise.id} "
            "at 0, so nothing is owed for this period and there is no verdict"
        )
