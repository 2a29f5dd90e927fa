"""Domain objects as the rows the command line prints."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from commitments.model import Assessment, Change, Receipt
from pipelines.cli_output import Row

if TYPE_CHECKING:  # `status` must not pay for what only `explain` and `report` need
    from pipelines.report import Written
    from reports.cards import Card

STATUS_COLUMNS = (
    "commitment",
    "party",
    "period",
    "verdict",
    "timeliness",
    "value",
    "required",
    "unit",
    "gap",
    "days_late",
    "provisional",
    "reason",
)
RECEIPT_COLUMNS = (
    "file",
    "status",
    "rows_read",
    "rows_accepted",
    "rows_set_aside",
    "source",
    "edition",
    "reasons",
    "notices",
)
CHANGE_COLUMNS = (
    *("as_of", "commitment", "party", "period", "from_verdict", "to_verdict", "cause"),
    *("from_value", "to_value", "from_required", "to_required"),
    *("from_published_on", "to_published_on"),
)


def status_row(item: Assessment) -> Row:
    """One assessment; the keys are a promise to programs."""
    return {
        "commitment": item.commitment,
        "arrangement": item.arrangement,
        "party": item.party,
        "period": item.period,
        "verdict": item.verdict,
        "timeliness": item.timeliness,
        "value": item.value,
        "target": item.target,
        "required": item.required,
        "unit": item.unit,
        "gap": item.gap,
        "gap_usd": item.gap_usd,
        "provisional": item.provisional,
        "fragile": item.fragile,
        "fragile_reason": item.fragile_reason,
        "other_value": item.other_value,
        "due_on": item.due_on,
        "kept_on": item.kept_on,
        "days_late": item.days_late,
        "published_on": item.published_on,
        "unmet_since": item.unmet_since,
        "illustrative": item.is_illustrative,
        "reason": item.reason,
    }


def receipt_row(receipt: Receipt) -> Row:
    """One receipt; the keys are a promise to programs."""
    return {
        "submission": receipt.submission,
        "sha256": receipt.sha256,
        "source": receipt.source,
        "edition": receipt.edition,
        "file": receipt.file,
        "status": receipt.status,
        "rows_read": receipt.rows_read,
        "rows_accepted": receipt.rows_accepted,
        "rows_set_aside": receipt.rows_set_aside,
        "reasons": list(receipt.reasons),
        "notices": list(receipt.notices),
        "missing": list(receipt.missing),
        "corrects": receipt.corrects,
        "quality_page": receipt.quality_page,
        "received_at": receipt.received_at,
    }


def change_row(change: Change) -> Row:
    """One verdict that moved."""
    return {
        "as_of": change.as_of,
        "commitment": change.commitment,
        "arrangement": change.arrangement,
        "party": change.party,
        "period": change.period,
        "from_verdict": change.from_verdict,
        "to_verdict": change.to_verdict,
        "from_value": change.from_value,
        "to_value": change.to_value,
        "from_required": change.from_required,
        "to_required": change.to_required,
        "from_published_on": change.from_published_on,
        "to_published_on": change.to_published_on,
        "unit": change.unit,
        "cause": change.cause,
    }


def written_rows(written: Written) -> list[Row]:
    """Every page of a run; those of the register as a whole are of no arrangement."""
    of_one = [(report.arrangement, report.page) for report in written.reports]
    pages = [*of_one, *((None, page) for page in written.pages)]
    return [
        {"arrangement": arrangement, "as_of": written.as_of, "page": str(page)}
        for arrangement, page in pages
    ]


def explanation_document(item: Card) -> Row:
    """One explanation as a document."""
    commitment = item.commitment
    return {
        **status_row(item.assessment),
        "party_name": item.party_name,
        "promise": commitment.text,
        "source": asdict(commitment.source),
        "rule": item.rule,
        "arithmetic": list(item.arithmetic),
        "alternatives": [asdict(one) for one in item.assessment.alternatives],
        "doubts": list(item.doubts),
        "consequences": [*item.consequences],
        "outlook": asdict(item.outlook) if item.outlook else None,
        "evidence": [asdict(one) for one in item.inputs],
        "history": [asdict(one) for one in item.history],
        "changes": [change_row(change) for change in item.changes],
        "waivers": [asdict(one) for one in item.waivers],
        "replies": [asdict(one) for one in item.replies],
    }
