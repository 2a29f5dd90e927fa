"""Receipts: what became of a submission, in words its sender understands."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from commitments.errors import WarehouseError
from commitments.model import Receipt, SubmissionStatus
from pipelines.archive import Archived
from warehouse.staging import RowSummary, Staged
from warehouse.submissions import Known, QualityResult


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One file on its way in: as it was named, as it is kept, and when it came (UTC).

    `sent_as` is where it lay; for a file out of an archive, below the archive's own name, and
    `beside` are the files of the same folder there, by name. `assumed` is the submission of the
    same bytes whose day nobody had said, `stated_on` the day said now. `remarks` are about how it
    was sent.
    """

    file: str
    sent_as: Path
    beside: Mapping[str, Path] = field(default_factory=dict)
    archived: Archived
    archived_as: str
    received_at: datetime
    assumed: Known | None = None
    stated_on: date | None = None
    remarks: tuple[str, ...] = ()

    @property
    def submission(self) -> str:
        """The identifier its bytes give it, with the day where that is said of them later only."""
        if self.stated_on is None:
            return self.archived.submission
        told = f"{self.archived.sha256} {self.stated_on}"
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def duplicate(candidate: Candidate, known: Known) -> Receipt:
    """The same bytes have been here before, under whatever name."""
    became = "accepted" if known.is_accepted else "rejected"
    first = f"{became} as {known.file} on {known.received_at:%Y-%m-%d %H:%M} UTC"
    return Receipt(
        submission=known.submission,
        sha256=candidate.archived.sha256,
        source=known.source,
        edition=known.published_on,
        file=candidate.file,
        status=SubmissionStatus.DUPLICATE,
        rows_read=0,
        rows_accepted=0,
        rows_set_aside=0,
        reasons=(f"the same bytes were {first}; nothing was changed",),
        received_at=candidate.received_at,
    )


def rejected(
    candidate: Candidate,
    *,
    reason: str,
    source: str | None,
    edition: date | None,
    rows_read: int,
) -> Receipt:
    """The file as a whole cannot be used, no row of it; it is kept all the same."""
    return Receipt(
        submission=candidate.submission,
        sha256=candidate.archived.sha256,
        source=source,
        edition=edition,
        file=candidate.file,
        status=SubmissionStatus.REJECTED,
        rows_read=rows_read,
        rows_accepted=0,
        rows_set_aside=rows_read,
        reasons=(reason,),
        notices=candidate.remarks,
        received_at=candidate.received_at,
    )


def receipt_for(
    candidate: Candidate,
    *,
    staged: Staged,
    rows_accepted: int,
    rows_set_aside: int,
    reasons: tuple[str, ...],
    notices: tuple[str, ...],
    corrects: str | None,
    quality_page: str | None,
) -> Receipt:
    """What became of a file that is a table of a declared source.

    Raises:
        WarehouseError: when a row that was read is neither accepted nor set aside.
    """
    if rows_accepted + rows_set_aside != staged.rows_read:
        raise WarehouseError(
            f"submission {candidate.submission}: expected {staged.rows_read} rows accepted or set "
            f"aside, got {rows_accepted} and {rows_set_aside}; nothing was published, report this"
        )
    return Receipt(
        submission=candidate.submission,
        sha256=candidate.archived.sha256,
        source=staged.source,
        edition=staged.published_on,
        file=candidate.file,
        status=_status(rows_accepted, rows_set_aside),
        rows_read=staged.rows_read,
        rows_accepted=rows_accepted,
        rows_set_aside=rows_set_aside,
        reasons=reasons,
        notices=(*candidate.remarks, *notices),
        corrects=corrects,
        quality_page=quality_page,
        received_at=candidate.received_at,
    )


def _status(rows_accepted: int, rows_set_aside: int) -> SubmissionStatus:
    if rows_accepted == 0:
        return SubmissionStatus.REJECTED
    return SubmissionStatus.ACCEPTED_IN_PART if rows_set_aside else SubmissionStatus.ACCEPTED


def critical_rows(quality: Iterable[QualityResult]) -> int:
    """Findings that set rows aside."""
    return sum(
        result.rows_unexpected
        for result in quality
        if result.scope == "row" and result.severity == "critical"
    )


def row_reasons(summaries: Sequence[RowSummary]) -> tuple[str, ...]:
    """One sentence per rule and kind of reason that set rows aside, with its first line."""
    return tuple(
        f"{summary.rule}: {summary.lines} {'row' if summary.lines == 1 else 'rows'} set aside"
        f"{f' for {summary.kinds} more reasons' if summary.kinds > 1 else ''}, "
        f"e.g. {summary.first_place}: {summary.example}"
        for summary in summaries
    )


def warnings_of_rows(summaries: Sequence[RowSummary]) -> tuple[str, ...]:
    """One sentence per rule that rows broke and are published all the same."""
    return tuple(
        f"{summary.rule}: told of {summary.lines:,} "
        f"{'row' if summary.lines == 1 else 'rows'}, published all the same, "
        f"e.g. {summary.first_place}: {summary.example}"
        for summary in summaries
    )


def warnings_of_file(quality: Iterable[QualityResult]) -> tuple[str, ...]:
    """One sentence per rule that the file as a whole did not keep and is published all the same."""
    return tuple(
        f"{result.severity}: {result.rule}: {result.message}"
        for result in quality
        if not result.passed and result.scope == "batch" and result.severity != "critical"
    )
