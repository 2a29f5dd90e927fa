"""The files people write and review, kept as they were when they were judged by."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from warehouse.rules import to_json
from warehouse.statements import run, statement


@dataclass(frozen=True, kw_only=True)
class ReviewedFiles:
    """The text of every file by its path, such as `register/commitments/a-promise.yaml`."""

    files: Mapping[str, str]

    @property
    def version(self) -> str:
        """A hash of all of it."""
        return hashlib.sha256(to_json(dict(self.files)).encode()).hexdigest()[:16]


def keep_reviewed(connection: duckdb.DuckDBPyConnection, reviewed: ReviewedFiles) -> None:
    """Keep these files, unless they are kept already."""
    files = [{"path": path, "content": content} for path, content in reviewed.files.items()]
    parameters = {"reviewed_version": reviewed.version, "files": to_json(files)}
    run(connection, statement("judge/insert_reviewed_files"), parameters)


def read_reviewed(connection: duckdb.DuckDBPyConnection, version: str | None) -> ReviewedFiles:
    """The files kept under a version; none where there was no version."""
    rows = run(connection, statement("read/reviewed_files"), {"reviewed_version": version})
    return ReviewedFiles(files=dict(rows.fetchall()))
