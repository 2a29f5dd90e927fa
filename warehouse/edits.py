"""Edits of the register that would change verdicts already given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import duckdb

from commitments.model import Register, Verdict
from warehouse.judgement import STANDING, Horizon, find_differences, judge
from warehouse.reading import StoredJudgement
from warehouse.statements import named_rows, statement


class Edited(StrEnum):
    """What an edit touches.

    The rule, obligors, whose figures are added up, a new exemption, or one or a waiver taken back.
    """

    RULE = "rule"
    BOUND = "bound"
    COUNTED = "counted"
    EXEMPTED = "exempted"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, kw_only=True)
class Edit:
    """What the register at hand would make of verdicts of one commitment, with one as an example.

    `to_verdict` is None where the obligation would be gone.
    """

    commitment: str
    edited: Edited
    verdicts: int
    first_period: str
    last_period: str
    last_day: date
    party: str
    period: str
    from_verdict: Verdict
    to_verdict: Verdict | None


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
    day = {"last_as_of": stored.as_of}
    return [_edit(row) for row in named_rows(connection, statement("judge/find_edits"), day)]


def _edit(row: dict[str, object]) -> Edit:
    to_verdict = None if row["to_verdict"] == "none" else Verdict(str(row["to_verdict"]))
    told = {
        **row,
        "edited": Edited(str(row["edited"])),
        "from_verdict": Verdict(str(row["from_verdict"])),
        "to_verdict": to_verdict,
    }
    return Edit(**told)  # type: ignore[arg-type]
