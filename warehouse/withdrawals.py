"""Withdrawals: decisions that a submission no longer counts, recorded and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from warehouse.connection import Warehouse
from warehouse.statements import run, statement


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A submission, and whether it is withdrawn: by the decision that counts."""

    submission: str
    file: str
    source: str | None
    published_on: date | None
    rows_accepted: int
    is_withdrawn: bool
    author: str | None
    reason: str | None


def read_standing(connection: duckdb.DuckDBPyConnection, *, submission: str) -> Standing | None:
    """The submission with the decision that counts; None when there is no such submission."""
    parameters = {"submission": submission}
    row = run(connection, statement("withdraw/find_submission"), parameters).fetchone()
    if row is None:
        return None
    name, file, source, published_on, rows_accepted, is_withdrawn, author, reason = row
    return Standing(
        submission=name,
        file=file,
        source=source,
        published_on=published_on,
        rows_accepted=rows_accepted,
        is_withdrawn=is_withdrawn,
        author=author,
        reason=reason,
    )


def record_withdrawal(
    warehouse: Warehouse,
    *,
    submission: str,
    is_withdrawn: bool,
    author: str,
    reason: str,
    at: datetime,
) -> bool:
    """Record the decision, unless the last one says so already; whether it was recorded."""

    def write(connection: duckdb.DuckDBPyConnection) -> bool:
        known = read_standing(connection, submission=submission)
        if known is None or known.is_withdrawn == is_withdrawn:
            return False
        run(
            connection,
            statement("withdraw/insert_withdrawal"),
            {
                "submission": submission,
                "is_withdrawn": is_withdrawn,
                "author": author,
                "reason": reason,
                "recorded_at": at,
            },
        )
        return True

    verb = "withdraw" if is_withdrawn else "take back the withdrawal of"
    return warehouse.commit(write, message=f"{verb} {submission}")
