"""Opening the warehouse: DuckDB as engine, DuckLake as store, one code path for every setting."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import duckdb
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from commitments.errors import WarehouseError
from warehouse.lock import sole_writer
from warehouse.statements import filled, literal, run, statement

Result = TypeVar("Result")

_BUSY = ("database is locked", "conflict", "could not serialize", "unique constraint")


@dataclass(frozen=True, kw_only=True)
class ObjectStore:
    """S3-compatible storage for the data files."""

    endpoint: str
    region: str
    key_id: str
    secret: str
    use_tls: bool


@dataclass(frozen=True, kw_only=True)
class Location:
    """Where a warehouse lives.

    `catalogue` is the path of a SQLite file, or a PostgreSQL connection string.
    `data` is a folder, or an `s3://` address when `store` is given.
    """

    catalogue: Path | str
    data: str
    scratch: Path
    store: ObjectStore | None = None
    memory_limit: str = "2GB"


class Warehouse:
    """An open warehouse; `connection` is DuckDB with the lake attached and in use."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, *, location: Location) -> None:
        self.connection = connection
        self.location = location

    def commit(
        self, work: Callable[[duckdb.DuckDBPyConnection], Result], *, message: str
    ) -> Result:
        """Run `work` as the sole writer in one transaction; retry it whole on a busy catalogue."""
        with sole_writer(catalogue=self.location.catalogue):
            for attempt in Retrying(
                retry=retry_if_exception(_is_busy),
                stop=stop_after_attempt(8),
                wait=wait_random_exponential(multiplier=0.05, max=5),
                reraise=True,
            ):
                with attempt:
                    return self._transaction(work, message)
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _transaction(
        self, work: Callable[[duckdb.DuckDBPyConnection], Result], message: str
    ) -> Result:
        self.connection.execute("BEGIN")
        try:
            result = work(self.connection)
            run(self.connection, statement("connection/set_commit_message"), {"message": message})
            self.connection.execute("COMMIT")
        except BaseException:
            _roll_back(self.connection)
            raise
        return result


def _roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    try:
        connection.execute("ROLLBACK")
    except duckdb.TransactionException:
        return  # a failed COMMIT has already ended the transaction


def _is_busy(error: BaseException) -> bool:
    return isinstance(error, duckdb.Error) and any(word in str(error).lower() for word in _BUSY)


@contextmanager
def open_warehouse(location: Location) -> Iterator[Warehouse]:
    """Attach the lake at `location`, creating it when it does not exist; migrate separately.

    Raises:
        WarehouseError: when the catalogue or the data path cannot be used, then or later.
    """
    connection = scratch_connection(location)
    try:
        _attach(connection, location)
        yield Warehouse(connection, location=location)
    except duckdb.IOException as error:
        raise WarehouseError(
            f"the warehouse cannot be read or written: {str(error).splitlines()[0]}; "
            "see that disk and storage can be reached and have room"
        ) from error
    finally:
        connection.close()


def scratch_connection(location: Location) -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB with our safety settings, spilling under `location.scratch`."""
    location.scratch.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "python_enable_replacements": "false",
            "temp_directory": str(location.scratch),
            "memory_limit": location.memory_limit,
            # It would keep what was read of files until the limit is reached; the system does, too.
            "enable_external_file_cache": "false",
        }
    )
    connection.execute("SET enable_progress_bar = false")
    return connection


def _attach(connection: duckdb.DuckDBPyConnection, location: Location) -> None:
    _load_extension(connection, "ducklake")
    if location.store:
        _use_object_store(connection, location.store)
    if isinstance(location.catalogue, Path):
        location.catalogue.parent.mkdir(parents=True, exist_ok=True)
        _load_extension(connection, "sqlite_scanner")
        kind, options = "sqlite:", ", META_JOURNAL_MODE 'WAL', META_BUSY_TIMEOUT 10000"
        # The catalogue names files relative to the folder of data, but that folder in full: where
        # both were moved together, the folder beside the catalogue is the one that is meant.
        if Path(location.data).parent == location.catalogue.parent:
            options += ", OVERRIDE_DATA_PATH true"
    else:
        _load_extension(connection, "postgres_scanner")
        kind, options = "postgres:", ""
    address = literal(f"ducklake:{kind}{location.catalogue}")
    try:
        _attach_or_create(
            connection,
            location,
            f"ATTACH {address} AS lake (DATA_PATH {literal(location.data)}{options}",
        )
        connection.execute("USE lake")
    except duckdb.Error as error:
        raise WarehouseError(_cannot_attach(location, error)) from None


def _attach_or_create(
    connection: duckdb.DuckDBPyConnection, location: Location, attach: str
) -> None:
    """Readers of a lake that is there need no lock; only one process at a time may create one."""
    try:
        connection.execute(f"{attach}, CREATE_IF_NOT_EXISTS false)")
    except duckdb.Error:
        with sole_writer(catalogue=location.catalogue):
            connection.execute(f"{attach})")


def _use_object_store(connection: duckdb.DuckDBPyConnection, store: ObjectStore) -> None:
    _load_extension(connection, "httpfs")
    connection.execute(
        filled(
            "connection/create_object_store_secret",
            endpoint=literal(store.endpoint),
            region=literal(store.region),
            key_id=literal(store.key_id),
            secret=literal(store.secret),
            use_tls="true" if store.use_tls else "false",
        )
    )


def _load_extension(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Load a signed extension from its wheel, by path: nothing is downloaded."""
    package = f"duckdb_extension_{name}"
    spec = importlib.util.find_spec(package)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    found = [
        path
        for folder in folders
        for path in Path(folder).glob(f"extensions/v{duckdb.__version__}/{name}.duckdb_extension")
    ]
    if not found:
        wheel = package.replace("_", "-")
        raise WarehouseError(
            f"the DuckDB extension {name}: expected the package {wheel}=={duckdb.__version__}, "
            "found none; install requirements.txt again"
        )
    connection.execute(f"LOAD {literal(found[0])}")


def _cannot_attach(location: Location, error: duckdb.Error) -> str:
    where = location.catalogue if isinstance(location.catalogue, Path) else "PostgreSQL catalogue"
    # DuckDB repeats the connection string, which may hold a password.
    first = str(error).splitlines()[0].replace(str(location.catalogue), str(where))
    return f"{where}: the warehouse cannot be opened: {first}; see `pledgewatch doctor`"
