"""Places to judge in: plain tables in memory, and the real lake on disk."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from tests.judging.judging import create_tables, empty_judgements, empty_ledger
from warehouse.connection import Location, Warehouse, open_warehouse
from warehouse.migrate import migrate


@pytest.fixture(scope="module")
def tables() -> Iterator[duckdb.DuckDBPyConnection]:
    """The ledger's tables in memory; whoever uses them empties them first."""
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        create_tables(connection)
        yield connection


@pytest.fixture(scope="module")
def location(tmp_path_factory: pytest.TempPathFactory) -> Location:
    """Where a module's warehouse lives."""
    folder = tmp_path_factory.mktemp("warehouse")
    return Location(
        catalogue=folder / "catalogue.sqlite",
        data=str(folder / "data"),
        scratch=folder / "scratch",
    )


@pytest.fixture(scope="module")
def lake(location: Location) -> Iterator[Warehouse]:
    """The real thing: a migrated lake."""
    with open_warehouse(location) as opened:
        opened.connection.execute("SET threads = 1")
        migrate(opened)
        yield opened


@pytest.fixture
def warehouse(lake: Warehouse) -> Warehouse:
    """The real lake, without a row."""
    empty_ledger(lake.connection)
    empty_judgements(lake.connection)
    return lake
