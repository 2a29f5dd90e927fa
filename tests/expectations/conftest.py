"""Staged files for the audits, made as the warehouse makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations.gate import audit
from expectations.results import Audit
from expectations.suites import Beside, Suite

SUBMISSION = "00c1a5e2f0b74d6e"

COLUMNS = {
    "observations": """
        source VARCHAR, published_on DATE, party VARCHAR, indicator VARCHAR, period VARCHAR,
        value DECIMAL(38, 18), has_value_text BOOLEAN, value_text VARCHAR, unit VARCHAR,
        status VARCHAR, due_on DATE, occurred_on DATE, note VARCHAR, series VARCHAR,
        within VARCHAR, item VARCHAR, corrects VARCHAR, refusal VARCHAR, left_out VARCHAR,
        doubt VARCHAR, place VARCHAR""",
    "activities": """
        source VARCHAR, published_on DATE, activity VARCHAR, kind VARCHAR, initiator VARCHAR,
        responder VARCHAR, stage VARCHAR, occurred_on DATE, priority VARCHAR, note VARCHAR,
        corrects VARCHAR, refusal VARCHAR, left_out VARCHAR, doubt VARCHAR, place VARCHAR""",
}

Finding = tuple[int, str, str, str]
Rows = Iterable[Mapping[str, Any]]


class AuditedFile:
    """A staged file in a folder of its own, and what its audit wrote."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.staged = folder / "staged.parquet"
        self.written = folder / "findings.parquet"
        self.docs = folder / "docs"

    def stage(self, rows: Rows, *, layout: str) -> AuditedFile:
        with duckdb.connect() as connection:
            connection.execute(f"CREATE TABLE staged ({COLUMNS[layout]})")
            for row in rows:
                marks = ", ".join(["?"] * len(row))
                connection.execute(
                    f"INSERT INTO staged ({', '.join(row)}) VALUES ({marks})", list(row.values())
                )
            connection.execute("COPY staged TO $path (FORMAT parquet)", {"path": str(self.staged)})
        return self

    def copy(self, query: str) -> AuditedFile:
        with duckdb.connect() as connection:
            connection.execute(
                f"COPY ({query}) TO $path (FORMAT parquet)", {"path": str(self.staged)}
            )
        return self

    def audit(
        self, suite: Suite, *, submission: str = SUBMISSION, beside: Beside | None = None
    ) -> Audit:
        return audit(
            self.staged,
            suite=suite,
            findings=self.written,
            docs=self.docs,
            submission=submission,
            beside=beside,
        )

    def beside(self, name: str) -> AuditedFile:
        """Another file, in a folder within this one's."""
        folder = self.folder / name
        folder.mkdir()
        return AuditedFile(folder)

    def findings(self) -> list[Finding]:
        with duckdb.connect() as connection:
            return connection.execute(
                "FROM read_parquet($path) ORDER BY row_number, rule", {"path": str(self.written)}
            ).fetchall()

    def findings_of(self, row_number: int) -> dict[str, str]:
        return {rule: reason for number, rule, _, reason in self.findings() if number == row_number}


@pytest.fixture
def audited_file(tmp_path: Path) -> AuditedFile:
    """An empty folder for one audit."""
    return AuditedFile(tmp_path)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], AuditedFile]:
    """Folders for audits that several tests look at."""
    return lambda: AuditedFile(tmp_path_factory.mktemp("audit"))
