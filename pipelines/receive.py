"""Receive: a file is kept, staged, audited, published or set aside, and its sender told."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from commitments.errors import ReceivingError, UsageError
from commitments.model import Receipt, Register
from commitments.register import read_register
from pipelines.archive import Archived, archive_file
from pipelines.awaited import Awaited
from pipelines.expected import rounds_of
from pipelines.inbox import identity, is_submission, wait_for_files
from pipelines.leftovers import remove_leftovers
from pipelines.members import beside, texts_about_data, told_of
from pipelines.opening import Formed, Opener, Packed
from pipelines.preparing import prepared
from pipelines.publishing import publish, reject
from pipelines.readers.contract import RefusedFileError
from pipelines.receipt_letters import write_receipts
from pipelines.receipts import Candidate, duplicate
from pipelines.reception import Reception, Told
from pipelines.settings import Settings
from pipelines.sources import Source, load_sources
from pipelines.steps import opened_warehouse
from warehouse.staging import UnreadableFileError
from warehouse.submissions import find_submission, next_moment

logger = logging.getLogger(__name__)

# A file, and what its sender calls it: its name with its folders, below what was given.
_Named = tuple[Path, str]


def receive_submissions(
    settings: Settings,
    *,
    paths: Sequence[Path] | None = None,
    now: datetime,
    told: Told | None = None,
) -> list[Receipt]:
    """Receive the given files and folders, or whatever has arrived whole in the inbox.

    Files in the inbox are taken out of it once their receipt is written; files elsewhere stay where
    they are. `now` is UTC without a zone.

    Raises:
        ConfigurationError: when a source's declaration is wrong.
        UsageError: when a path does not exist, or a source is not declared.
        ReceivingError: at the end, when the receiving of some files broke off by our fault.
    """
    files = _given(paths) if paths is not None else _arrived(settings)
    remove_leftovers(settings, now=now)
    sources = load_sources(settings.sources_folder)
    told = told or Told()
    if told.source and told.source not in sources:
        raise UsageError(
            f"source {told.source!r} is not declared; known sources: {', '.join(sources)}"
        )
    # The lake, and what is staged or audited beside it, are at work at once.
    with opened_warehouse(settings, parts=2) as warehouse:
        reception = Reception(
            settings=settings,
            warehouse=warehouse,
            sources=sources,
            register=_usable(read_register(settings.register_folder)[0]),
            now=now,
            told=told,
        )
        receipts, faults = _receive_each(reception, files)
        awaited = Awaited(
            warehouse=warehouse,
            rounds=rounds_of(sources, reception.register),
            as_of=now.date(),
        )
        write_receipts(settings, warehouse, sources=sources, awaited=awaited, now=now)
        if faults:
            raise ReceivingError(faults, received=len(files) - len(faults))
        return [replace(item, missing=awaited.from_sender_of(item)) for item in receipts]


def _usable(register: Register) -> Register:
    """What can be read of the register; a mistake in it is for `check` and `judge` to tell."""
    known = {item.id for item in register.arrangements}
    kept = tuple(item for item in register.commitments if item.arrangement in known)
    return replace(register, commitments=kept)


def _given(paths: Sequence[Path]) -> list[_Named]:
    for path in paths:
        if not (path.is_file() or path.is_dir()):
            raise UsageError(f"{path}: expected a file or folder to receive, found nothing there")
    nested = (_below(path) if path.is_dir() else [(path, _as_given(path))] for path in paths)
    return [file for group in nested for file in group]


def _as_given(path: Path) -> str:
    """The name of a file, with its folder where one was said; an absolute path is ours alone."""
    is_ours = path.is_absolute() or path.parent.name in {"", ".."}
    return path.name if is_ours else f"{path.parent.name}/{path.name}"


def _below(folder: Path) -> list[_Named]:
    return [
        (path, (folder.resolve().name / path.relative_to(folder)).as_posix())
        for path in sorted(folder.rglob("*"))
        if is_submission(path, folder)
    ]


def _arrived(settings: Settings) -> list[_Named]:
    settings.inbox.mkdir(parents=True, exist_ok=True)
    settled, settling = wait_for_files(settings.inbox, settle_seconds=settings.settle_seconds)
    for path in settling:
        logger.info("%s is still being written; left for the next run", path.name)
    return [(path, path.relative_to(settings.inbox).as_posix()) for path in settled]


def _receive_each(
    reception: Reception, files: Sequence[_Named]
) -> tuple[list[Receipt], dict[str, Exception]]:
    """The receipts of all files, and by the name of a file what went wrong on our side with it.

    A fault of ours with one file is told when all others are received: they did nothing to it.
    """
    receipts: list[Receipt] = []
    faults: dict[str, Exception] = {}
    for path, name in files:
        try:
            receipts += _receive_file(reception, path, name=name)
        except Exception as fault:
            logger.exception("%r cannot be received by a fault of ours; it stays", str(path))
            faults[_printable(name)] = fault
    return receipts, faults


def _receive_file(reception: Reception, path: Path, *, name: str) -> list[Receipt]:
    """The receipts of one file; none when another run has taken it out of the inbox meanwhile."""
    as_taken = identity(path)
    try:
        archived = archive_file(path, archive=reception.settings.archive)
    except FileNotFoundError:
        logger.info("%s has been taken by another run", path.name)
        return []
    candidate = _candidate(reception, path, archived, name=name)
    receipts = _receive_archived(reception, candidate)
    if reception.settings.inbox in path.parents and identity(path) == as_taken:
        path.unlink(missing_ok=True)  # written to meanwhile, it stays for the next run
    return receipts


def _candidate(reception: Reception, path: Path, archived: Archived, *, name: str) -> Candidate:
    return Candidate(
        file=_printable(name),
        sent_as=path,
        archived=archived,
        archived_as=archived.path.relative_to(reception.settings.archive).as_posix(),
        received_at=next_moment(reception.warehouse, now=reception.now),
        remarks=tuple(_remarks(reception, path)),
    )


def _printable(name: str) -> str:
    return os.fsencode(name).decode(errors="backslashreplace")


def _receive_archived(reception: Reception, candidate: Candidate) -> list[Receipt]:
    """A file's receipt, or those of the files packed in it."""
    known = find_submission(reception.warehouse, sha256=candidate.archived.sha256)
    if known and known.is_accepted:
        if not known.is_day_assumed:
            return [_logged(duplicate(candidate, known))]
        candidate = replace(candidate, assumed=known)
    staging = reception.settings.staging
    staging.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f"{candidate.submission}-", dir=staging) as folder:
        try:
            return _receive_new(reception, candidate, Path(folder))
        except (RefusedFileError, UnreadableFileError) as outcome:
            return [_rejected(reception, candidate, outcome, source=_told(reception, candidate))]


def _rejected(
    reception: Reception, candidate: Candidate, outcome: Exception, *, source: Source | None
) -> Receipt:
    rows_read = outcome.rows_read if isinstance(outcome, RefusedFileError) else 0
    return _logged(
        reject(
            reception,
            candidate,
            reason=str(outcome),
            source=source,
            edition=reception.told.published_on,
            rows_read=rows_read,
        )
    )


def _logged(receipt: Receipt) -> Receipt:
    logger.info(
        "%r %s: %d rows read, %d accepted, %d set aside (submission %s)",
        receipt.file,
        receipt.status.value,
        receipt.rows_read,
        receipt.rows_accepted,
        receipt.rows_set_aside,
        receipt.submission,
    )
    return receipt


def _receive_new(reception: Reception, candidate: Candidate, folder: Path) -> list[Receipt]:
    _refuse_too_large(reception, candidate)
    sources = _possible_sources(reception, candidate)
    opener = Opener(
        folder=folder,
        sources=sources,
        limits=reception.settings.limits(),
        location=reception.warehouse.location,
    )
    content = opener.open(candidate.archived.path, sent_as=candidate.sent_as)
    if isinstance(content, Packed):
        return _receive_members(reception, candidate, content, opener=opener)
    source = content.source if isinstance(content, Formed) else None
    try:
        with prepared(reception, candidate, content, folder=folder) as submission:
            return [_logged(publish(reception, candidate, submission))]
    except (RefusedFileError, UnreadableFileError) as outcome:
        source = source or _told(reception, candidate)
        return [_rejected(reception, candidate, outcome, source=source)]


def _told(reception: Reception, candidate: Candidate) -> Source | None:
    """The source the submitter said, by option or by folder of the inbox."""
    return reception.sources.get(reception.told.source or candidate.sent_as.parent.name)


def _remarks(reception: Reception, path: Path) -> Iterator[str]:
    """A folder of the inbox says of which source a file is; what it says may be no source."""
    inbox, folder = reception.settings.inbox, path.parent
    is_folder = inbox in folder.parents and folder.is_dir()
    if is_folder and not reception.told.source and folder.name not in reception.sources:
        yield (
            f"the folder {str(folder.relative_to(inbox))!r} of the inbox is named after no source, "
            f"so it tells nothing of the file; known sources: {', '.join(reception.sources)}"
        )


def _possible_sources(reception: Reception, candidate: Candidate) -> list[Source]:
    """The one source the submitter said; else all."""
    told = _told(reception, candidate)
    return [told] if told else list(reception.sources.values())


def _refuse_too_large(reception: Reception, candidate: Candidate) -> None:
    limit = reception.settings.largest_file_mb
    if candidate.archived.size_bytes > limit * 1_000_000:
        raise RefusedFileError(
            f"the file has {candidate.archived.size_bytes} bytes, over the limit of {limit} MB "
            "(PLEDGEWATCH_LARGEST_FILE_MB); send it in parts"
        )


def _receive_members(
    reception: Reception, candidate: Candidate, content: Packed, *, opener: Opener
) -> list[Receipt]:
    """Each table of an archive is a submission of its own, kept by its own bytes."""
    texts = texts_about_data(content.members, opener=opener, sent_as=candidate.sent_as)
    remark = told_of(texts) if texts else None
    receipts: list[Receipt] = []
    for member in content.members:
        if member in texts:
            continue
        archived = archive_file(member.path, archive=reception.settings.archive)
        inner = _candidate(
            reception,
            candidate.sent_as / member.name,
            archived,
            name=f"{candidate.file}/{member.name}",
        )
        remarks = (*inner.remarks, remark) if remark else inner.remarks
        inner = replace(inner, beside=beside(member, content.members), remarks=remarks)
        receipts += _receive_archived(reception, inner)
    if not receipts:
        raise RefusedFileError(remark or "the archive holds no file; send the files themselves")
    return receipts
