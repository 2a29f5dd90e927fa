"""The judgement: one set-based pass over all commitments, parties and periods, and its storing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

import duckdb

from commitments.model import Basis, Register
from warehouse.reading import StoredJudgement
from warehouse.rules import business_day_rows, rule_tables
from warehouse.statements import filled, run, statement

PERIOD_MACROS = (
    "create_is_fiscal",
    "create_fiscal_name",
    "create_period_end",
    "create_period_start",
    "create_period_start_of",
    "create_period_end_of",
    "create_calendar_of",
)
MACROS = (
    "create_macros",
    *PERIOD_MACROS,
    "create_periods",
    "create_billionths",
    "create_quotient",
    "create_printed",
    "create_money_scale",
    "create_converted",
    "create_portion",
    "create_on_path",
    "create_steps_between",
    "create_grown",
    "create_year_before",
    "create_fiscal_years",
    "create_year_begun",
    "create_reach_ends_on",
    "create_day_within",
    "create_usd_of_share",
    "create_period_number",
    "create_period_numbered",
    "create_is_in_force",
    "create_rule_of",
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


def judge(
    connection: duckdb.DuckDBPyConnection,
    register: Register,
    *,
    home_party: str,
    horizon: Horizon,
    basis: Basis = Basis.REPORTED,
    since: StoredJudgement | None = None,
) -> int:
    """Judge the obligations of `register` into the temporary view `explained`; how many there are.

    Grain of the result: one row per commitment, party, period; columns as `out.assessments`. Where
    a source puts what is owed at nothing there is none. A
    commitment whose measure knows no other basis is judged as reported, whatever `basis` says.
    With `since`, only those that may be judged otherwise than that judgement did.
    """
    owed = gather_figures(
        connection, register, home_party=home_party, horizon=horizon, basis=basis, since=since
    )
    step = partial(_step, connection)
    step("measure_levels")
    step("measure_deliveries", as_of=horizon.as_of)
    step("note_debts")
    step("forget_nothing_owed")
    step("measure_responses", as_of=horizon.as_of)
    step("measure_participation", as_of=horizon.as_of)
    step("measure_milestones", as_of=horizon.as_of)
    step("select_gaps", as_of=horizon.as_of)
    step("quote_rates", relation="gaps")
    step("price_gaps")
    step("decide", as_of=horizon.as_of)
    step("judge_composites")
    step("explain_judged")
    return owed


def gather_figures(
    connection: duckdb.DuckDBPyConnection,
    register: Register,
    *,
    home_party: str,
    horizon: Horizon,
    basis: Basis = Basis.REPORTED,
    since: StoredJudgement | None = None,
) -> int:
    """What a judgement rests on, without judging: rules, obligations, and the view `figures`.

    Returns how many obligations there are.
    """
    tables = rule_tables(register, home_party=home_party, basis=basis)
    step = partial(_step, connection)
    for macro in MACROS:
        step(macro)
    for name, content in tables.by_name().items():
        step(f"load_{name}", **{name: content})
    days = business_day_rows(register, home_party=home_party, as_of=horizon.as_of)
    step("load_business_days", business_days=days)
    step("find_limits")
    step("make_obligations", as_of=horizon.as_of)
    step("select_editions", known_on=horizon.known_on, recorded_before=horizon.recorded_before)
    owed = count(connection, "judge/count_obligations")
    if since:
        _keep_touched(connection, since, as_of=horizon.as_of)
    step("choose_editions")
    step("select_observations")
    step("select_earlier")
    step("select_cases", as_of=horizon.as_of)
    step("select_activities", as_of=horizon.as_of)
    step("select_lists")
    _make_figures(step, as_of=horizon.as_of)
    return owed


def _keep_touched(
    connection: duckdb.DuckDBPyConnection, since: StoredJudgement, *, as_of: date
) -> None:
    now = newest_snapshot(connection)
    step = partial(_step, connection)
    step(
        "select_touched",
        from_snapshot=min(since.ledger_snapshot + 1, now),
        to_snapshot=now,
        last_as_of=since.as_of,
        as_of=as_of,
    )
    step("keep_touched", relation="obligations")
    step("keep_touched", relation="bound")
    step("create_touched_before")


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


def find_differences(
    connection: duckdb.DuckDBPyConnection,
    *,
    before: str,
    before_as_of: date,
    as_of: date,
    has_one_register: bool = False,
    has_one_ledger: bool = False,
) -> None:
    """Hold what was judged last, as `judged_now`, against `before`, into `differences`."""
    parameters = {
        "before_as_of": before_as_of,
        "as_of": as_of,
        "has_one_register": has_one_register,
        "has_one_ledger": has_one_ledger,
    }
    run(connection, filled("judge/copy_judged", copy="judged_now"))
    run(connection, filled("judge/find_differences", before=before), parameters)
    run(connection, statement("judge/trace_composites"))


def is_nothing_owed(
    connection: duckdb.DuckDBPyConnection, *, commitment: str, party: str, period: str
) -> bool:
    """Whether the source puts what is owed for a period at nothing; `judge` must have run."""
    key = {"commitment": commitment, "party": party, "period": period}
    return run(connection, statement("read/nothing_owed"), key).fetchone() is not None


def newest_snapshot(connection: duckdb.DuckDBPyConnection) -> int:
    """The newest snapshot of the ledger."""
    return count(connection, "judge/newest_snapshot")


def count(
    connection: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, int] | None = None
) -> int:
    """The number that a statement counts."""
    row = run(connection, statement(name), dict(parameters or {})).fetchone()
    return int(row[0]) if row else 0
