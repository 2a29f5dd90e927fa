"""A real Airflow of this house, as `make up` starts it, for tests to drop files before."""

from __future__ import annotations

import json
import shutil
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import quote

DAG_IDS = ("receive_submissions", "judge_commitments", "publish_reports")
ACTIVE = {"queued", "running"}

# Longer than a file takes from the inbox to its receipt, on a machine with other things to do.
CLEAR_OF_THE_CLOCK = timedelta(seconds=40)
LONGER_THAN_THE_WATCHER_TAKES_SECONDS = 15.0


Run = dict[str, Any]  # as Airflow's API tells it
RunsByDag = dict[str, list[Run]]


class StartedBy(StrEnum):
    """What starts a run, in Airflow's words."""

    CLOCK = "scheduled"
    EVENT = "asset_triggered"
    PERSON = "manual"


@dataclass(frozen=True, kw_only=True)
class RunningAirflow:
    """Where it lives, and what a person would look at."""

    home: Path
    address: str
    password: str
    process_id: int

    def drop(self, file: Path, *, name: str | None = None) -> None:
        """Put a copy of a file into the inbox."""
        shutil.copyfile(file, self.home / "inbox" / (name or file.name))

    def letters(self) -> list[Path]:
        """The letters in the outbox."""
        return sorted((self.home / "outbox").rglob("*.eml"))

    def runs(self, dag_id: str, *, started_by: StartedBy | None = None) -> list[Run]:
        """The runs of a DAG, oldest first; a test may see any number of runs of the clock."""
        found = self._ask(f"/api/v2/dags/{dag_id}/dagRuns?order_by=id&limit=100")["dag_runs"]
        return [run for run in found if started_by in (None, run["run_type"])]

    def states(self, dag_id: str, *, started_by: StartedBy | None = None) -> list[str]:
        """The states of the runs of a DAG, oldest first."""
        return [run["state"] for run in self.runs(dag_id, started_by=started_by)]

    def events(self, asset: str) -> list[dict[str, Any]]:
        """What happened to an asset."""
        found = self._ask("/api/v2/assets/events?limit=100")["asset_events"]
        return [event for event in found if event["name"] == asset]

    def told(self) -> tuple[object, ...]:
        """All that news leaves behind: letters, and events that wake other DAGs."""
        return self.letters(), self.events("observations"), self.events("assessments")

    def result(self, run: Run, task_id: str) -> Any:
        """What a task returned."""
        return self._ask(f"{_task(run, task_id)}/xcomEntries/return_value")["value"]

    def attempts(self, run: Run, task_id: str) -> int:
        """How often a task was tried."""
        return int(self._ask(_task(run, task_id))["try_number"])

    def log(self, run: Run, task_id: str) -> str:
        """The log of a task's first attempt."""
        return json.dumps(self._ask(f"{_task(run, task_id)}/logs/1?full_content=true"))

    def pause(self, dag_id: str, *, is_paused: bool) -> None:
        """Turn the switch beside a DAG."""
        self._ask(f"/api/v2/dags/{dag_id}", {"is_paused": is_paused}, method="PATCH")

    def trigger(self, dag_id: str, **conf: str) -> Run:
        """Start a run as the form does, and return it when it has ended."""
        order = {"conf": conf, "logical_date": None}
        run = self._ask(f"/api/v2/dags/{dag_id}/dagRuns", order)
        address = f"/api/v2/dags/{dag_id}/dagRuns/{quote(run['dag_run_id'])}"
        self.wait_until(lambda: self._ask(address)["state"] not in ACTIVE, within=120)
        return dict(self._ask(address))

    def is_quiet(self) -> bool:
        """Whether the inbox is empty and no run is under way."""
        is_empty = not any((self.home / "inbox").iterdir())
        return is_empty and not any(ACTIVE & set(self.states(dag_id)) for dag_id in DAG_IDS)

    def wait_until_quiet(self, *, seconds: float = 10) -> None:
        """Wait until nothing has gone on for longer than the watcher and the scheduler take."""
        quiet_since: list[float] = []

        def has_been_quiet() -> bool:
            if not self.is_quiet():
                quiet_since.clear()
            elif not quiet_since:
                quiet_since.append(time.monotonic())
            return bool(quiet_since) and time.monotonic() - quiet_since[0] > seconds

        self.wait_until(has_been_quiet, within=180)

    def keep_clear_of_the_clock(self) -> None:
        """Wait until nothing goes on and no clock strikes soon: what follows is the test's doing.

        Else a run of the clock may take a file before the watcher has seen it.
        """
        self.wait_until(lambda: not self._clock_strikes_soon(), within=180)
        self.wait_until_quiet(seconds=3)

    def _clock_strikes_soon(self) -> bool:
        soon = datetime.now(UTC) + CLEAR_OF_THE_CLOCK
        due = [self._ask(f"/api/v2/dags/{dag_id}")["next_dagrun_run_after"] for dag_id in DAG_IDS]
        return any(moment and datetime.fromisoformat(moment) < soon for moment in due)

    def wait_until(self, is_so: Callable[[], object], *, within: float) -> None:
        """Wait for something to become true; fail with the state of all runs when it does not."""
        deadline = time.monotonic() + within
        while not is_so():
            states = {dag_id: self.states(dag_id) for dag_id in DAG_IDS}
            assert time.monotonic() < deadline, f"not within {within:.0f} seconds: {states}"
            time.sleep(0.5)

    def _ask(self, path: str, order: object = None, *, method: str | None = None) -> Any:
        token = _call(
            f"{self.address}/auth/token", {"username": "admin", "password": self.password}
        )
        return _call(self.address + path, order, token=token["access_token"], method=method)


def _task(run: Run, task_id: str) -> str:
    return (
        f"/api/v2/dags/{run['dag_id']}/dagRuns/{quote(run['dag_run_id'])}/taskInstances/{task_id}"
    )


def _call(
    address: str, order: object = None, *, token: str | None = None, method: str | None = None
) -> Any:
    request = urllib.request.Request(  # noqa: S310  our own address
        address,
        method=method,
        data=None if order is None else json.dumps(order).encode(),
        headers={"Content-Type": "application/json", "Accept": "application/json"}
        | ({"Authorization": f"Bearer {token}"} if token else {}),
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310  our own address
        return json.load(answer)
