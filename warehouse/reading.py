"""What the warehouse can be asked: assessments, changes, evidence, submissions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

import duckdb

from commitments.model import (
    Alternative,
    AlternativeKind,
    Assessment,
    Receipt,
    SubmissionStatus,
    Timeliness,
    Verdict,
)
from warehouse.statements import filled, named_rows, run, statement


class Assessed(StrEnum):
    """Where assessments are read from: the stored judgement, an earlier one, or one made to ask."""

    STORED = "out.current_assessments"
    AGAIN = "judged_then"
    ASKED = "explained"


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What to show; None lets everything pass. `parties` narrows to a region's."""

    commitment: str | None = None
    arrangement: str | None = None
    party: str | None = None
    period: str | None = None
    verdict: str | None = None
    parties: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class VerdictCount:
    """How many obligations of one commitment and period have one verdict."""

    commitment: str
    period: str
    period_start: date
    verdict: Verdict
    obligations: int


@dataclass(frozen=True, kw_only=True)
class SubmissionUsed:
    """One submission that assessments rest on."""

    source: str
    published_on: date
    file: str
    sha256: str
    is_illustrative: bool
    rows_read: int
    rows_set_aside: int


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One row of the ledger an assessment rests on, and where it came from.

    `place` is the sheet and cell, or the element; None in our tidy table, whose lines are located.
    """

    role: str
    source: str
    published_on: date
    subject: str
    period: str | None
    value: Decimal | None
    unit: str | None
    status: str | None
    due_on: date | None
    occurred_on: date | None
    note: str | None
    place: str | None
    submission: str
    row_number: int
    file: str
    sha256: str
    archived_as: str


@dataclass(frozen=True, kw_only=True)
class SetAsideRow:
    """One row that may not be used, and one rule it broke.

    `row_number` is None for a line that could not be read as a row; `place` is where it stands in a
    file without lines.
    """

    submission: str
    file: str
    line: int
    row_number: int | None
    place: str | None
    rule: str
    reason: str
    original: str


@dataclass(frozen=True, kw_only=True)
class OpenRow:
    """One row set aside, with every rule it broke, and what a correction of it names: `key`.

    `as_read` is the row as it was staged, as JSON; None for a line that could not be read.
    `columns` are those of our tidy table as it was sent; None for a file in another form.
    `rows_open` counts the rows of its submission that are set aside and not corrected.
    """

    key: str
    place: str
    original: str | None
    as_read: str | None
    rules: Sequence[str]
    reasons: Sequence[str]
    columns: Sequence[str] | None
    rows_open: int


@dataclass(frozen=True, kw_only=True)
class StoredJudgement:
    """A judgement that was stored, the snapshot of the ledger it rests on, and by which method.

    `reviewed_version` is None when the files were not kept yet, `method` when it was not.
    """

    judgement: int
    as_of: date
    register_version: str
    recorded_at: datetime
    home_party: str
    reviewed_version: str | None
    ledger_snapshot: int
    method: str | None

    @property
    def knew_before(self) -> datetime:
        """The instant before which everything was recorded that it rests on."""
        return self.recorded_at + timedelta(microseconds=1)


Connection = duckdb.DuckDBPyConnection


def read_assessments(
    connection: Connection, *, relation: Assessed, filters: Filters
) -> list[Assessment]:
    """Assessments in the order of commitment, period, party."""
    parameters = {
        "commitment": filters.commitment,
        "arrangement": filters.arrangement,
        "party": filters.party,
        "period": filters.period,
        "verdict": filters.verdict,
        "parties": None if filters.parties is None else list(filters.parties),
    }
    rows = named_rows(connection, filled("read/assessments", relation=relation.value), parameters)
    return [_assessment(row) for row in rows]


def read_own_assessments(
    connection: Connection, *, relation: Assessed, party: str
) -> list[Assessment]:
    """A party's latest judged obligation of every commitment."""
    query = filled("read/own_assessments", relation=relation.value)
    return [_assessment(row) for row in named_rows(connection, query, {"party": party})]


def _assessment(row: Mapping[str, Any]) -> Assessment:
    verdict, timeliness = Verdict(row["verdict"]), Timeliness(row["timeliness"])
    tried = tuple(_alternative(told) for told in row["alternatives"] or ())
    return Assessment(
        **{**row, "verdict": verdict, "timeliness": timeliness, "alternatives": tried}
    )


def _alternative(row: Mapping[str, Any]) -> Alternative:
    kind, verdict = AlternativeKind(row["kind"]), Verdict(row["verdict"])
    return Alternative(**{**row, "kind": kind, "verdict": verdict})


def count_verdicts(
    connection: Connection, *, relation: Assessed, arrangement: str | None = None
) -> list[VerdictCount]:
    """Obligations per commitment, period and verdict."""
    query = filled("read/verdict_counts", relation=relation.value)
    rows = named_rows(connection, query, {"arrangement": arrangement})
    return [VerdictCount(**{**row, "verdict": Verdict(row["verdict"])}) for row in rows]


def read_editions_used(
    connection: Connection, *, relation: Assessed, arrangement: str, party: str
) -> list[SubmissionUsed]:
    """The submissions an arrangement's assessments, and a party's own, rest on."""
    query = filled("read/editions_used", relation=relation.value)
    rows = named_rows(connection, query, {"arrangement": arrangement, "party": party})
    return [SubmissionUsed(**row) for row in rows]


def read_doubts(connection: Connection, *, used: Sequence[SubmissionUsed]) -> list[str]:
    """What rules warned of in these submissions, the newest first, each with its file."""
    parameters = {"submissions": [item.sha256 for item in used]}
    rows = named_rows(connection, statement("read/doubts"), parameters)
    return [f"{row['file']}: {row['rule']}: {row['message']}" for row in rows]


def read_submissions(
    connection: Connection,
    *,
    source: str | None = None,
    status: str | None = None,
    known_on: date | None = None,
    recorded_before: datetime | None = None,
) -> list[Receipt]:
    """The receipt of everything received, the newest first: published by a day, or held by then."""
    parameters = {
        "source": source,
        "status": status,
        "known_on": known_on,
        "recorded_before": recorded_before,
    }
    return [
        _receipt(row) for row in named_rows(connection, statement("read/submissions"), parameters)
    ]


def read_unreceipted(connection: Connection) -> list[Receipt]:
    """The receipts that no letter brings to their submitters yet, in the order received."""
    return [_receipt(row) for row in named_rows(connection, statement("read/unreceipted"))]


def _receipt(row: Mapping[str, Any]) -> Receipt:
    told = {**row, "edition": row["published_on"], "status": SubmissionStatus(row["status"])}
    told |= {name: tuple(row[name] or ()) for name in ("reasons", "notices")}
    del told["published_on"]
    return Receipt(**told)


def read_submitter(connection: Connection, *, submission: str) -> str | None:
    """The party that a submission is of; None when its rows are of several, or of none."""
    rows = named_rows(connection, statement("read/submitter"), {"submission": submission})
    return rows[0]["party"] if rows else None


def read_open_rows(connection: Connection, *, submission: str, most: int) -> list[OpenRow]:
    """The first rows of a submission that are set aside and not corrected yet."""
    rows = named_rows(
        connection, statement("read/open_rows"), {"submission": submission, "most": most}
    )
    return [OpenRow(**row) for row in rows]


def read_set_aside(
    connection: Connection, *, submission: str | None = None, source: str | None = None
) -> list[SetAsideRow]:
    """Lines that may not be used, with rule, reason and original text."""
    parameters = {"submission": submission, "source": source}
    return [
        SetAsideRow(**row)
        for row in named_rows(connection, statement("read/set_aside"), parameters)
    ]


def read_stored_judgement(
    connection: Connection, *, as_of: date | None = None, recorded_before: datetime | None = None
) -> StoredJudgement | None:
    """The last judgement stored, if any: of a day, or recorded before a time, when one is given."""
    limits = {"as_of": as_of, "recorded_before": recorded_before}
    rows = named_rows(connection, statement("judge/latest_judgement"), limits)
    return StoredJudgement(**rows[0]) if rows else None


def look_back(connection: Connection, judgement: StoredJudgement) -> None:
    """Put the assessments as a judgement left them where `Assessed.AGAIN` reads them."""
    run(connection, statement("read/judged_then"), {"judgement": judgement.judgement})


def read_table_sizes(connection: Connection) -> Mapping[str, int]:
    """How many rows the main tables hold, and the newest snapshot."""
    return named_rows(connection, statement("read/table_sizes"))[0]
