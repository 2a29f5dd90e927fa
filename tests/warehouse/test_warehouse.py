"""The warehouse: its shape, its transactions, what is current in it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import duckdb
import pytest

import warehouse as room
from commitments.errors import WarehouseError
from warehouse.connection import Location, Warehouse, open_warehouse, scratch_connection
from warehouse.migrate import migrate

FOLDER = Path(room.__file__).parent
SHAPES = sorted(
    file.name for part in ("migrations", "views") for file in (FOLDER / part).glob("*.sql")
)


def _snapshots(warehouse: Warehouse) -> int:
    row = warehouse.connection.execute("SELECT count(*) FROM lake.snapshots()").fetchone()
    assert row is not None
    return int(row[0])


def test_a_new_warehouse_gets_every_migration_and_view_once(location: Location) -> None:
    with open_warehouse(location) as opened:
        assert sorted(migrate(opened)) == SHAPES
        snapshots = _snapshots(opened)
        assert migrate(opened) == []
        assert _snapshots(opened) == snapshots
    with open_warehouse(location) as opened_again:
        assert migrate(opened_again) == []
        assert _snapshots(opened_again) == snapshots


def test_a_view_whose_text_has_changed_is_created_anew(warehouse: Warehouse) -> None:
    def age(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("CREATE OR REPLACE VIEW core.current_observations AS SELECT 1 AS old")
        connection.execute(
            "UPDATE ops.migrations SET content = 'old' WHERE name = 'current_observations.sql'"
        )

    warehouse.commit(age, message="an earlier text")
    assert migrate(warehouse) == ["current_observations.sql"]
    described = warehouse.connection.execute("FROM core.current_observations").description
    assert described is not None
    assert "published_on" in [column[0] for column in described]
    kept = warehouse.connection.execute(
        "SELECT count(*), count(DISTINCT name) FROM ops.migrations"
    ).fetchone()
    assert kept == (len(SHAPES), len(SHAPES))


def test_a_transaction_that_fails_leaves_nothing(warehouse: Warehouse) -> None:
    before = _snapshots(warehouse)

    def fail(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("CREATE TABLE core.half (number INTEGER)")
        connection.execute("INSERT INTO core.half VALUES (1)")
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        warehouse.commit(fail, message="fails")
    assert _snapshots(warehouse) == before
    with pytest.raises(duckdb.CatalogException):
        warehouse.connection.execute("FROM core.half")
    assert warehouse.commit(lambda _: "works again", message="after") == "works again"


def test_a_mistake_in_sql_is_not_tried_again(warehouse: Warehouse) -> None:
    tried: list[int] = []

    def mistake(connection: duckdb.DuckDBPyConnection) -> None:
        tried.append(1)
        connection.execute("SELECT nothing FROM nowhere")

    with pytest.raises(duckdb.Error):
        warehouse.commit(mistake, message="a mistake")
    assert len(tried) == 1


def test_a_busy_catalogue_is_tried_again_whole(warehouse: Warehouse) -> None:
    tried: list[int] = []

    def busy_twice(connection: duckdb.DuckDBPyConnection) -> int:
        tried.append(1)
        connection.execute("CREATE TABLE core.entries (number INTEGER)")
        if len(tried) < 3:
            raise duckdb.TransactionException("database is locked")
        return len(tried)

    assert warehouse.commit(busy_twice, message="busy") == 3


def test_a_commit_says_who_and_why(warehouse: Warehouse) -> None:
    def write(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("CREATE TABLE core.entries (number INTEGER)")

    warehouse.commit(write, message="receive it's")
    last = warehouse.connection.execute(
        "SELECT author, commit_message FROM lake.snapshots() ORDER BY snapshot_id DESC LIMIT 1"
    ).fetchone()
    assert last == ("pledgewatch", "receive it's")


OLD, NEW = date(2024, 6, 17), date(2025, 6, 17)
# published_on, recorded in this hour, value; the last is current whatever the order of arrival
EDITIONS = ((OLD, 1, 10), (OLD, 3, 11), (NEW, 0, 20), (NEW, 2, 21))


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_current_is_the_latest_published_then_the_latest_recorded(
    order: tuple[int, ...], tables: duckdb.DuckDBPyConnection
) -> None:
    tables.execute("DELETE FROM core.observations")
    for place in order:
        published_on, hour, value = EDITIONS[place]
        _observe(tables, published_on=published_on, hour=hour, value=value, submission=f"{place}")
    found = tables.execute("SELECT value FROM core.current_observations").fetchall()
    assert found == [(Decimal(21),)]


def test_an_older_edition_received_later_does_not_override(
    tables: duckdb.DuckDBPyConnection,
) -> None:
    tables.execute("DELETE FROM core.observations")
    _observe(tables, published_on=NEW, hour=1, value=20, submission="new")
    _observe(tables, published_on=OLD, hour=5, value=10, submission="old")
    found = tables.execute("SELECT submission FROM core.current_observations").fetchall()
    assert found == [("new",)]


def test_what_the_newest_edition_does_not_speak_of_stays_current(
    tables: duckdb.DuckDBPyConnection,
) -> None:
    tables.execute("DELETE FROM core.observations")
    _observe(tables, published_on=OLD, hour=1, value=10, submission="old", party="BEL")
    _observe(tables, published_on=NEW, hour=2, value=20, submission="new", party="NLD")
    found = tables.execute(
        "SELECT party, submission FROM core.current_observations ORDER BY party"
    ).fetchall()
    assert found == [("BEL", "old"), ("NLD", "new")]


def test_dated_amounts_of_one_edition_are_all_current(tables: duckdb.DuckDBPyConnection) -> None:
    tables.execute("DELETE FROM core.observations")
    for hour, submission in ((1, "first"), (2, "second")):
        for day in (date(2024, 2, 1), date(2024, 3, 1)):
            _observe(
                tables,
                published_on=NEW,
                hour=hour,
                value=5,
                submission=submission,
                occurred_on=day,
            )
    found = tables.execute(
        "SELECT submission, count(*) FROM core.current_observations GROUP BY ALL"
    ).fetchall()
    assert found == [("second", 2)]


@pytest.fixture(scope="module")
def tables() -> duckdb.DuckDBPyConnection:
    """The ledger's tables and views as the files write them, in memory."""
    connection = duckdb.connect()
    for part in ("migrations", "views"):
        for file in sorted((FOLDER / part).glob("*.sql")):
            connection.execute(file.read_text())
    return connection


def _observe(
    connection: duckdb.DuckDBPyConnection,
    *,
    published_on: date,
    hour: int,
    value: int,
    submission: str,
    party: str = "NLD",
    occurred_on: date | None = None,
) -> None:
    recorded_at = datetime(2026, 1, 1, hour)
    connection.execute(
        "INSERT INTO core.observations (submission, row_number, source, published_on, recorded_at, "
        "party, indicator, period, value, unit, status, occurred_on, is_illustrative) VALUES "
        "(?, 1, 's', ?, ?, ?, 'i', '2024', ?, 'percent', 'A', ?, false)",
        [submission, published_on, recorded_at, party, value, occurred_on],
    )


def test_extensions_load_from_their_packages_without_a_network_or_a_home(
    location: Location, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    with open_warehouse(location) as opened:
        loaded = dict(
            opened.connection.execute(
                "SELECT extension_name, install_path FROM duckdb_extensions() WHERE loaded"
            ).fetchall()
        )
        assert {"ducklake", "sqlite_scanner"} <= loaded.keys()
        settings = dict(
            opened.connection.execute(
                "SELECT name, value FROM duckdb_settings() WHERE name LIKE '%_known_extensions'"
            ).fetchall()
        )
        assert set(settings.values()) == {"false"}
    assert not (tmp_path / "nobody").exists()


def test_a_mistyped_table_is_no_variable_of_ours(location: Location) -> None:
    observations = [1]  # noqa: F841  DuckDB would find it by its name
    with (
        scratch_connection(location) as connection,
        pytest.raises(duckdb.CatalogException),
    ):
        connection.execute("FROM observations")


def test_a_lake_that_was_moved_whole_opens_where_it_is(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"

    def rows_after(folder: Path, statement: str) -> int:
        location = Location(
            catalogue=folder / "catalogue.sqlite",
            data=str(folder / "data"),
            scratch=tmp_path / "scratch",
        )
        with open_warehouse(location) as opened:
            opened.connection.execute(statement)
            row = opened.connection.execute("SELECT count(*) FROM figures").fetchone()
        assert row is not None
        return int(row[0])

    assert rows_after(before, "CREATE TABLE figures AS FROM range(5000)") == 5000
    before.rename(after)
    assert rows_after(after, "INSERT INTO figures FROM range(5000)") == 10_000
    assert not before.exists()


def test_a_catalogue_that_is_none_is_told(location: Location) -> None:
    assert isinstance(location.catalogue, Path)
    location.catalogue.parent.mkdir(parents=True)
    location.catalogue.write_bytes(b"not a database, but long enough to be read as one" * 100)
    with (
        pytest.raises(WarehouseError, match="the warehouse cannot be opened"),
        open_warehouse(location),
    ):
        pass


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    location = Location(
        catalogue=tmp_path / "file" / "catalogue.sqlite",
        data=str(tmp_path / "data"),
        scratch=tmp_path / "scratch",
    )
    with pytest.raises((WarehouseError, OSError)), open_warehouse(location):
        pass
