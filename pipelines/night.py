"""A whole night: receive, judge, report, send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from commitments.model import Receipt
from pipelines.judge import judge_commitments
from pipelines.receive import receive_submissions
from pipelines.report import Written, write_reports
from pipelines.send import Delivery, send_letters
from pipelines.settings import Settings
from warehouse.storing import Judgement


@dataclass(frozen=True, kw_only=True)
class Night:
    """What one night did."""

    receipts: list[Receipt]
    judgement: Judgement
    written: Written
    deliveries: list[Delivery]


def run_night(
    settings: Settings, *, paths: Sequence[Path] | None, as_of: date, now: datetime
) -> Night:
    """Every step in order, each the same as by itself. `now` is UTC without a zone.

    Raises:
        PledgewatchError: whatever a step raises; the steps before it stand.
    """
    receipts = receive_submissions(settings, paths=paths, now=now)
    judgement = judge_commitments(settings, as_of=as_of, now=now)
    written = write_reports(settings, now=now)
    deliveries = send_letters(settings, now=now)
    return Night(receipts=receipts, judgement=judgement, written=written, deliveries=deliveries)
