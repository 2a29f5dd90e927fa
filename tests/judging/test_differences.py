"""Whether and why two states differ, obligation by obligation, in `differences.yaml`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from tests.judging.judging import create_tables, insert_rows
from warehouse.statements import statement

Case = Mapping[str, Any]
TABLE = yaml.safe_load(Path(__file__).with_name("differences.yaml").read_text(encoding="utf-8"))
USUAL: Mapping[str, Case] = TABLE["usual"]
CASES: Mapping[str, Case] = TABLE["cases"] | {
    f"{column} is {value} {way}": {**states, "cause": "time passed"}
    for column, values in TABLE["each"].items()
    for value in values
    for way, states in (
        ("now", {"old": {}, "new": {column: value}}),
        ("before", {"old": {column: value}, "new": {}}),
    )
}
STATES = {"old": "state_before", "new": "judged_now"}
TABLES = """
CREATE TEMP TABLE assessment AS SELECT * EXCLUDE (valid_from, valid_until) FROM out.assessments;
CREATE TEMP TABLE state_before AS FROM assessment;
CREATE TEMP TABLE judged_now AS FROM assessment;
CREATE TEMP TABLE rules (
    commitment VARCHAR, kind VARCHAR, rule_hash VARCHAR, by_day DATE, effective_from DATE,
    effective_until DATE
);
CREATE TEMP TABLE debts (
    commitment VARCHAR, party VARCHAR, period VARCHAR, is_nothing BOOLEAN, bound_since DATE
);
"""
TOLD = """
SELECT commitment, cause FROM differences
WHERE arrangement = 'pact' AND party = 'NLD' AND period IS NOT NULL AND unit IS NOT NULL
"""


def prepared() -> duckdb.DuckDBPyConnection:
    """The tables that two states are held against each other in."""
    connection = duckdb.connect()
    create_tables(connection)
    connection.execute(TABLES)
    for macro in ("create_is_in_force", "create_rule_of"):
        connection.execute(statement(f"judge/{macro}"))
    return connection


def causes(connection: duckdb.DuckDBPyConnection, text: str) -> list[tuple[str, str]]:
    """Every case that a text, in the statement's place, finds to differ, with its cause."""
    together: dict[tuple[tuple[str, Any], ...], dict[str, Case]] = defaultdict(dict)
    for sentence, case in CASES.items():
        together[tuple((USUAL["on"] | case.get("on", {})).items())][sentence] = case
    found: list[tuple[str, str]] = []
    for asked, cases in together.items():
        _fill(connection, cases)
        connection.execute(text.replace("<<before>>", "state_before"), dict(asked))
        found += connection.execute(TOLD).fetchall()
    return sorted(found, key=str)


def _fill(connection: duckdb.DuckDBPyConnection, cases: Mapping[str, Case]) -> None:
    rows: dict[str, list[Case]] = defaultdict(list)
    for sentence, case in cases.items():
        key = {"commitment": sentence}
        for state, table in STATES.items():
            if state in case:
                rows[table].append(USUAL["assessment"] | key | case[state])
            if "sibling" in case:
                rows[table].append(USUAL["assessment"] | key | {"party": "JPN"} | case["sibling"])
        if "no_rule" not in case:
            rows["rules"].append(USUAL["rule"] | key | case.get("rule", {}))
        if "debt" in case:
            one = case.get("new", case.get("old"))
            period = (USUAL["assessment"] | one)["period"]
            rows["debts"].append(
                USUAL["debt"] | key | {"party": "NLD", "period": period} | case["debt"]
            )
    for table in (*STATES.values(), "rules", "debts"):
        connection.execute(f"DELETE FROM {table}")
        insert_rows(connection, table, rows[table])


EXPECTED = sorted(
    ((sentence, case["cause"]) for sentence, case in CASES.items() if "cause" in case), key=str
)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with prepared() as opened:
        yield opened


def test_every_difference_is_told_with_its_cause(connection: duckdb.DuckDBPyConnection) -> None:
    assert causes(connection, statement("judge/find_differences")) == EXPECTED
