"""Edits of the register that would change verdicts already given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import duckdb

from commitments.model import Register, Timeliness, Verdict
from warehouse.judgement import STANDING, Horizon, find_differences, judge
from warehouse.reading import StoredJudgement
from warehouse.statements import named_rows, run, statement


class Edited(StrEnum):
    """What an edit touches.

    The rule, obligors, whose figures are added up, a new exemption, one or a waiver taken back, or
    when evidence is due.
    """

    RULE = "rule"
    BOUND = "bound"
    COUNTED = "counted"
    EXEMPTED = "exempted"
    TAKEN_BACK = "taken_back"
    REPORTING = "reporting"


@dataclass(frozen=True, kw_only=True)
class Edit:
    """What the register at hand would make of obligations of one commitment, with an example.

    `was` and `is_now` are its verdict or, where `edited` is when evidence is due, its timeliness;
    `is_now` is None where the obligation would be gone.
    """

    commitment: str
    edited: Edited
    obligations: int
    first_period: str
    last_period: str
    last_day: date
    party: str
    period: str
    was: Verdict | Timeliness
    is_now: Verdict | Timeliness | None


def find_edits(
    connection: duckdb.DuckDBPyConnection,
    register: Register,
    *,
    home_party: str,
    stored: StoredJudgement,
) -> Sequence[Edit]:
    """Judge the day of the stored judgement again, by this register and what was known then."""
    if register.version == stored.register_version:
        return []
    known = Horizon(as_of=stored.as_of, recorded_before=stored.knew_before)
    judge(connection, register, home_party=home_party, horizon=known)
    find_differences(
        connection,
        before=STANDING,
        before_as_of=stored.as_of,
        as_of=stored.as_of,
        has_one_ledger=True,
    )
    run(connection, statement("judge/find_redated"), {"register_version": stored.register_version})
    day = {"last_as_of": stored.as_of}
    return [_edit(row) for row in named_rows(connection, statement("judge/find_edits"), day)]


def _edit(row: dict[str, object]) -> Edit:
    edited = Edited(str(row["edited"]))
    said = Timeliness if edited is Edited.REPORTING else Verdict
    is_now = None if row["is_now"] == "none" else said(str(row["is_now"]))
    told = {**row, "edited": edited, "was": said(str(row["was"])), "is_now": is_now}
    return Edit(**told)  # type: ignore[arg-type]
