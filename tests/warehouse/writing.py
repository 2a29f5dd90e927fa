"""Processes that write to one warehouse, and rows for them to write.

python -m tests.warehouse.writing count|hold|open <catalogue> <folder> [<name> <times>]
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import duckdb

from warehouse.connection import Location, open_warehouse
from warehouse.lock import sole_writer
from warehouse.migrate import migrate

HOUSE = Path(__file__).parents[2]


def run_together(
    orders: Iterable[tuple[str, Location] | tuple[str, Location, str, str]],
) -> bool:
    """Whether all of these processes, started at once, end well."""
    with ExitStack() as stack:
        writers = [stack.enter_context(started(*order)) for order in orders]
        return all(writer.wait(timeout=100) == 0 for writer in writers)


@contextmanager
def held(location: Location) -> Iterator[subprocess.Popen[str]]:
    """Another process holds the right to write, and is killed in the end."""
    with started("hold", location) as holder:
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "ready\n"
            yield holder
        finally:
            holder.kill()


def started(what: str, location: Location, *arguments: str) -> subprocess.Popen[str]:
    """A process that does one of the things below; as a context it is waited for."""
    folder = Path(location.data).parent
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "tests.warehouse.writing", what),
            *(str(location.catalogue), str(folder), *arguments),
        ],
        cwd=HOUSE,
        stdout=subprocess.PIPE,
        text=True,
    )


def main() -> None:
    what, catalogue, folder, *arguments = sys.argv[1:]
    location = Location(
        catalogue=catalogue if "://" in catalogue else Path(catalogue),
        data=str(Path(folder) / "data"),
        scratch=Path(folder) / "scratch",
    )
    {"count": _count, "hold": _hold, "open": _open}[what](location, *arguments)


def _count(location: Location, name: str, times: str) -> None:
    """Add one to `entries` and append a line, each time in one transaction that is not short."""
    with open_warehouse(location) as warehouse:

        def write(connection: duckdb.DuckDBPyConnection) -> None:
            row = connection.execute("SELECT max(number) FROM core.entries").fetchone()
            assert row is not None
            time.sleep(0.01)
            connection.execute("INSERT INTO core.entries VALUES (?, ?)", [row[0] + 1, name])

        for _ in range(int(times)):
            warehouse.commit(write, message=f"entry of {name}")


def _hold(location: Location) -> None:
    """Hold the right to write until killed."""
    with sole_writer(catalogue=location.catalogue):
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        time.sleep(600)


def _open(location: Location) -> None:
    """Open the warehouse, whether it exists or not, and bring it to the newest shape."""
    with open_warehouse(location) as warehouse:
        migrate(warehouse)
        row = warehouse.connection.execute("SELECT count(*) FROM core.observations").fetchone()
        assert row == (0,)


if __name__ == "__main__":
    main()
