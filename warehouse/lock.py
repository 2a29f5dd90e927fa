"""One writer at a time, enforced by the operating system or by PostgreSQL; readers take no lock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from commitments.errors import WarehouseError

WAIT_SECONDS = 300
_WRITER_KEY = 0x506C6564_67657761  # "Pledgewa"
_SENDER_KEY = _WRITER_KEY + 1


def sole_writer(*, catalogue: Path | str) -> AbstractContextManager[None]:
    """Hold the right to write while the block runs.

    A path is a SQLite catalogue: a lock file beside it, released by the kernel when the holder
    dies. A string is a PostgreSQL connection string: an advisory lock, released with its session.

    Raises:
        WarehouseError: when another writer does not finish in time, or PostgreSQL is unreachable.
    """
    if isinstance(catalogue, Path):
        return _file_lock(catalogue.with_name(f"{catalogue.name}.lock"))
    return _advisory_lock(catalogue, key=_WRITER_KEY)


def sole_sender(*, catalogue: Path | str) -> AbstractContextManager[None]:
    """Hold the right to hand over letters, as `sole_writer` does the right to write."""
    if isinstance(catalogue, Path):
        return _file_lock(catalogue.with_name(f"{catalogue.name}.send.lock"))
    return _advisory_lock(catalogue, key=_SENDER_KEY)


@contextmanager
def _file_lock(path: Path) -> Iterator[None]:
    lock = FileLock(path, timeout=WAIT_SECONDS)
    try:
        lock.acquire()
    except Timeout as error:
        raise _still_locked() from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _advisory_lock(conninfo: str, *, key: int) -> Iterator[None]:
    import psycopg  # only a PostgreSQL catalogue pays for its import

    _refuse_unreadable(conninfo)
    try:
        with psycopg.connect(conninfo, autocommit=True, connect_timeout=10) as connection:
            connection.execute(
                "SELECT set_config('lock_timeout', %s, false)", (f"{WAIT_SECONDS}s",)
            )
            connection.execute("SELECT pg_advisory_lock(%s)", (key,))
            yield
    except psycopg.errors.LockNotAvailable as error:
        raise _still_locked() from error
    except psycopg.OperationalError as error:
        raise WarehouseError(
            "PLEDGEWATCH_CATALOGUE: expected a PostgreSQL server that answers, "
            f"got: {str(error).strip().splitlines()[0]}; check the server and the setting"
        ) from error


def _refuse_unreadable(conninfo: str) -> None:
    import psycopg

    try:
        psycopg.conninfo.conninfo_to_dict(conninfo)
    except psycopg.ProgrammingError:  # its text would repeat what may be the password
        raise WarehouseError(
            "PLEDGEWATCH_CATALOGUE: expected a PostgreSQL connection string such as "
            "postgresql://user@host/database, got one that cannot be read; correct the setting"
        ) from None


def _still_locked() -> WarehouseError:
    return WarehouseError(
        f"the warehouse: another process has been writing for more than {WAIT_SECONDS} seconds; "
        "wait for it to finish, or stop it if it hangs (`pledgewatch doctor` names the catalogue)"
    )
