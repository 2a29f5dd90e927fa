"""Collections: what publishers were asked for, what came of it, what to compare by next time."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import duckdb

from warehouse.connection import Warehouse
from warehouse.statements import named_rows, run, statement


class Outcome(StrEnum):
    """What came of an attempt to collect a source."""

    COLLECTED = "collected"
    NOT_MODIFIED = "not_modified"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Validators:
    """What a publisher says of a file so that it can be asked whether it is still the same."""

    etag: str | None = None
    last_modified: str | None = None

    def __bool__(self) -> bool:
        return bool(self.etag or self.last_modified)


@dataclass(frozen=True, kw_only=True)
class Collected:
    """One attempt to collect a source, as it is kept.

    `address` has no query; `address_hash` tells whole addresses apart. `status` is that of HTTP,
    `file` the name in the inbox. `sha256` is that of the publisher's file, collected now or before.
    `may_pass` says of a failure whether a later attempt can do better without anybody's help.
    """

    source: str
    requested_at: datetime
    outcome: Outcome
    address: str
    address_hash: str
    message: str
    status: int | None = None
    size_bytes: int | None = None
    sha256: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    file: str | None = None
    may_pass: bool | None = None

    @property
    def validators(self) -> Validators:
        """What to compare by next time."""
        return Validators(etag=self.etag, last_modified=self.last_modified)


def record_collected(warehouse: Warehouse, collected: Collected) -> None:
    """Keep one attempt."""

    def write(connection: duckdb.DuckDBPyConnection) -> None:
        parameters = {**asdict(collected), "outcome": collected.outcome.value}
        run(connection, statement("collect/insert_collection"), parameters)

    warehouse.commit(write, message=f"collect {collected.source}: {collected.outcome}")


def find_last_success(warehouse: Warehouse, *, source: str, address_hash: str) -> Collected | None:
    """The newest attempt at this address that did not fail, if any."""
    parameters = {"source": source, "address_hash": address_hash}
    found = _read(warehouse.connection, "collect/find_last_success", parameters)
    return found[0] if found else None


def read_collected(
    connection: duckdb.DuckDBPyConnection, *, source: str | None = None
) -> list[Collected]:
    """Every attempt, the newest first."""
    return _read(connection, "collect/select_collections", {"source": source})


def _read(
    connection: duckdb.DuckDBPyConnection, name: str, parameters: dict[str, Any]
) -> list[Collected]:
    return [_collected(row) for row in named_rows(connection, statement(name), parameters)]


def _collected(row: dict[str, Any]) -> Collected:
    return Collected(**{**row, "outcome": Outcome(row["outcome"])})
