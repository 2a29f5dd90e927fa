"""The receipt of a submission as a letter to its submitter: what became of it, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commitments.model import Receipt, SubmissionStatus
from reports.environment import inlined, render
from reports.letters import Attachment, Letter

MOST_SHOWN = 30

_HEADLINES = {
    SubmissionStatus.ACCEPTED: "Everything you sent was accepted.",
    SubmissionStatus.ACCEPTED_IN_PART: "A part of what you sent could not be accepted.",
    SubmissionStatus.REJECTED: "What you sent could not be accepted.",
}
_OUTCOMES = {
    SubmissionStatus.ACCEPTED: "accepted",
    SubmissionStatus.ACCEPTED_IN_PART: "accepted in part",
    SubmissionStatus.REJECTED: "rejected",
}


@dataclass(frozen=True, kw_only=True)
class ReceiptView:
    """What a receipt tells beside itself.

    `source_title` is None for a file of no source we know. `form` is the spreadsheet with the rows
    set aside, of which it holds `rows_in_form`; None when there is nothing to correct row by row.
    """

    receipt: Receipt
    source_title: str | None
    is_illustrative: bool
    form: Attachment | None
    rows_in_form: int
    machine_readable: bytes


def receipt_letter(view: ReceiptView) -> Letter:
    """The letter, with the receipt as JSON and the spreadsheet to correct attached."""
    receipt = view.receipt
    context = {
        "view": view,
        "receipt": receipt,
        "subject": _subject(receipt),
        "headline": _HEADLINES[receipt.status],
        "reasons": _shown(receipt.reasons),
        "notices": _shown(receipt.notices),
        "missing": _shown(receipt.missing),
    }
    attached = Attachment(
        name=f"receipt-{receipt.submission}.json",
        content=view.machine_readable,
        media_type="application/json",
    )
    return Letter(
        arrangement="receipt",
        subject=_subject(receipt),
        text=render("receipt.txt", **context),
        html=inlined(render("receipt.html", **context)),
        images=(),
        attachments=(attached, *([view.form] if view.form else [])),
        facts=f"{receipt.submission} {receipt.status} {receipt.received_at}",
    )


def _subject(receipt: Receipt) -> str:
    told = f"{receipt.file}: {_OUTCOMES[receipt.status]}"
    if receipt.rows_read == 0:
        return told
    return f"{told}, {receipt.rows_accepted:,} of {receipt.rows_read:,} rows"


def _shown(sentences: Sequence[str]) -> tuple[str, ...]:
    more = len(sentences) - MOST_SHOWN
    shown = tuple(sentences[:MOST_SHOWN])
    return (*shown, f"and {more:,} more in the attached receipt") if more > 0 else shown
