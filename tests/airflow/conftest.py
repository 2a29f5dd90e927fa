"""One Airflow for all tests of this folder: it takes most of a minute to start."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.airflow.running import (
    ACTIVE,
    DAG_IDS,
    Run,
    RunningAirflow,
    RunsByDag,
    StartedBy,
)

HOUSE = Path(__file__).parents[2]
READY_WITHIN_SECONDS = 300


@pytest.fixture(scope="session")
def airflow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningAirflow]:
    """Airflow with an empty warehouse, until the last test has ended."""
    home = tmp_path_factory.mktemp("house")
    port = _free_port()
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")
    }
    with (home / "standalone.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "dags.standalone"],
            cwd=HOUSE,
            env=environment | {"PLEDGEWATCH_HOME": str(home), "PORT": str(port)},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_until_ready(process, log=home / "standalone.log")
        yield RunningAirflow(
            home=home,
            address=f"http://127.0.0.1:{port}",
            password=_password(home),
            process_id=process.pid,
        )
    finally:
        _stop(process)


@pytest.fixture(autouse=True)
def what_the_clock_starts_succeeds(airflow: RunningAirflow) -> Iterator[None]:
    """Tests may be run at any time of day, so the clock may start runs beside them."""

    def states() -> set[str]:
        return {
            state
            for dag_id in DAG_IDS
            for state in airflow.states(dag_id, started_by=StartedBy.CLOCK)
        }

    yield
    airflow.wait_until(lambda: not states() & ACTIVE, within=120)
    assert states() <= {"success"}


@pytest.fixture(scope="session")
def first_night(airflow: RunningAirflow, nato_figures: Path) -> RunsByDag:
    """A file dropped, and what came of it without a click: for each DAG, the runs of events."""
    airflow.keep_clear_of_the_clock()
    letters, before = airflow.letters(), _runs_of_events(airflow)
    airflow.drop(nato_figures)
    airflow.wait_until(lambda: airflow.letters() != letters, within=180)
    airflow.wait_until_quiet()
    after = _runs_of_events(airflow)
    return {dag_id: after[dag_id][len(before[dag_id]) :] for dag_id in DAG_IDS}


@pytest.fixture(scope="session")
def refused_run(airflow: RunningAirflow, first_night: RunsByDag) -> Run:
    """A run that was asked for what cannot be: to judge a day before one already judged."""
    return airflow.trigger("judge_commitments", as_of="2001-01-01")


@pytest.fixture(scope="session")
def nato_figures() -> Path:
    """A submission of published figures."""
    return HOUSE / "sample" / "inbox" / "nato-defence-expenditure-2024-06-17.csv"


@pytest.fixture(scope="session")
def un_figures() -> Path:
    """Another one."""
    return HOUSE / "sample" / "inbox" / "un-regular-budget-2024.csv"


@pytest.fixture(scope="session")
def equipment_cases() -> Path:
    """A third, of activities."""
    return HOUSE / "sample" / "inbox" / "equipment-requests-2026-06-30.csv"


@pytest.fixture(scope="session")
def later_un_figures() -> Path:
    """A fourth."""
    return HOUSE / "sample" / "inbox" / "un-regular-budget-2025.csv"


def _runs_of_events(airflow: RunningAirflow) -> RunsByDag:
    return {dag_id: airflow.runs(dag_id, started_by=StartedBy.EVENT) for dag_id in DAG_IDS}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _password(home: Path) -> str:
    file = home / "airflow" / "simple_auth_manager_passwords.json.generated"
    return str(json.loads(file.read_text())["admin"])


def _wait_until_ready(process: subprocess.Popen[bytes], *, log: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while "Airflow is ready" not in log.read_text():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.5)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=60)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
