"""Airflow on this machine alone: its components on loopback, a database file, one user.

`airflow standalone` also serves task logs, and does so on every address of the machine. Here its
components are started one by one without that; the API server reads the logs from the disk.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from dags import WRITERS_POOL

LOOPBACK = "127.0.0.1"
PASSWORDS = "simple_auth_manager_passwords.json.generated"
READY_WITHIN_SECONDS = 240
STOPPED_WITHIN_SECONDS = 30
Components = Mapping[str, "subprocess.Popen[bytes]"]

COMPONENTS: Mapping[str, tuple[str, ...]] = {
    "api-server": ("api-server",),
    "scheduler": ("scheduler", "--skip-serve-logs"),
    "dag-processor": ("dag-processor",),
    "triggerer": ("triggerer", "--skip-serve-logs"),
}


class StandaloneError(Exception):
    """Airflow could not be started or did not stay up; the text says what to look at."""


def environment(*, home: Path, port: int) -> dict[str, str]:
    """The environment of every component; a variable that is set already wins."""
    address = f"http://{LOOPBACK}:{port}"
    return {
        "AIRFLOW_HOME": str(home / "airflow"),
        "AIRFLOW__API__BASE_URL": address,
        "AIRFLOW__API__HOST": LOOPBACK,
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__CORE__DAGS_FOLDER": str(Path(__file__).parent),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{address}/execution/",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__HOSTNAME_CALLABLE": "socket.gethostname",
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PARALLELISM": str(os.cpu_count() or 1),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "admin:admin",
        **os.environ,
        "PLEDGEWATCH_HOME": str(home),
    }


def prepare(env: Mapping[str, str]) -> None:
    """Make the folder of Airflow, which holds its secrets and is for us alone, and its database."""
    folder = Path(env["AIRFLOW_HOME"])
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    _refuse_taken_port(int(env["AIRFLOW__API__PORT"]))
    _airflow(env, "db", "migrate")
    _airflow(env, "pools", "set", WRITERS_POOL, "1", "One step writes to the warehouse at a time")


@contextmanager
def running(env: Mapping[str, str]) -> Iterator[Components]:
    """The components, until the block ends; each writes to its own file in `components/`."""
    logs = component_logs(env)
    logs.mkdir(exist_ok=True)
    started: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, arguments in COMPONENTS.items():
            with (logs / f"{name}.log").open("ab") as log:
                started[name] = subprocess.Popen(
                    _command(*arguments), env=env, stdout=log, stderr=subprocess.STDOUT
                )
        yield started
    finally:
        _stop(started)


def wait_until_ready(env: Mapping[str, str], started: Components) -> None:
    """Return once every component reports that it is healthy.

    Raises:
        StandaloneError: when one has ended, or the time is up.
    """
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline:
        refuse_ended(env, started)
        if _is_healthy(env):
            return
        time.sleep(1)
    raise StandaloneError(
        f"Airflow was not ready within {READY_WITHIN_SECONDS} seconds; see {component_logs(env)}"
    )


def refuse_ended(env: Mapping[str, str], started: Components) -> None:
    """Raise StandaloneError when a component is no longer running."""
    for name, process in started.items():
        if process.poll() is not None:
            log = component_logs(env) / f"{name}.log"
            tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
            raise StandaloneError(f"the {name} ended with code {process.returncode}: {log}\n{tail}")


def password(env: Mapping[str, str]) -> str:
    """The password of `admin`, made when Airflow started here for the first time."""
    passwords = json.loads((Path(env["AIRFLOW_HOME"]) / PASSWORDS).read_text(encoding="utf-8"))
    return str(passwords["admin"])


def component_logs(env: Mapping[str, str]) -> Path:
    """The folder of what the components themselves print."""
    return Path(env["AIRFLOW_HOME"]) / "components"


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "airflow", *arguments]


def _airflow(env: Mapping[str, str], *arguments: str) -> None:
    done = subprocess.run(
        _command(*arguments), env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).splitlines()[-15:])
        raise StandaloneError(f"airflow {' '.join(arguments[:2])} failed:\n{tail}")


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            raise StandaloneError(
                f"port {port} is taken; stop what listens there, or choose another: "
                f"make up PORT={port + 1}"
            ) from error


def _is_healthy(env: Mapping[str, str]) -> bool:
    address = f"http://{LOOPBACK}:{env['AIRFLOW__API__PORT']}/api/v2/monitor/health"
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            parts = json.load(answer)
    except (OSError, urllib.error.URLError, json.JSONDecodeError):
        return False
    return all(
        (parts.get(part) or {}).get("status") == "healthy"
        for part in ("metadatabase", "scheduler", "dag_processor", "triggerer")
    )


def _stop(started: Components) -> None:
    for process in started.values():
        process.terminate()
    deadline = time.monotonic() + STOPPED_WITHIN_SECONDS
    for process in started.values():
        try:
            process.wait(timeout=max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()


def _announce(env: Mapping[str, str]) -> None:
    home = Path(env["PLEDGEWATCH_HOME"])
    print(
        f"\nAirflow is ready  {env['AIRFLOW__API__BASE_URL']}  (admin, {password(env)})\n"
        f"  drop files in   {home / 'inbox'}\n"
        f"  letters go to   {home / 'outbox'}\n"
        f"  its own logs    {component_logs(env)}\n"
        "^C stops it.",
        flush=True,
    )


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def serve(env: Mapping[str, str]) -> NoReturn:
    """Run Airflow until it is interrupted or a component ends."""
    print("starting Airflow, about a minute …", flush=True)
    prepare(env)
    with running(env) as started:
        wait_until_ready(env, started)
        _announce(env)
        while True:
            refuse_ended(env, started)
            time.sleep(2)


def main() -> int:
    """Run Airflow for the `PLEDGEWATCH_HOME` and `PORT` of this environment."""
    signal.signal(signal.SIGTERM, _interrupt)
    home = Path(os.environ.get("PLEDGEWATCH_HOME", "var")).absolute()
    (home / "inbox").mkdir(parents=True, exist_ok=True)
    try:
        serve(environment(home=home, port=int(os.environ.get("PORT", "8080"))))
    except KeyboardInterrupt:
        return 0
    except StandaloneError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
