"""Ten thousand invented equipment requests, always the same: every stage, pace and end occurs."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

PATH = ("requested", "acknowledged", "offered", "signed", "funded", "delivered", "closed")
COLUMNS = (
    *("source", "published_on", "activity", "kind", "initiator", "responder", "stage"),
    *("occurred_on", "priority", "note"),
)
FIRST, EDITION = date(2023, 7, 1), date(2026, 6, 30)
_PARTNERS = ("AUS", "BHR", "CHL", "COL", "EST", "GHA", "JOR", "JPN", "KEN", "PHL", "POL", "ROU")
_PRIORITIES = ("urgent", "high", "routine", "routine", "routine", "")
# The usual days at each stage; each case takes up to twice as long.
_USUAL_DAYS = {
    "requested": 20,
    "acknowledged": 90,
    "offered": 80,
    "signed": 30,
    "funded": 240,
    "delivered": 30,
}


@dataclass(frozen=True, kw_only=True)
class GeneratedCase:
    """One case with the days of its stages, in their order."""

    activity: str
    initiator: str
    priority: str
    days: dict[str, date]


def generated_cases(count: int) -> list[GeneratedCase]:
    """Cases numbered from 1, as far as they have come on the day of the edition."""
    drawn = random.Random(20260630)
    span = (EDITION - FIRST).days
    return [
        GeneratedCase(
            activity=f"gen-{number:05}",
            initiator=_PARTNERS[number % len(_PARTNERS)],
            priority=drawn.choice(_PRIORITIES),
            days=dict(_days(drawn, FIRST + timedelta(days=drawn.randrange(span + 1)))),
        )
        for number in range(1, count + 1)
    ]


def _days(drawn: random.Random, asked: date) -> Iterator[tuple[str, date]]:
    day = asked
    for stage in PATH:
        yield stage, day
        if stage not in _USUAL_DAYS:
            return
        day += timedelta(days=drawn.randrange(2 * _USUAL_DAYS[stage] + 1))
        if day > EDITION:
            return
        if drawn.random() < 0.04:
            yield "withdrawn", day
            return


def write_cases(path: Path, cases: list[GeneratedCase]) -> Path:
    """The cases as a submission in our own format; the priority stands in the first row of each."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for case in cases:
            for stage, day in case.days.items():
                priority = case.priority if stage == "requested" else ""
                head = ("equipment-requests", EDITION, case.activity, "equipment-request")
                tail = (case.initiator, "USA", stage, day, priority, "illustrative, generated")
                writer.writerow((*head, *tail))
    return path
