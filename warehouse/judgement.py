"""The judgement: one set-based pass over all commitments, parties and periods, and its storing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

import duckdb

from commitments.errors import UsageError
from commitments.model import Basis, Register
from warehouse.connection import Warehouse
from warehouse.rules import content_of, rule_tables
from warehouse.statements import filled, run, statement

_MACROS = (
    "create_macros",
    "create_period_end",
    "create_period_start",
    "create_periods",
    "create_billionths",
    "create_quotient",
    "create_printed",
    "create_money_scale",
    "create_converted",
    "create_on_path",
    "create_steps_between",
    "create_grown",
    "create_year_before",
    "create_usd_of_share",
    "create_period_number",
    "create_period_numbered",
    "create_is_in_force",
    "create_in_units",
    "create_missing_of",
)


STANDING = "out.current_assessments"


@dataclass(frozen=True, kw_only=True)
class Horizon:
    """From when one looks, and what may be known: days and an instant (UTC); None is no limit."""

    as_of: date
    known_on: date | None = None
    recorded_before: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What a judgement wrote."""

    as_of: date
    obligations: int
    assessments_written: int
    changes: int


def judge(
    connection: duckdb.DuckDBPyConnection,
    register: Register,
    *,
    home_party: str,
    horizon: Horizon,
    basis: Basis = Basis.REPORTED,
) -> None:
    """Judge every obligation of `register` into the temporary view `explained`.

    Grain of the result: one row per commitment, party, period; columns as `out.assessments`. A
    commitment whose measure knows no other basis is judged as reported, whatever `basis` says.
    """
    gather_figures(connection, register, home_party=home_party, horizon=horizon, basis=basis)
    step = partial(_step, connection)
    step("measure_levels")
    step("measure_deliveries", as_of=horizon.as_of)
    step("measure_responses")
    step("measure_participation", as_of=horizon.as_of)
    step("measure_milestones", as_of=horizon.as_of)
    step("select_gaps", as_of=horizon.as_of)
    step("quote_rates", relation="gaps")
    step("price_gaps")
    step("decide", as_of=horizon.as_of)
    step("judge_composites")
    run(connection, filled("judge/explain_judged", relation="judged"))


def gather_figures(
    connection: duckdb.DuckDBPyConnection,
    register: Register,
    *,
    home_party: str,
    horizon: Horizon,
    basis: Basis = Basis.REPORTED,
) -> None:
    """What a judgement rests on, without judging: rules, obligations, and the view `figures`."""
    tables = rule_tables(register, home_party=home_party, basis=basis)
    step = partial(_step, connection)
    for macro in _MACROS:
        step(macro)
    step("load_rules", rules=tables.rules)
    step("load_books", books=tables.books)
    step("load_formulas", formulas=tables.formulas)
    step("load_steps", steps=tables.steps)
    step("load_parts", parts=tables.parts)
    step("load_bound", bound=tables.bound)
    step("load_exceptions", exceptions=tables.exceptions)
    step("load_workings", workings=tables.workings)
    step("load_circles", circles=tables.circles)
    step("make_obligations", as_of=horizon.as_of)
    step("select_editions", known_on=horizon.known_on, recorded_before=horizon.recorded_before)
    step("select_observations")
    step("select_earlier")
    step("select_cases", as_of=horizon.as_of)
    step("select_activities", as_of=horizon.as_of)
    step("select_lists")
    _make_figures(step, as_of=horizon.as_of)


def _make_figures(step: Callable[..., None], *, as_of: date) -> None:
    """What was observed, and beside it what is priced or recomputed for single commitments."""
    step("select_rates")
    step("select_amounts", as_of=as_of)
    step("quote_rates", relation="amounts")
    step("price_amounts")
    step("work_out_ratios")
    step("work_out_shares", as_of=as_of)
    step("recompute_figures")
    step("create_figures")


def _step(
    connection: duckdb.DuckDBPyConnection, name: str, *, relation: str = "", **parameters: object
) -> None:
    run(connection, filled(f"judge/{name}", relation=relation), parameters)


def store_judgement(
    warehouse: Warehouse, register: Register, *, home_party: str, as_of: date, now: datetime
) -> Judgement:
    """Judge as of a day and store what differs from the last judgement; nothing else is written.

    Raises:
        UsageError: when a later day has been judged already; looking back is `status --as-of`.
    """
    connection = warehouse.connection
    _refuse_going_back(connection, as_of)
    record = _Record(
        register=register,
        home_party=home_party,
        as_of=as_of,
        now=now,
        number=_last_number(connection) + 1,
    )
    record.judge(connection)
    written, changes = 0, 0
    if _differs(connection, as_of=as_of) or _last_as_of(connection) != as_of:
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
    number: int

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
        last = _last_number(connection)
        if last >= self.number:
            self.judge(connection)
        is_news = self._is_news(connection)
        if not is_news and _last_as_of(connection) == self.as_of:
            return 0, 0
        number = {"judgement": last + 1}
        written = self._store_assessments(connection, number) if is_news else 0
        if last:
            parameters = {**number, "as_of": self.as_of}
            run(connection, statement("judge/insert_changes"), parameters)
        self._store_judgement(connection, number)
        return written, _count(connection, "judge/count_changes", number)

    def _is_news(self, connection: duckdb.DuckDBPyConnection) -> bool:
        return _differs(connection, as_of=self.as_of)

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
        run(
            connection,
            statement("judge/insert_judgement"),
            {**number, **version, "as_of": self.as_of, "home_party": self.home_party},
        )


def _refuse_going_back(connection: duckdb.DuckDBPyConnection, as_of: date) -> None:
    last = _last_as_of(connection)
    if last and as_of < last:
        raise UsageError(
            f"--as-of {as_of}: the stored judgement is of {last} and does not go back; "
            f"look back without storing: `pledgewatch status --as-of {as_of}`"
        )


def _last_number(connection: duckdb.DuckDBPyConnection) -> int:
    row = run(connection, statement("judge/latest_judgement")).fetchone()
    return int(row[0]) if row else 0


def _last_as_of(connection: duckdb.DuckDBPyConnection) -> date | None:
    row = run(connection, statement("judge/latest_judgement")).fetchone()
    return row[1] if row else None


def find_differences(
    connection: duckdb.DuckDBPyConnection,
    *,
    before: str,
    before_as_of: date,
    as_of: date,
    has_one_register: bool = False,
    has_one_ledger: bool = False,
) -> None:
    """Hold what was judged last against the assessments in `before`, into `differences`."""
    parameters = {
        "before_as_of": before_as_of,
        "as_of": as_of,
        "has_one_register": has_one_register,
        "has_one_ledger": has_one_ledger,
    }
    run(connection, filled("judge/find_differences", before=before), parameters)
    run(connection, statement("judge/trace_composites"))


def _differs(connection: duckdb.DuckDBPyConnection, *, as_of: date) -> bool:
    last = _last_as_of(connection) or as_of
    find_differences(connection, before=STANDING, before_as_of=last, as_of=as_of)
    return _count(connection, "judge/count_differences") > 0


def _count(
    connection: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, int] | None = None
) -> int:
    row = run(connection, statement(name), dict(parameters or {})).fetchone()
    return int(row[0]) if row else 0
