"""Casework: cases that pass from stage to stage, how long each takes, and who must move next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from commitments.model import Verdict


@dataclass(frozen=True, kw_only=True)
class CaseKind:
    """A kind of case a source reports: its stages in order, and who must move on from each.

    `movers` are `initiator` or `responder` by stage; `priorities` begin with the most urgent.
    """

    source: str
    kind: str
    stages: tuple[str, ...]
    movers: dict[str, str]
    priorities: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DwellTime:
    """How long cases stay at one stage, in days: grain source, kind, stage.

    Median, 90th percentile and longest are of the `moved_on`, by nearest rank, None without any;
    those still `waiting` are told apart.
    """

    source: str
    kind: str
    stage: str
    mover: str
    reached: int
    moved_on: int
    median_days: int | None
    p90_days: int | None
    longest_days: int | None
    longest_case: str | None
    waiting: int
    longest_wait_days: int | None
    is_illustrative: bool


@dataclass(frozen=True, kw_only=True)
class OpenCase:
    """One case that waits for somebody: grain source, case.

    Its clocks stand at `seen_until`, the last day the edition at hand can speak of. `due_on` is the
    day by which a commitment wants the answer still owed, None where none does.
    """

    source: str
    kind: str
    activity: str
    priority: str | None
    initiator: str
    responder: str
    stage: str
    since: date
    days_at_stage: int
    opened_on: date
    days_open: int
    mover: str
    moves_next: str
    due_on: date | None
    days_late: int | None
    commitment: str | None
    verdict: Verdict | None
    seen_until: date
    is_illustrative: bool
