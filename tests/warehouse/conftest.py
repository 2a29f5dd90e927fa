"""Warehouses of one test's own: embedded, and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse.postgres import Cluster, started_cluster
from warehouse.connection import Location, Warehouse, open_warehouse
from warehouse.migrate import migrate


@pytest.fixture
def location(tmp_path: Path) -> Location:
    """Where an empty warehouse lives."""
    return Location(
        catalogue=tmp_path / "lake" / "catalogue.sqlite",
        data=str(tmp_path / "lake" / "data"),
        scratch=tmp_path / "scratch",
    )


@pytest.fixture
def warehouse(location: Location) -> Iterator[Warehouse]:
    """A migrated warehouse."""
    with open_warehouse(location) as opened:
        migrate(opened)
        yield opened


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A PostgreSQL server of our own, until the last test has ended."""
    with started_cluster() as cluster:
        yield cluster
