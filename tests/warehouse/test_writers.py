"""One writer at a time, and readers beside it."""

from __future__ import annotations

import sqlite3
import subprocess
import threading
import time
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.writing import held, run_together, started
from warehouse.connection import Location, Warehouse, open_warehouse
from warehouse.lock import sole_writer
from warehouse.migrate import migrate

TIMES = 8


@pytest.fixture
def entries(warehouse: Warehouse) -> Warehouse:
    """A warehouse with a table to count in."""

    def create(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("CREATE TABLE core.entries (number INTEGER, name VARCHAR)")
        connection.execute("INSERT INTO core.entries VALUES (0, 'nobody')")

    warehouse.commit(create, message="create")
    return warehouse


@pytest.mark.slow
def test_two_processes_never_interleave_and_lose_nothing(
    entries: Warehouse, location: Location
) -> None:
    assert run_together(("count", location, name, str(TIMES)) for name in ("ann", "ben"))
    numbers = entries.connection.execute("SELECT number FROM core.entries ORDER BY 1").fetchall()
    assert [number for (number,) in numbers] == list(range(2 * TIMES + 1))
    names = entries.connection.execute("SELECT name, count(*) FROM core.entries GROUP BY ALL")
    assert dict(names.fetchall()) == {"nobody": 1, "ann": TIMES, "ben": TIMES}


@pytest.mark.slow
def test_processes_that_find_no_warehouse_make_one_together(location: Location) -> None:
    assert run_together(("open", location) for _ in range(4))
    with open_warehouse(location) as opened:
        kept = opened.connection.execute(
            "SELECT count(*), count(DISTINCT name) FROM ops.migrations"
        ).fetchone()
    assert kept is not None
    assert kept[0] == kept[1] > 0


@pytest.mark.slow
def test_a_warehouse_being_made_is_waited_for(location: Location) -> None:
    assert isinstance(location.catalogue, Path)
    location.catalogue.parent.mkdir(parents=True)
    location.catalogue.touch()  # as far as another process has come
    with held(location) as holder, started("open", location) as opener:
        with pytest.raises(subprocess.TimeoutExpired):
            opener.wait(timeout=5)
        with closing(sqlite3.connect(location.catalogue)) as catalogue:
            made = catalogue.execute("SELECT count(*) FROM sqlite_master").fetchone()
        holder.kill()
    assert made == (0,), "it made the warehouse while another did"
    with open_warehouse(location) as opened:
        assert migrate(opened) == []


@pytest.mark.slow
def test_readers_go_on_while_another_process_holds_the_right_to_write(
    entries: Warehouse, location: Location
) -> None:
    with held(location) as holder:
        began = time.monotonic()
        with open_warehouse(location) as reader:
            assert reader.connection.execute("FROM core.entries").fetchall() == [(0, "nobody")]
        assert time.monotonic() - began < 30
        assert holder.poll() is None


@pytest.mark.slow
def test_the_right_to_write_is_free_when_its_holder_is_killed(
    entries: Warehouse, location: Location
) -> None:
    written: list[str] = []
    writer = threading.Thread(
        target=lambda: written.append(entries.commit(lambda _: "done", message="waited"))
    )
    with held(location):
        writer.start()
        writer.join(timeout=1)
        assert written == [], "it wrote while another held the right to"
    writer.join(timeout=30)
    assert written == ["done"]


def test_a_lock_file_left_behind_locks_nobody_out(location: Location) -> None:
    assert isinstance(location.catalogue, Path)
    location.catalogue.parent.mkdir(parents=True)
    location.catalogue.with_name("catalogue.sqlite.lock").touch()
    with sole_writer(catalogue=location.catalogue):
        pass


def test_the_right_to_write_is_given_back_after_an_error(location: Location) -> None:
    assert isinstance(location.catalogue, Path)
    location.catalogue.parent.mkdir(parents=True)
    with pytest.raises(RuntimeError), sole_writer(catalogue=location.catalogue):
        raise RuntimeError
    with sole_writer(catalogue=location.catalogue):
        pass
