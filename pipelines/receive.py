"""Receive: a file is kept, staged, audited, published or set aside, and given a receipt."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from commitments.errors import UsageError
from commitments.model import Receipt
from expectations.results import Audit, RuleResult
from pipelines.archive import Archived, archive_file
from pipelines.inbox import identity, is_submission, wait_for_files
from pipelines.leftovers import remove_leftovers
from pipelines.receipts import (
    Candidate,
    batch_reasons,
    critical_rows,
    duplicate,
    receipt_for,
    rejected,
    row_reasons,
)
from pipelines.settings import Settings
from pipelines.sources import Source, load_sources, suite_of
from pipelines.steps import opened_warehouse
from pipelines.tidy import NotTidyError, read_header
from warehouse.connection import Warehouse
from warehouse.layouts import Layout
from warehouse.staging import Staged, Staging, UnreadableFileError, open_staging
from warehouse.submissions import (
    Arrival,
    QualityResult,
    find_submission,
    record_submission,
    write_published,
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class _Reception:
    """What one run of `receive` works with."""

    settings: Settings
    warehouse: Warehouse
    sources: Mapping[str, Source]
    now: datetime


def receive_submissions(
    settings: Settings, *, paths: Sequence[Path] | None = None, now: datetime
) -> list[Receipt]:
    """Receive the given files and folders, or whatever has arrived whole in the inbox.

    Files in the inbox are taken out of it once their receipt is written; files elsewhere stay where
    they are. `now` is UTC without a zone.

    Raises:
        ConfigurationError: when a source's declaration is wrong.
        UsageError: when a path does not exist.
    """
    files = _given(paths) if paths is not None else _arrived(settings)
    remove_leftovers(settings, now=now)
    with opened_warehouse(settings) as warehouse:
        reception = _Reception(
            settings=settings,
            warehouse=warehouse,
            sources=load_sources(settings.sources_folder),
            now=now,
        )
        receipts = (_receive_file(reception, file) for file in files)
        return [receipt for receipt in receipts if receipt]


def _given(paths: Sequence[Path]) -> list[Path]:
    for path in paths:
        if not (path.is_file() or path.is_dir()):
            raise UsageError(f"{path}: expected a file or folder to receive, found nothing there")
    nested = (_below(path) if path.is_dir() else [path] for path in paths)
    return [file for group in nested for file in group]


def _below(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if is_submission(path, folder)]


def _arrived(settings: Settings) -> list[Path]:
    settings.inbox.mkdir(parents=True, exist_ok=True)
    settled, settling = wait_for_files(settings.inbox, settle_seconds=settings.settle_seconds)
    for path in settling:
        logger.info("%s is still being written; left for the next run", path.name)
    return settled


def _receive_file(reception: _Reception, path: Path) -> Receipt | None:
    """One file's receipt; None when another run has taken the file out of the inbox meanwhile."""
    as_taken = identity(path)
    try:
        archived = archive_file(path, archive=reception.settings.archive)
    except FileNotFoundError:
        logger.info("%s has been taken by another run", path.name)
        return None
    candidate = _candidate(reception, path, archived)
    known = find_submission(reception.warehouse, sha256=archived.sha256)
    if known and known.is_accepted:
        receipt = duplicate(candidate, known)
    else:
        receipt = _receive_new(reception, candidate)
    if reception.settings.inbox in path.parents and identity(path) == as_taken:
        path.unlink(missing_ok=True)  # written to meanwhile, it stays for the next run
    _tell(receipt)
    return receipt


def _tell(receipt: Receipt) -> None:
    logger.info(
        "%r %s: %d rows read, %d accepted, %d set aside (submission %s)",
        receipt.file,
        receipt.status.value,
        receipt.rows_read,
        receipt.rows_accepted,
        receipt.rows_set_aside,
        receipt.submission,
    )


def _candidate(reception: _Reception, path: Path, archived: Archived) -> Candidate:
    return Candidate(
        file=os.fsencode(path.name).decode(errors="backslashreplace"),
        archived=archived,
        archived_as=archived.path.relative_to(reception.settings.archive).as_posix(),
        received_at=reception.now,
    )


def _receive_new(reception: _Reception, candidate: Candidate) -> Receipt:
    try:
        return _receive_table(reception, candidate)
    except (NotTidyError, UnreadableFileError) as outcome:
        # Quoted: a column's name may hold anything, also what would drive a terminal.
        logger.info("submission %s cannot be used: %r", candidate.submission, str(outcome))
        arrival = Arrival(
            archived_as=candidate.archived_as,
            size_bytes=candidate.archived.size_bytes,
            is_illustrative=False,
        )
        receipt = rejected(candidate, reason=str(outcome))
        return _record(reception, candidate=candidate, receipt=receipt, arrival=arrival)


def _receive_table(reception: _Reception, candidate: Candidate) -> Receipt:
    _refuse_too_large(reception, candidate)
    layout, header = read_header(candidate.archived.path)
    staging_root = reception.settings.staging
    staging_root.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(prefix=f"{candidate.submission}-", dir=staging_root) as folder,
        open_staging(
            reception.settings.location(),
            file=candidate.archived.path,
            layout=layout,
            folder=Path(folder),
        ) as staging,
    ):
        staged = staging.stage(header)
        source = _declared(reception, staged, layout)
        return _publish(
            reception, candidate=candidate, staging=staging, staged=staged, source=source
        )


def _refuse_too_large(reception: _Reception, candidate: Candidate) -> None:
    limit = reception.settings.largest_file_mb
    if candidate.archived.size_bytes > limit * 1_000_000:
        raise NotTidyError(
            f"the file has {candidate.archived.size_bytes} bytes, over the limit of {limit} MB "
            "(PLEDGEWATCH_LARGEST_FILE_MB); send it in parts"
        )


def _declared(reception: _Reception, staged: Staged, layout: Layout) -> Source:
    if staged.rows_staged == 0:
        raise NotTidyError(
            "the file has no row that can be read as a table; "
            f"expected rows below the heading with the columns {', '.join(layout.columns)}"
        )
    source = reception.sources.get(staged.source or "")
    if source is None:
        known = ", ".join(reception.sources)
        raise NotTidyError(f"source {staged.source!r} is not declared; known sources: {known}")
    if source.layout != layout.name:
        raise NotTidyError(
            f"source {source.id} sends {source.layout}, and the columns are those of {layout.name}"
        )
    return source


def _publish(
    reception: _Reception, *, candidate: Candidate, staging: Staging, staged: Staged, source: Source
) -> Receipt:
    result = _audited(reception, candidate=candidate, staging=staging, source=source)
    quality = [_kept(rule) for rule in result.results]
    is_refused = staged.rows_staged < staged.rows_read or bool(critical_rows(quality))
    refused = staging.collect_set_aside(staged) if is_refused else []
    published, accepted = write_published(
        reception.warehouse,
        layout=staging.layout,
        staged=staging.staged_path,
        findings=staging.findings_path,
        submission=candidate.submission,
        at=reception.now,
        is_illustrative=source.illustrative,
    )
    receipt = receipt_for(
        candidate,
        staged=staged,
        rows_accepted=accepted,
        rows_set_aside=staging.count_set_aside() if refused else 0,
        reasons=(*row_reasons(refused), *batch_reasons(quality)),
        quality_page=_relative(result.page, reception.settings.home),
    )
    arrival = Arrival(
        archived_as=candidate.archived_as,
        size_bytes=candidate.archived.size_bytes,
        is_illustrative=source.illustrative,
        layout=staging.layout,
        published=published if accepted else None,
        set_aside=staging.set_aside_path if refused else None,
        quality=quality,
    )
    return _record(reception, candidate=candidate, receipt=receipt, arrival=arrival)


def _audited(
    reception: _Reception, *, candidate: Candidate, staging: Staging, source: Source
) -> Audit:
    from expectations.gate import audit  # seconds to import: only when there is something to audit

    return audit(
        staging.staged_path,
        suite=suite_of(source, received_on=reception.now.date()),
        findings=staging.findings_path,
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
    reception: _Reception, *, candidate: Candidate, receipt: Receipt, arrival: Arrival
) -> Receipt:
    known = record_submission(reception.warehouse, receipt, arrival=arrival)
    return duplicate(candidate, known) if known else receipt


def _relative(page: Path | None, home: Path) -> str | None:
    return page.relative_to(home.absolute()).as_posix() if page else None
