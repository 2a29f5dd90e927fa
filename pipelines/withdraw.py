"""Withdraw: a submission no longer counts, by somebody's decision; nothing is deleted."""

from __future__ import annotations

import logging
from datetime import datetime

from commitments.errors import UsageError
from pipelines.settings import Settings
from pipelines.steps import opened_warehouse
from warehouse.withdrawals import Standing, read_standing, record_withdrawal

logger = logging.getLogger(__name__)

LONGEST_REASON = 1_000


def withdraw_submission(
    settings: Settings,
    submission: str,
    *,
    author: str,
    reason: str,
    now: datetime,
    undo: bool = False,
) -> Standing:
    """Record that a submission no longer counts, or with `undo` that it counts again.

    `now` is UTC without a zone.

    Raises:
        UsageError: when there is no such submission, it is so already, or nobody says why.
    """
    told = {"--author": " ".join(author.split()), "--reason": " ".join(reason.split())}
    for option, text in told.items():
        _refuse_empty_or_long(option, text)
    with opened_warehouse(settings) as warehouse:
        before = _known(read_standing(warehouse.connection, submission=submission), submission)
        is_recorded = record_withdrawal(
            warehouse,
            submission=submission,
            is_withdrawn=not undo,
            author=told["--author"],
            reason=told["--reason"],
            at=now,
        )
        after = _known(read_standing(warehouse.connection, submission=submission), submission)
    if not is_recorded:
        raise UsageError(_is_so_already(before))
    logger.info("submission %s %s", submission, "counts again" if undo else "withdrawn")
    return after


def _refuse_empty_or_long(option: str, text: str) -> None:
    if not text:
        raise UsageError(f"{option}: expected a few words, got none; they are recorded")
    if len(text) > LONGEST_REASON:
        raise UsageError(f"{option}: expected at most {LONGEST_REASON} characters, got {len(text)}")


def _known(standing: Standing | None, submission: str) -> Standing:
    if standing is None:
        raise UsageError(f"submission {submission!r} is not known; see `pledgewatch submissions`")
    return standing


def _is_so_already(standing: Standing) -> str:
    if standing.is_withdrawn:
        return (
            f"submission {standing.submission} is withdrawn already ({standing.author}: "
            f"{standing.reason}); nothing was changed"
        )
    return f"submission {standing.submission} is not withdrawn; nothing was changed"
