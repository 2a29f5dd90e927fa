"""Storing a judgement: only what differs from the last one, with what it was judged by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from commitments.errors import UsageError
from commitments.model import Register
from warehouse.connection import Warehouse
from warehouse.judgement import STANDING, Horizon, find_differences, judge
from warehouse.reading import StoredJudgement, read_stored_judgement
from warehouse.reviewed import ReviewedFiles, keep_reviewed
from warehouse.rules import content_of
from warehouse.statements import filled, run, statement


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What a judgement wrote."""

    as_of: date
    obligations: int
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
    connection = warehouse.connection
    _refuse_going_back(connection, as_of)
    last = read_stored_judgement(connection)
    record = _Record(
        register=register,
        home_party=home_party,
        as_of=as_of,
        now=now,
        reviewed=reviewed,
        number=_number(last) + 1,
    )
    record.judge(connection)
    written, changes = 0, 0
    if _differs(connection, as_of=as_of) or not record.repeats(last):
        written, changes = warehouse.commit(record.store, message=f"judge as of {as_of}")
    return Judgement(
        as_of=as_of,
        obligations=_count(connection, "judge/count_judged"),
        assessments_written=written,
        changes=changes,
    )


@dataclass(frozen=True, kw_only=True)
class _Record:
    """One judgement being stored."""

    register: Register
    home_party: str
    as_of: date
    now: datetime
    reviewed: ReviewedFiles | None
    number: int

    @property
    def reviewed_version(self) -> str | None:
        """The version of the files it is judged by."""
        return self.reviewed.version if self.reviewed else None

    def repeats(self, last: StoredJudgement | None) -> bool:
        """Whether it is of the same day, by the same files."""
        if last is None:
            return False
        same = (last.as_of, last.reviewed_version)
        return same == (self.as_of, self.reviewed_version)

    def judge(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Judge by what is known at this moment."""
        horizon = Horizon(as_of=self.as_of)
        judge(connection, self.register, home_party=self.home_party, horizon=horizon)

    def store(self, connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
        """Write the differences: how many assessments, how many changes.

        They are found again here, inside the lock. Another judgement may have come between, which
        may have known more: then everything is judged again.
        """
        _refuse_going_back(connection, self.as_of)
        last = read_stored_judgement(connection)
        if _number(last) >= self.number:
            self.judge(connection)
        is_news = _differs(connection, as_of=self.as_of)
        if not is_news and self.repeats(last):
            return 0, 0
        number = {"judgement": _number(last) + 1}
        written = self._store_assessments(connection, number) if is_news else 0
        if last:
            parameters = {**number, "as_of": self.as_of}
            run(connection, statement("judge/insert_changes"), parameters)
        self._store_judgement(connection, number)
        return written, _count(connection, "judge/count_changes", number)

    def _store_assessments(
        self, connection: duckdb.DuckDBPyConnection, number: Mapping[str, int]
    ) -> int:
        run(connection, statement("judge/close_assessments"), dict(number))
        run(connection, statement("judge/select_news"))
        run(connection, filled("judge/explain_judged", relation="news"))
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
            "reviewed_version": self.reviewed_version,
        }
        run(connection, statement("judge/insert_judgement"), {**number, **version, **told})


def _refuse_going_back(connection: duckdb.DuckDBPyConnection, as_of: date) -> None:
    last = read_stored_judgement(connection)
    if last and as_of < last.as_of:
        raise UsageError(
            f"--as-of {as_of}: the stored judgement is of {last.as_of} and does not go back; "
            f"look back without storing: `pledgewatch status --as-of {as_of}`"
        )


def _number(last: StoredJudgement | None) -> int:
    return last.judgement if last else 0


def _differs(connection: duckdb.DuckDBPyConnection, *, as_of: date) -> bool:
    last = read_stored_judgement(connection)
    before = last.as_of if last else as_of
    find_differences(connection, before=STANDING, before_as_of=before, as_of=as_of)
    return _count(connection, "judge/count_differences") > 0


def _count(
    connection: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, int] | None = None
) -> int:
    row = run(connection, statement(name), dict(parameters or {})).fetchone()
    return int(row[0]) if row else 0
