"""SQL statements kept in files: one statement a file, read once."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import duckdb


@cache
def statement(name: str) -> str:
    """The statement in `queries/<name>.sql`."""
    return files("warehouse").joinpath("queries", f"{name}.sql").read_text(encoding="utf-8")


def filled(name: str, **quoted: str) -> str:
    """A statement whose `<<word>>` places take identifiers, paths or types that cannot be bound.

    Everything passed here must come from `literal`, `identifier` or a constant of this package.
    """
    text = statement(name)
    for word, replacement in quoted.items():
        text = text.replace(f"<<{word}>>", replacement)
    return text


def run(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    parameters: Mapping[str, object] | None = None,
) -> duckdb.DuckDBPyConnection:
    """Execute a statement with its parameters.

    DuckDB's client looks for pandas' missing values among parameters and imports pandas to do so,
    which takes longer than most questions. Nobody passes any here, so it is kept from finding it.
    """
    if "pandas" in sys.modules or not parameters:
        return connection.execute(query, parameters)
    sys.modules["pandas"] = None  # type: ignore[assignment]
    try:
        return connection.execute(query, parameters)
    finally:
        del sys.modules["pandas"]


def named_rows(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    parameters: Mapping[str, object] | None = None,
) -> list[dict[str, Any]]:
    """What a statement answers: each row by the names of its columns."""
    cursor = run(connection, query, parameters)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def literal(text: object) -> str:
    """A SQL string literal."""
    return "'" + str(text).replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
