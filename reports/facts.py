"""What a letter says that matters, in one canonical form: the ground of "already sent"."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum

from commitments.model import Assessment, Change, EditionUsed, Verdict
from reports.views import CommitmentView, OverviewView, QuorumView

_OF_ASSESSMENT = (
    *("commitment", "party", "period", "verdict", "timeliness", "value", "target", "required"),
    *("unit", "gap", "gap_usd", "provisional", "fragile", "due_on", "kept_on", "is_illustrative"),
)
_OF_CHANGE = (
    *("commitment", "party", "period", "from_verdict", "to_verdict", "from_value", "to_value"),
    *("cause", "as_of"),
)
_OF_EDITION = ("source", "published_on", "sha256")
_OF_QUORUM = ("period", "expected", "submitted", "late", "missing")
_NEWS = frozenset(Verdict) - {Verdict.PENDING, Verdict.WAIVED}


def facts_of(view: OverviewView) -> str:
    """The material content as canonical JSON.

    Left out: the day of the report, and what comes with it by itself (days late while something is
    outstanding, a period that begins); the wording; the notes on submissions. A change carries the
    day it was found, so that a verdict that falls, recovers and falls again is news each time.
    """
    content = {
        "arrangement": view.arrangement.id,
        "home_party": view.home_party,
        "register_version": view.register_version,
        "commitments": [_commitment(item) for item in view.commitments],
        "own": [_picked(item.assessment, _OF_ASSESSMENT) for item in view.own],
        "changes": sorted(_picked(item, _OF_CHANGE) for item in view.changes),
        "rounds": [
            [item.name, item.more, *[_picked(one, _OF_QUORUM) for one in item.periods]]
            for item in view.rounds
        ],
        "editions": sorted(_picked(item, _OF_EDITION) for item in view.editions),
    }
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _commitment(item: CommitmentView) -> dict[str, object]:
    history = [
        [period, sorted([verdict.value, count] for verdict, count in counts if verdict in _NEWS)]
        for period, counts in item.history
    ]
    return {
        "id": item.commitment.id,
        "period": item.latest_period,
        "series": sorted(_picked(one, _OF_ASSESSMENT) for one in item.series),
        "history": [entry for entry in history if entry[1]],
        "silent": [item.silent_period, item.silent],
    }


def _picked(
    item: Assessment | Change | EditionUsed | QuorumView, fields: Iterable[str]
) -> list[str]:
    return [_plain(getattr(item, field)) for field in fields]


def _plain(value: object) -> str:
    """One value as text: equal values alike, a missing one unlike any other."""
    if value is None:
        return "∅"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else str(value)
