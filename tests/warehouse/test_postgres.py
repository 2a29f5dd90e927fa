"""The same warehouse with its catalogue on a real PostgreSQL."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import duckdb
import psycopg
import pytest

from commitments.errors import WarehouseError
from commitments.model import SubmissionStatus
from pipelines.cli import main
from pipelines.doctor import shown_settings
from pipelines.judge import judge_commitments
from pipelines.receive import receive_submissions
from pipelines.settings import Settings
from pipelines.steps import opened_warehouse
from tests.commandline.running import run
from tests.receiving.writing import SAMPLES, observation, table, written
from tests.warehouse.postgres import PASSWORD, Cluster
from tests.warehouse.writing import held, run_together
from warehouse.connection import Location, open_warehouse
from warehouse.migrate import migrate
from warehouse.reading import read_set_aside

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

TIMES = 6


@pytest.fixture
def location(cluster: Cluster, tmp_path: Path) -> Location:
    """An empty catalogue on the server."""
    return Location(
        catalogue=cluster.create_database(),
        data=str(tmp_path / "lake" / "data"),
        scratch=tmp_path / "scratch",
    )


@pytest.fixture
def entries(location: Location) -> Location:
    """A warehouse with a table to count in."""

    def create(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("CREATE TABLE core.entries (number INTEGER, name VARCHAR)")
        connection.execute("INSERT INTO core.entries VALUES (0, 'nobody')")

    with open_warehouse(location) as opened:
        migrate(opened)
        opened.commit(create, message="create")
    return location


def test_a_night_goes_as_on_the_embedded_catalogue(
    cluster: Cluster,
    environment: Mapping[str, str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    now: datetime,
) -> None:
    monkeypatch.setenv("PLEDGEWATCH_CATALOGUE", cluster.create_database())
    settings = Settings()
    broken = table([observation("NLD"), observation("BEL", note="a\tb"), "z\tz", "x"])
    paths = [
        written(tmp_path, broken),
        SAMPLES / "nato-defence-expenditure-2024-06-17.csv",
        SAMPLES / "equipment-requests-2026-06-30.csv",
    ]
    first = receive_submissions(settings, paths=paths, now=now)
    again = receive_submissions(settings, paths=paths, now=now)
    assert [receipt.status for receipt in first] == [
        SubmissionStatus.ACCEPTED_IN_PART,
        SubmissionStatus.ACCEPTED,
        SubmissionStatus.ACCEPTED,
    ]
    assert {receipt.status for receipt in again} == {SubmissionStatus.DUPLICATE}
    with opened_warehouse(settings) as opened:
        refused = read_set_aside(opened.connection)
        assert [row.line for row in refused] == [4, 5]
        notes = opened.connection.execute(
            "SELECT note FROM core.observations WHERE submission = ? ORDER BY party",
            [first[0].submission],
        ).fetchall()
        assert notes == [("a\tb",), (None,)]
    judgement = judge_commitments(settings, as_of=date(2024, 6, 30), now=now)
    assert judgement.assessments_written == judgement.obligations > 0
    assert judge_commitments(settings, as_of=date(2024, 6, 30), now=now).assessments_written == 0
    answer = run("status", "--period", "2024", "--party", "NLD", "--format", "json")
    assert answer.exit_code == 0, answer.error
    assert {row["party"] for row in json.loads(answer.output)} == {"NLD"}
    assert not (settings.home / "lake" / "catalogue.sqlite").exists()


def test_two_processes_never_interleave_and_lose_nothing(entries: Location) -> None:
    assert run_together(("count", entries, name, str(TIMES)) for name in ("ann", "ben"))
    with open_warehouse(entries) as opened:
        numbers = opened.connection.execute("SELECT number FROM core.entries ORDER BY 1").fetchall()
    assert [number for (number,) in numbers] == list(range(2 * TIMES + 1))


def test_processes_that_find_no_warehouse_make_one_together(location: Location) -> None:
    assert run_together(("open", location) for _ in range(3))


def test_readers_go_on_while_another_process_holds_the_right_to_write(entries: Location) -> None:
    with held(entries) as holder, open_warehouse(entries) as reader:
        assert reader.connection.execute("FROM core.entries").fetchall() == [(0, "nobody")]
        assert holder.poll() is None


def test_the_right_to_write_is_free_when_its_holder_is_killed(entries: Location) -> None:
    with open_warehouse(entries) as opened:
        written: list[str] = []
        writer = threading.Thread(
            target=lambda: written.append(opened.commit(lambda _: "done", message="waited"))
        )
        with held(entries):
            writer.start()
            writer.join(timeout=1)
            assert written == [], "it wrote while another held the right to"
        writer.join(timeout=30)
    assert written == ["done"]


def test_the_lock_leaves_no_session_behind(cluster: Cluster, entries: Location) -> None:
    with open_warehouse(entries) as opened:
        opened.commit(lambda _: None, message="nothing")
    with psycopg.connect(cluster.address("postgres")) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
        ).fetchone()
    assert row == (0,)


def test_a_user_who_may_not_create_is_told_without_the_password(
    cluster: Cluster, tmp_path: Path
) -> None:
    cluster.create_database()
    name = cluster.create_database().rsplit("/", 1)[1]
    cluster.run(f"CREATE ROLE clerk LOGIN PASSWORD '{PASSWORD}'")
    cluster.run("REVOKE CREATE ON SCHEMA public FROM PUBLIC", database=name)
    location = Location(
        catalogue=cluster.address(name, user="clerk"),
        data=str(tmp_path / "data"),
        scratch=tmp_path / "scratch",
    )
    with pytest.raises(WarehouseError) as caught, open_warehouse(location):
        pass
    assert "the warehouse cannot be opened" in str(caught.value)
    assert PASSWORD not in str(caught.value)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgresql://u:{password}@127.0.0.1:1/db", "a PostgreSQL server that answers"),
        ("postgresql://u:{password}@127.0.0.1:1/db?colour=red", "connection string"),
        ("host=127.0.0.1 {password}", "connection string"),
        ("postgresql://postgres:{password}x@127.0.0.1:{port}/postgres", "server that answers"),
        ("postgresql://postgres:{password}@127.0.0.1:{port}/nowhere", "server that answers"),
    ],
)
def test_a_catalogue_out_of_reach_is_told_without_the_password(
    cluster: Cluster,
    environment: Mapping[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    address: str,
    told: str,
) -> None:
    monkeypatch.setenv(
        "PLEDGEWATCH_CATALOGUE", address.format(password=PASSWORD, port=cluster.port)
    )
    monkeypatch.setattr("sys.argv", ["pledgewatch", "status"])
    with pytest.raises(SystemExit) as ended:
        main()
    printed = capsys.readouterr()
    assert ended.value.code == 1
    assert told in printed.err
    assert "Traceback" not in printed.err
    assert PASSWORD not in printed.err + printed.out
    shown = {item.variable: item.value for item in shown_settings(Settings())}
    assert shown["PLEDGEWATCH_CATALOGUE"] == "(set, not shown)"
