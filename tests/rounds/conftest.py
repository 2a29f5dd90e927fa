"""The ledger's tables in memory, empty."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from tests.judging.judging import create_tables, empty_ledger


@pytest.fixture(scope="module")
def tables() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        create_tables(connection)
        yield connection


@pytest.fixture
def ledger(tables: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    empty_ledger(tables)
    tables.execute("DELETE FROM ops.withdrawals")
    return tables
