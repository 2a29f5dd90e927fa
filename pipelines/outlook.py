"""Outlook: what each party still owes under one commitment, what it takes, where the pace leads."""

from __future__ import annotations

from commitments.errors import UsageError
from commitments.outlook import Outlook
from pipelines.asking import Question, answered, with_figures
from pipelines.names import refuse_unknown
from pipelines.settings import Settings
from warehouse.consequences import read_outlooks


def outlooks(settings: Settings, question: Question) -> list[Outlook]:
    """How every party asked for stands under the commitment asked for.

    Raises:
        UsageError: when there is no such commitment, party or obligation.
    """
    filters = question.filters
    refuse_unknown(settings, filters)
    with answered(settings, question) as answer:
        with_figures(answer, question)
        found = read_outlooks(
            answer.warehouse.connection,
            relation=answer.relation,
            filters=filters,
            as_of=answer.as_of,
        )
    if not found:
        who = filters.party or "nobody"
        raise UsageError(
            f"{who}: no obligation under {filters.commitment} as of {answer.as_of}; "
            "see `pledgewatch status --commitment`"
        )
    return found
