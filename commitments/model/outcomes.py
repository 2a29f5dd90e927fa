"""What became of promises and of what was sent: nothing here is written by people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from commitments.model.vocabulary import (
    AlternativeKind,
    Cause,
    SubmissionStatus,
    Timeliness,
    Verdict,
)


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """An obligation judged by other figures, which `words` name: its value and required amount."""

    kind: AlternativeKind
    words: str
    value: Decimal
    required: Decimal | None
    verdict: Verdict


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """The judgement of one obligation: grain commitment, party, period.

    `value`, `target`, `required` and `gap` are in `unit`, and so is `other_value`, the value on the
    measure's other basis; `gap` is how far the value falls short of what is required, or exceeds
    it where that is a ceiling, never below zero; `gap_usd` is in dollars.
    None means unknown, never zero. `fragile_reason` says which of the `alternatives` would flip the
    verdict.
    """

    assessment: str
    commitment: str
    arrangement: str
    party: str
    period: str
    period_start: date
    period_end: date
    verdict: Verdict
    timeliness: Timeliness
    value: Decimal | None
    target: Decimal | None
    required: Decimal | None
    unit: str
    gap: Decimal | None
    gap_usd: Decimal | None
    provisional: bool
    fragile: bool
    due_on: date
    kept_on: date | None
    days_late: int | None
    published_on: date | None
    reason: str
    is_illustrative: bool
    unmet_since: str | None = None
    fragile_reason: str | None = None
    other_value: Decimal | None = None
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What a stored judgement made of an obligation, until another found it otherwise."""

    judged_on: date
    verdict: Verdict
    value: Decimal | None
    published_on: date | None


@dataclass(frozen=True, kw_only=True)
class Change:
    """A verdict that differs between two judgements, and the figures of both.

    `as_of` is the day of the later one; `…_published_on` are the editions their values are of.
    """

    commitment: str
    arrangement: str
    party: str
    period: str
    from_verdict: Verdict | None
    to_verdict: Verdict | None
    from_value: Decimal | None
    to_value: Decimal | None
    unit: str
    cause: Cause
    as_of: date
    from_required: Decimal | None = None
    to_required: Decimal | None = None
    from_published_on: date | None = None
    to_published_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What became of one submission.

    `reasons` say what was set aside or warned of, `notices` what was noticed beside what stood
    before, `missing` what is still expected of its sender on the day of receipt. `corrects` is the
    submission whose set-aside rows this one sends again.
    """

    submission: str
    sha256: str
    source: str | None
    edition: date | None
    file: str
    status: SubmissionStatus
    rows_read: int
    rows_accepted: int
    rows_set_aside: int
    reasons: tuple[str, ...] = field(default_factory=tuple)
    notices: tuple[str, ...] = field(default_factory=tuple)
    missing: tuple[str, ...] = field(default_factory=tuple)
    corrects: str | None = None
    quality_page: str | None = None
    received_at: datetime | None = None
    is_withdrawn: bool = False


@dataclass(frozen=True, kw_only=True)
class EditionUsed:
    """One edition a report rests on, with what must be credited."""

    source: str
    title: str
    publisher: str
    url: str
    licence: str
    published_on: date
    file: str
    sha256: str
    is_illustrative: bool
