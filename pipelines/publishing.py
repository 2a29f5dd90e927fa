"""From rows staged to a receipt: audit, publish or set aside, record; all or nothing."""

from __future__ import annotations

from pathlib import Path

from commitments.model import Receipt
from expectations.results import Audit, RuleResult
from pipelines.preparing import Prepared
from pipelines.receipts import (
    Candidate,
    batch_reasons,
    critical_rows,
    duplicate,
    receipt_for,
    rejected,
    row_reasons,
)
from pipelines.reception import Reception
from pipelines.sources import suite_of
from warehouse.submissions import Arrival, QualityResult, record_submission, write_published


def publish(reception: Reception, candidate: Candidate, submission: Prepared) -> Receipt:
    """Audit a staged submission and record what became of it.

    Raises:
        UnreadableFileError: when its lines cannot be told apart for certain.
    """
    staging, staged, source = submission.staging, submission.staged, submission.source
    audited = _audited(reception, candidate, submission)
    quality = [_kept(rule) for rule in audited.results]
    is_refused = staged.rows_staged < staged.rows_read or bool(critical_rows(quality))
    refused = staging.collect_set_aside(records=submission.records) if is_refused else []
    published, accepted = write_published(
        reception.warehouse,
        layout=staging.layout,
        staged=staging.staged_path,
        findings=staging.findings_path,
        submission=candidate.submission,
        at=reception.now,
        is_illustrative=source.illustrative,
        series=source.series,
    )
    receipt = receipt_for(
        candidate,
        staged=staged,
        rows_accepted=accepted,
        rows_set_aside=staging.count_set_aside() if refused else 0,
        reasons=(*row_reasons(refused), *batch_reasons(quality)),
        quality_page=_relative(audited.page, reception.settings.home),
    )
    arrival = Arrival(
        archived_as=candidate.archived_as,
        size_bytes=candidate.archived.size_bytes,
        is_illustrative=source.illustrative,
        layout=staging.layout,
        published=published if accepted else None,
        set_aside=staging.set_aside_path if refused else None,
        quality=quality,
        form=submission.form,
        columns=submission.columns,
    )
    return _record(reception, candidate, receipt=receipt, arrival=arrival)


def reject(reception: Reception, candidate: Candidate, *, reason: str) -> Receipt:
    """Record that a file cannot be used as a whole, and why."""
    arrival = Arrival(
        archived_as=candidate.archived_as,
        size_bytes=candidate.archived.size_bytes,
        is_illustrative=False,
    )
    receipt = rejected(candidate, reason=reason)
    return _record(reception, candidate, receipt=receipt, arrival=arrival)


def _audited(reception: Reception, candidate: Candidate, submission: Prepared) -> Audit:
    from expectations.gate import audit  # seconds to import: only when there is something to audit

    return audit(
        submission.staging.staged_path,
        suite=suite_of(submission.source, received_on=reception.now.date()),
        findings=submission.staging.findings_path,
        docs=reception.settings.docs,
        submission=candidate.submission,
    )


def _kept(rule: RuleResult) -> QualityResult:
    return QualityResult(
        rule=rule.rule,
        severity=rule.severity.value,
        scope=rule.scope.value,
        passed=rule.passed,
        rows_unexpected=rule.rows_unexpected,
        message=rule.message,
    )


def _record(
    reception: Reception, candidate: Candidate, *, receipt: Receipt, arrival: Arrival
) -> Receipt:
    known = record_submission(reception.warehouse, receipt, arrival=arrival)
    return duplicate(candidate, known) if known else receipt


def _relative(page: Path | None, home: Path) -> str | None:
    return page.relative_to(home.absolute()).as_posix() if page else None
