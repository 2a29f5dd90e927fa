"""Statements asked one by one: finding editions, storing judgements, and working figures out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from tests.judging.judging import create_tables
from tests.judging.test_macros import macros
from warehouse.statements import statement

CASES: Mapping[str, Sequence[Mapping[str, Any]]] = {
    name: cases
    for table in ("statements", "figures", "changes")
    for name, cases in yaml.safe_load(
        Path(__file__).with_name(f"{table}.yaml").read_text(encoding="utf-8")
    ).items()
}


def answered(
    connection: duckdb.DuckDBPyConnection, case: Mapping[str, Any], text: str
) -> list[str]:
    """The rows that a statement leads to, each as one text; nothing of it stays."""
    for word, name in case.get("places", {}).items():
        text = text.replace(f"<<{word}>>", name)
    connection.begin()
    try:
        connection.execute(case.get("given", "SELECT 1"))
        cursor = connection.execute(text, case.get("parameters"))
        if "asked" in case:
            cursor = connection.execute(case["asked"])
        return [", ".join(map(str, row)) for row in cursor.fetchall()]
    finally:
        connection.rollback()


def prepared() -> duckdb.DuckDBPyConnection:
    """An empty warehouse that knows the macros."""
    connection = macros()
    create_tables(connection)
    return connection


def is_answered(connection: duckdb.DuckDBPyConnection, name: str, text: str) -> bool:
    """Whether a text in a statement's place leads to all that it is to lead to."""
    return all(answered(connection, case, text) == case["answer"] for case in CASES[name])


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with prepared() as opened:
        yield opened


@pytest.mark.parametrize("name", CASES)
def test_a_statement_does_what_it_is_for(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    for case in CASES[name]:
        assert answered(connection, case, statement(name)) == case["answer"]
