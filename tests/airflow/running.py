"""A real Airflow of this house, as `make up` starts it, for tests to drop files before."""

from __future__ import annotations

import json
import shutil
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

DAG_IDS = ("receive_submissions", "judge_commitments", "publish_reports")
ACTIVE = {"queued", "running"}


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

    def runs(self, dag_id: str) -> list[dict[str, Any]]:
        """The runs of a DAG, oldest first."""
        return list(self._ask(f"/api/v2/dags/{dag_id}/dagRuns?order_by=id")["dag_runs"])

    def states(self, dag_id: str) -> list[str]:
        """The states of the runs of a DAG, oldest first."""
        return [run["state"] for run in self.runs(dag_id)]

    def events(self, asset: str) -> list[dict[str, Any]]:
        """What happened to an asset."""
        found = self._ask("/api/v2/assets/events")["asset_events"]
        return [event for event in found if event["name"] == asset]

    def result(self, run: dict[str, Any], task_id: str) -> Any:
        """What a task returned."""
        return self._ask(f"{_task(run, task_id)}/xcomEntries/return_value")["value"]

    def attempts(self, run: dict[str, Any], task_id: str) -> int:
        """How often a task was tried."""
        return int(self._ask(_task(run, task_id))["try_number"])

    def log(self, run: dict[str, Any], task_id: str) -> str:
        """The log of a task's first attempt."""
        return json.dumps(self._ask(f"{_task(run, task_id)}/logs/1?full_content=true"))

    def pause(self, dag_id: str, *, is_paused: bool) -> None:
        """Turn the switch beside a DAG."""
        self._ask(f"/api/v2/dags/{dag_id}", {"is_paused": is_paused}, method="PATCH")

    def trigger(self, dag_id: str, **conf: str) -> dict[str, Any]:
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

    def wait_until_quiet(self) -> None:
        """Wait until nothing has gone on for longer than the watcher and the scheduler take."""
        quiet_since: list[float] = []

        def has_been_quiet() -> bool:
            if not self.is_quiet():
                quiet_since.clear()
            elif not quiet_since:
                quiet_since.append(time.monotonic())
            return bool(quiet_since) and time.monotonic() - quiet_since[0] > 10

        self.wait_until(has_been_quiet, within=180)

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


def _task(run: dict[str, Any], task_id: str) -> str:
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
