"""The macros of the judgement, asked one by one, with the answers in `macros.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest
import yaml

from warehouse.judgement import MACROS
from warehouse.statements import statement

ANSWERS: Mapping[str, Mapping[str, str | None]] = yaml.safe_load(
    Path(__file__).with_name("macros.yaml").read_text(encoding="utf-8")
)
FIGURE = "CREATE TYPE figure AS DECIMAL(38, 18)"
YEARS = "SET VARIABLE fiscal_years = MAP {'': '07-01', 'BEL': '04-01', '10-01': '10-01'}"


def macros() -> duckdb.DuckDBPyConnection:
    """A database that knows the macros and the calendars they read."""
    connection = duckdb.connect()
    connection.execute(FIGURE)
    connection.execute(YEARS)
    for name in MACROS:
        connection.execute(statement(f"judge/{name}"))
    return connection


def answers(connection: duckdb.DuckDBPyConnection, name: str) -> dict[str, str | None]:
    """What the questions about a macro are answered."""
    asked = [*ANSWERS[name]]
    told = ", ".join(f"CAST({question} AS VARCHAR)" for question in asked)
    row = connection.execute(f"SELECT {told}").fetchone() or ()
    return dict(zip(asked, row, strict=True))


def is_answered(connection: duckdb.DuckDBPyConnection, name: str, text: str) -> bool:
    """Whether a text in a macro's place answers all questions about it rightly."""
    try:
        connection.execute(text)
        return answers(connection, name) == ANSWERS[name]
    finally:
        connection.execute(statement(name))


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    return macros()


def test_every_macro_is_asked() -> None:
    assert ANSWERS.keys() == {f"judge/{name}" for name in MACROS}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_macro_says_what_is_to_be_said(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    assert answers(connection, name) == ANSWERS[name]
