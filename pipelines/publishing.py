"""From rows staged to a receipt: audit, publish or set aside, record; all or nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from commitments.model import Receipt
from expectations.results import NOT_EMPTY, Audit, RuleResult, Scope, Severity
from expectations.suites import Beside, Oddity
from pipelines.beside import held_against
from pipelines.notices import (
    file_notices,
    finding_notices,
    late_notices,
    oddity_notices,
    revision_notices,
)
from pipelines.preparing import Prepared
from pipelines.readers.contract import RefusedFileError
from pipelines.receipts import (
    Candidate,
    critical_rows,
    duplicate,
    receipt_for,
    rejected,
    row_reasons,
    warnings_of_file,
    warnings_of_rows,
)
from pipelines.reception import Reception
from pipelines.sources import Source, as_known, checks_concerning
from pipelines.suites import as_oddity, suite_of
from warehouse.comparing import (
    Late,
    previous_file,
    published_texts,
    read_revision,
)
from warehouse.staging import RowSummary, UnreadableFileError
from warehouse.submissions import (
    Arrival,
    Known,
    QualityResult,
    find_corrected,
    record_submission,
    write_published,
)

logger = logging.getLogger(__name__)

SERIES_READABLE = "series-readable"
_MOST_UNUSABLE = 10  # one in so many rows
_FEWEST_ROWS = 20  # of fewer, one row is too large a part of them to tell


@dataclass(frozen=True, kw_only=True)
class _Outcome:
    """What became of the rows: at which address, how many, which not, and what was checked.

    `standing` is the file of what stood before; None beside activities. `met` are known oddities.
    """

    published: str
    standing: Path | None
    late: Late | None
    rows_accepted: int
    refused: Sequence[RowSummary]
    quality: Sequence[QualityResult]
    met: Sequence[Oddity]
    page: Path | None


def publish(reception: Reception, candidate: Candidate, submission: Prepared) -> Receipt:
    """Audit a staged submission and record what became of it."""
    if known := candidate.assumed:
        day = submission.staged.published_on
        if submission.is_day_assumed or day == known.published_on:
            return duplicate(candidate, known)
        candidate = replace(candidate, stated_on=day)
    try:
        outcome = _outcome(reception, candidate, submission)
    except (RefusedFileError, UnreadableFileError) as refusal:
        return reject(
            reception,
            candidate,
            reason=str(refusal),
            source=submission.source,
            edition=submission.staged.published_on,
            rows_read=submission.staged.rows_read,
        )
    sources, today = reception.sources, reception.now.date()
    recorded = record_submission(
        reception.warehouse,
        _receipt(reception, candidate, submission, outcome),
        arrival=_arrival(candidate, submission, outcome),
        checks=checks_concerning(submission.source, sources, reception.register),
        tell=lambda found: finding_notices(as_known(found, sources, on=today)),
    )
    return _recorded(candidate, recorded)


def _outcome(reception: Reception, candidate: Candidate, submission: Prepared) -> _Outcome:
    """Audit the rows and write those that may be used beside the lake."""
    staging, staged = submission.staging, submission.staged
    beside = held_against(reception, candidate, submission)
    audited = _audited(reception, candidate, submission, beside.files)
    quality = [*map(_kept, audited.results), *submission.warnings]
    is_refused = staged.rows_staged < staged.rows_read or bool(critical_rows(quality))
    refused = staging.collect_set_aside(records=submission.records) if is_refused else []
    let_through = (
        _refuse_remnant(submission, refused, received_on=reception.now.date()) if refused else ()
    )
    _refuse_as_a_whole(audited)
    published, accepted = write_published(
        reception.warehouse,
        layout=staging.layout,
        staged=staging.staged_path,
        findings=staging.findings_path,
        submission=candidate.submission,
        at=candidate.received_at,
        is_illustrative=submission.source.illustrative,
        series=submission.source.series,
    )
    return _Outcome(
        published=published,
        standing=beside.files.standing,
        late=beside.late,
        rows_accepted=accepted,
        refused=refused,
        quality=quality,
        met=(*audited.met, *let_through),
        page=audited.page,
    )


def _receipt(
    reception: Reception, candidate: Candidate, submission: Prepared, outcome: _Outcome
) -> Receipt:
    staging = submission.staging
    reasons = (
        *row_reasons(outcome.refused),
        *warnings_of_file(outcome.quality),
        *warnings_of_rows(staging.summarise_findings()),
    )
    return receipt_for(
        candidate,
        staged=submission.staged,
        rows_accepted=outcome.rows_accepted,
        rows_set_aside=staging.count_set_aside() if outcome.refused else 0,
        reasons=reasons,
        notices=tuple(_notices(reception, candidate, submission, outcome)),
        corrects=find_corrected(
            reception.warehouse, published=outcome.published, staged=staging.staged_path
        ),
        quality_page=_relative(outcome.page, reception.settings.home),
    )


def _arrival(candidate: Candidate, submission: Prepared, outcome: _Outcome) -> Arrival:
    staging = submission.staging
    return Arrival(
        archived_as=candidate.archived_as,
        size_bytes=candidate.archived.size_bytes,
        is_illustrative=submission.source.illustrative,
        layout=staging.layout,
        published=outcome.published if outcome.rows_accepted else None,
        set_aside=staging.set_aside_path if outcome.refused else None,
        quality=outcome.quality,
        form=submission.form,
        columns=submission.columns,
        is_day_assumed=submission.is_day_assumed,
        supersedes=candidate.assumed,
    )


def reject(
    reception: Reception,
    candidate: Candidate,
    *,
    reason: str,
    source: Source | None,
    edition: date | None = None,
    rows_read: int = 0,
) -> Receipt:
    """Record that a file cannot be used as a whole, and why, with what is known of it by then."""
    # Quoted: a column's name may hold anything, also what would drive a terminal.
    logger.info("submission %s cannot be used: %r", candidate.submission, reason)
    arrival = Arrival(
        archived_as=candidate.archived_as,
        size_bytes=candidate.archived.size_bytes,
        is_illustrative=bool(source and source.illustrative),
        supersedes=candidate.assumed if candidate.stated_on else None,
    )
    receipt = rejected(
        candidate,
        reason=reason,
        source=source.id if source else None,
        edition=edition,
        rows_read=rows_read,
    )
    return _recorded(candidate, record_submission(reception.warehouse, receipt, arrival=arrival))


def _refuse_as_a_whole(audited: Audit) -> None:
    against = [
        rule.message
        for rule in audited.failed
        if rule.scope is Scope.BATCH
        and rule.severity is Severity.CRITICAL
        and rule.rule != NOT_EMPTY
    ]
    if against:
        raise RefusedFileError("; ".join(against))


def _refuse_remnant(
    submission: Prepared, refused: Sequence[RowSummary], *, received_on: date
) -> Sequence[Oddity]:
    """An edition that replaces all that stands of a series is more than what could be read of it.

    A series of a few rows, such as one payment, may lose one as any file may. The oddities of the
    source by which it may be less.
    """
    source = submission.source
    remnant = source.replaces_series() and submission.staging.largest_remnant(
        series=source.series, fewest=_FEWEST_ROWS, most_unusable=_MOST_UNUSABLE
    )
    if not remnant:
        return ()
    known = [
        as_oddity(item)
        for item in source.oddities
        if item.rule == SERIES_READABLE and received_on <= item.until
    ]
    if not known:
        of_interest, unusable = remnant
        raise RefusedFileError(
            f"{SERIES_READABLE}: {unusable:,} of {of_interest:,} rows of a series cannot be used, "
            f"more than a tenth, and an edition of {source.id} replaces what stands of it: the "
            "edition before stays; correct the rows and send the file whole (the operator can also "
            f"record them as a known oddity of the source): {'; '.join(row_reasons(refused))}"
        )
    return known


def _notices(
    reception: Reception, candidate: Candidate, submission: Prepared, outcome: _Outcome
) -> Iterator[str]:
    source, warehouse, published = submission.source, reception.warehouse, outcome.published
    if known := candidate.assumed:
        yield (
            f"takes the place of submission {known.submission}, the same bytes, which counted as "
            f"the edition of {known.published_on}, the day of its receipt; that one is withdrawn"
        )
    said = partial(published_texts, warehouse, published=published)
    yield from file_notices(
        previous_file(
            warehouse.connection,
            source=source.id,
            form=submission.form,
            submission=candidate.submission,
            published_on=submission.staged.published_on,
            parties=said("party") if outcome.standing else None,
        ),
        columns=submission.columns,
        indicators=said("indicator") if outcome.standing else (),
    )
    yield from oddity_notices(source, met=outcome.met, received_on=reception.now.date())
    if outcome.standing:
        compared = partial(
            read_revision,
            warehouse,
            source=source.id,
            published=published,
            staged=submission.staging.staged_path,
            dated=[item.id for item in source.indicators if item.dated],
            register=reception.register,
            home_party=reception.settings.home_party,
        )
        revision = compared(standing=outcome.standing)
        yield from revision_notices(revision)
        if (late := outcome.late) and revision.outdated:
            edition = submission.staged.published_on
            yield from late_notices(late, compared(standing=late.path), edition=edition)


def _audited(
    reception: Reception, candidate: Candidate, submission: Prepared, beside: Beside
) -> Audit:
    from expectations.gate import audit  # seconds to import: only when there is something to audit

    return audit(
        submission.staging.staged_path,
        suite=suite_of(
            submission.source, received_on=reception.now.date(), register=reception.register
        ),
        beside=beside,
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


def _recorded(candidate: Candidate, recorded: Known | Receipt) -> Receipt:
    return recorded if isinstance(recorded, Receipt) else duplicate(candidate, recorded)


def _relative(page: Path | None, home: Path) -> str | None:
    return page.relative_to(home).as_posix() if page else None
