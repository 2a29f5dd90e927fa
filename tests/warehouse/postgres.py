"""A PostgreSQL server for tests, from Debian's programs, in a folder that goes with it."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

PASSWORD = "sesame-4711"
_NUMBERS = itertools.count(1)


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """A running server."""

    port: int

    def address(self, database: str, *, user: str = "postgres") -> str:
        """A connection string, with its password."""
        return f"postgresql://{user}:{PASSWORD}@127.0.0.1:{self.port}/{database}"

    def create_database(self) -> str:
        """The address of a new, empty database."""
        name = f"catalogue{next(_NUMBERS)}"
        self.run(f"CREATE DATABASE {name}")
        return self.address(name)

    def run(self, command: str, *, database: str = "postgres") -> None:
        """Run one command as the superuser."""
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            connection.execute(command.encode())


@contextmanager
def started_cluster() -> Iterator[Cluster]:
    """A server on loopback; skips the test where PostgreSQL is not installed."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="pledgewatch-postgres-"))
    identity = _identity()
    if identity:
        os.chown(folder, identity["user"], identity["group"])
    try:
        port = _initialise(programs, folder, identity)
        server = subprocess.Popen(
            [programs / "postgres", "-D", folder / "data"], cwd=folder, **identity
        )
        try:
            cluster = Cluster(port=port)
            _wait_until_ready(programs, port, server)
            yield cluster
        finally:
            server.terminate()
            server.wait(timeout=60)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    return found[-1].parent


def _identity() -> dict[str, Any]:
    """As whom the server runs: it refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    try:
        entry = pwd.getpwnam("postgres")
    except KeyError:
        pytest.skip("PostgreSQL does not run as root and there is no user postgres")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _initialise(programs: Path, folder: Path, identity: dict[str, Any]) -> int:
    secret = folder / "password"
    secret.write_text(PASSWORD)
    secret.chmod(0o644)
    subprocess.run(
        [
            *(programs / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "scram-sha-256"),
            *("--pwfile", secret, "--encoding", "UTF8", "--locale", "C", "--no-sync"),
        ],
        check=True,
        capture_output=True,
        cwd=folder,
        **identity,
    )
    port = _free_port()
    with (folder / "data" / "postgresql.conf").open("a") as configuration:
        configuration.write(
            f"port = {port}\nlisten_addresses = '127.0.0.1'\n"
            f"unix_socket_directories = '{folder}'\nfsync = off\nlog_min_messages = fatal\n"
        )
    return port


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(programs: Path, port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(120):
        assert server.poll() is None, "the server has ended"
        asked = subprocess.run(
            [programs / "pg_isready", "-h", "127.0.0.1", "-p", str(port), "-t", "1"],
            capture_output=True,
            check=False,
        )
        if asked.returncode == 0:
            return
        time.sleep(0.25)
    raise AssertionError("PostgreSQL did not get ready")
