"""What we say in words: a verdict, a change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from commitments.model import (
    Assessment,
    Change,
    Citation,
    Timeliness,
    Verdict,
)
from reports.figures import DASH, day, quantity


@dataclass(frozen=True, kw_only=True)
class VerdictWords:
    """How a verdict is shown; the symbol and the word carry it where colour does not."""

    symbol: str
    label: str
    meaning: str


VERDICTS: Mapping[Verdict, VerdictWords] = MappingProxyType(
    {
        verdict: VerdictWords(symbol=symbol, label=label, meaning=meaning)
        for verdict, symbol, label, meaning in (
            (Verdict.MET, "✓", "Met", "kept, by the day it was due"),
            (Verdict.MET_LATE, "◐", "Met late", "kept, but after the day it was due"),
            (Verdict.ON_TRACK, "▲", "On track", "still running; at or above what is required"),
            (Verdict.AT_RISK, "◆", "At risk", "still running; below, within the stated margin"),
            (Verdict.OFF_TRACK, "▼", "Off track", "still running; below by more than the margin"),
            (Verdict.UNMET, "✕", "Unmet", "the period or the deadline has passed without it"),
            (Verdict.NO_DATA, "?", "No data", "evidence was due and none has come"),
            (Verdict.PENDING, "…", "Pending", "evidence is not due yet"),
            (Verdict.WAIVED, DASH, "Waived", "set aside by a recorded exception"),
        )
    }
)

TIMELINESS: Mapping[Timeliness, str] = MappingProxyType(
    {
        Timeliness.ON_TIME: "reported on time",
        Timeliness.LATE: "reported late",
        Timeliness.NOT_DUE: "report not due",
        Timeliness.DUE: "report due",
        Timeliness.OVERDUE: "report overdue",
        Timeliness.DELINQUENT: "report long overdue",
    }
)

ILLUSTRATION = (
    "Includes illustrative data: what is marked “illustrative” is invented as an example and tells "
    "nothing about any party; every other figure is as its source published it."
)


def lower_first(text: str) -> str:
    """A title inside a sentence; words written in capitals stay as they are."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def citation_sentence(citation: Citation) -> str:
    """Where a promise is written: document, place in it, date."""
    return f"{citation.document}, {lower_first(citation.place)}, {day(citation.dated)}"


def verdict_label(verdict: Verdict) -> str:
    """Symbol and word: `▼ Off track`."""
    words = VERDICTS[verdict]
    return f"{words.symbol} {words.label}"


def verdict_sentence(assessment: Assessment) -> str:
    """Verdict and timeliness side by side, never mixed: `✕ Unmet; reported on time`."""
    return (
        f"{verdict_label(assessment.verdict)}{lateness(assessment)}; "
        + (TIMELINESS[assessment.timeliness])
    )


def lateness(assessment: Assessment) -> str:
    """The days a promise was, or is, late: `, 23 days late`; empty when it was not."""
    late = assessment.days_late
    return "" if not late or late < 0 else f", {late:,d} day{'' if late == 1 else 's'} late"


def change_sentence(change: Change, *, name: str) -> str:
    """What became of a verdict and why: `Croatia, 2024: at risk → met (1.81 % → 2.03 %)`."""
    return f"{name}, {change.period}: {transition(change)}{_values(change)}; {change.cause}"


def transition(change: Change) -> str:
    """From which verdict to which: `at risk → met`."""
    before = "not judged" if change.from_verdict is None else _word(change.from_verdict)
    after = "no longer judged" if change.to_verdict is None else _word(change.to_verdict)
    return f"{before} → {after}"


def _values(change: Change) -> str:
    before, after, unit = change.from_value, change.to_value, change.unit
    if before == after:
        return ""
    now = quantity(after, unit=unit, against=before)
    if before is None:
        return f" ({now})"
    return f" ({quantity(before, unit=unit, against=after)} → {now})"


def _word(verdict: Verdict) -> str:
    return VERDICTS[verdict].label.lower()
