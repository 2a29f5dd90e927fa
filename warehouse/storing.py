"""Storing a judgement: only what differs from the last one, with what it was judged by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import duckdb
from tenacity import retry, retry_if_exception_type

from commitments.errors import UsageError
from commitments.model import Register
from warehouse.connection import Warehouse
from warehouse.judgement import (
    STANDING,
    Horizon,
    count,
    find_differences,
    judge,
    newest_snapshot,
)
from warehouse.method import method
from warehouse.reading import StoredJudgement, read_stored_judgement
from warehouse.reviewed import ReviewedFiles, keep_reviewed
from warehouse.rules import content_of
from warehouse.statements import run, statement


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What a judgement wrote: of all `obligations`, so many were `judged` again."""

    as_of: date
    obligations: int
    judged: int
    assessments_written: int
    changes: int


def store_judgement(
    warehouse: Warehouse,
    register: Register,
    *,
    home_party: str,
    as_of: date,
    now: datetime,
    reviewed: ReviewedFiles | None = None,
) -> Judgement:
    """Judge as of a day and store what differs from the last judgement; nothing else is written.

    The files that the register was read from, and that say what its sources are, are kept with it.

    Raises:
        UsageError: when a later day has been judged already; looking back is `status --as-of`.
    """
    _refuse_going_back(read_stored_judgement(warehouse.connection), as_of)
    record = _Record(
        register=register, home_party=home_party, as_of=as_of, now=now, reviewed=reviewed
    )
    return record.store(warehouse)


class _OvertakenError(Exception):
    """Another judgement was stored between judging and storing, which may have known more."""


@dataclass(kw_only=True)
class _Record:
    """One judgement being stored: `last` is the one before it, `snapshot` what it rests on."""

    register: Register
    home_party: str
    as_of: date
    now: datetime
    reviewed: ReviewedFiles | None
    last: StoredJudgement | None = None
    is_whole: bool = True
    snapshot: int = 0
    method: str = ""
    obligations: int = 0

    @property
    def reviewed_version(self) -> str | None:
        """The version of the files it is judged by."""
        return self.reviewed.version if self.reviewed else None

    @property
    def repeats(self) -> bool:
        """Whether it is of the same day as the last one, by the same files."""
        same = (self.as_of, self.reviewed_version)
        return self.last is not None and same == (self.last.as_of, self.last.reviewed_version)

    @retry(retry=retry_if_exception_type(_OvertakenError))
    def store(self, warehouse: Warehouse) -> Judgement:
        """Judge by what is known at this moment, and write what differs."""
        connection = warehouse.connection
        self._judge(connection)
        written, changes = 0, 0
        if self._differs(connection) or not self.repeats:
            written, changes = warehouse.commit(
                self._store_judged, message=f"judge as of {self.as_of}"
            )
        return Judgement(
            as_of=self.as_of,
            obligations=self.obligations,
            judged=count(connection, "judge/count_judged"),
            assessments_written=written,
            changes=changes,
        )

    def _judge(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.last = read_stored_judgement(connection)
        self.snapshot = newest_snapshot(connection)
        self.method = method(self.register, home_party=self.home_party)
        self.is_whole = self.last is None or self.last.method != self.method
        self.obligations = judge(
            connection,
            self.register,
            home_party=self.home_party,
            horizon=Horizon(as_of=self.as_of),
            since=None if self.is_whole else self.last,
        )

    def _differs(self, connection: duckdb.DuckDBPyConnection) -> bool:
        """Hold what was judged against what stands of the same obligations."""
        last = self.last
        find_differences(
            connection,
            before=STANDING if self.is_whole else "touched_before",
            before_as_of=last.as_of if last else self.as_of,
            as_of=self.as_of,
            has_one_register=last is not None and last.register_version == self.register.version,
        )
        return count(connection, "judge/count_differences") > 0

    def _store_judged(self, connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
        """Write the differences: how many assessments, how many changes."""
        stored = read_stored_judgement(connection)
        _refuse_going_back(stored, self.as_of)
        if stored != self.last:
            raise _OvertakenError
        number = {"judgement": self.last.judgement + 1 if self.last else 1}
        is_news = count(connection, "judge/count_differences") > 0
        written = self._store_assessments(connection, number) if is_news else 0
        if self.last:
            parameters = {**number, "as_of": self.as_of}
            run(connection, statement("judge/insert_changes"), parameters)
        self._store_judgement(connection, number)
        return written, count(connection, "judge/count_changes", number)

    def _store_assessments(
        self, connection: duckdb.DuckDBPyConnection, number: Mapping[str, int]
    ) -> int:
        run(connection, statement("judge/close_assessments"), dict(number))
        row = run(connection, statement("judge/insert_assessments"), dict(number)).fetchone()
        return int(row[0]) if row else 0

    def _store_judgement(
        self, connection: duckdb.DuckDBPyConnection, number: Mapping[str, int]
    ) -> None:
        version = {"register_version": self.register.version, "recorded_at": self.now}
        run(
            connection,
            statement("judge/insert_register_version"),
            {**version, "content": content_of(self.register)},
        )
        if self.reviewed:
            keep_reviewed(connection, self.reviewed)
        told = {
            "as_of": self.as_of,
            "home_party": self.home_party,
            "ledger_snapshot": self.snapshot,
            "method": self.method,
            "reviewed_version": self.reviewed_version,
        }
        run(connection, statement("judge/insert_judgement"), {**number, **version, **told})


def _refuse_going_back(last: StoredJudgement | None, as_of: date) -> None:
    if last and as_of < last.as_of:
        raise UsageError(
            f"--as-of {as_of}: the stored judgement is of {last.as_of} and does not go back; "
            f"look back without storing: `pledgewatch status --as-of {as_of}`"
        )
