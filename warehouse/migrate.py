"""Bringing a warehouse to the newest shape: numbered migrations once, views every time."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

import duckdb

from warehouse.connection import Warehouse
from warehouse.statements import run, statement


def migrate(warehouse: Warehouse) -> list[str]:
    """Apply migrations that are missing and re-create changed views; the names of what was done."""
    if not _outstanding(warehouse.connection):
        return []
    return warehouse.commit(_apply, message="migrate")


def _apply(connection: duckdb.DuckDBPyConnection) -> list[str]:
    outstanding = _outstanding(connection)
    for file in outstanding:
        run(connection, file.read_text(encoding="utf-8"))
        _record(connection, file)
    return [file.name for file in outstanding]


def _outstanding(connection: duckdb.DuckDBPyConnection) -> list[Traversable]:
    """Migrations not applied yet, then views whose text differs from what was last created."""
    applied = _applied(connection)
    migrations = [file for file in _files("migrations") if file.name not in applied]
    views = [
        file
        for file in _files("views")
        if applied.get(file.name) != file.read_text(encoding="utf-8")
    ]
    return migrations + views


def _files(folder: str) -> list[Traversable]:
    found = files("warehouse").joinpath(folder).iterdir()
    return sorted((file for file in found if file.name.endswith(".sql")), key=lambda f: f.name)


def _applied(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    try:
        return dict(run(connection, statement("migrate/select_migrations")).fetchall())
    except duckdb.CatalogException:
        return {}  # an empty lake; asking first would take longer than any other question


def _record(connection: duckdb.DuckDBPyConnection, file: Traversable) -> None:
    content = file.read_text(encoding="utf-8")
    run(connection, statement("migrate/delete_migration"), {"name": file.name})
    run(connection, statement("migrate/insert_migration"), {"name": file.name, "content": content})
