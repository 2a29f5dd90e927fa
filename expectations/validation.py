"""One validation by Great Expectations: its project, its database, its run."""

from __future__ import annotations

import logging
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import great_expectations as gx
from great_expectations.core import ExpectationSuite, ExpectationSuiteValidationResult
from great_expectations.core.run_identifier import RunIdentifier
from great_expectations.core.validation_definition import ValidationDefinition
from great_expectations.data_context import EphemeralDataContext
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)
from great_expectations.expectations.expectation import Expectation
from sqlalchemy import Connection

from expectations.engine import StagedFileDatasource

# Counts only: without examples no partner's value is fetched, however many rows are unexpected.
RESULT_FORMAT: dict[str, Any] = {"result_format": "BASIC", "partial_unexpected_count": 0}

MEMORY_LIMIT = "1GB"

# It reports its own workings as INFO, which here means a business fact.
logging.getLogger("great_expectations").setLevel(logging.WARNING)


@dataclass(frozen=True, kw_only=True)
class Workbench:
    """A project that leaves nothing behind, and the connection to the database it validates in."""

    context: EphemeralDataContext
    datasource: StagedFileDatasource
    connection: Connection

    def validate(
        self, name: str, *, expectations: Sequence[Expectation], submission: str, received_on: date
    ) -> ExpectationSuiteValidationResult:
        """Judge the view `staged`. An expectation that raised is in the result, not raised."""
        asset = self.datasource.add_table_asset("staged", table_name="staged")
        definition = ValidationDefinition(
            name=name,
            data=asset.add_batch_definition_whole_table("whole-file"),
            suite=self.context.suites.add(
                ExpectationSuite(name=name, expectations=list(expectations))
            ),
        )
        run = RunIdentifier(
            run_name=f"submission-{submission}",
            run_time=datetime.combine(received_on, time(), tzinfo=UTC),
        )
        return definition.run(result_format=RESULT_FORMAT, run_id=run)


@contextmanager
def open_workbench() -> Generator[Workbench, None, None]:
    """A fresh workbench; its database, and what that spilled to disk, are gone afterwards."""
    with TemporaryDirectory(prefix="pledgewatch-audit-") as scratch:
        context = gx.get_context(mode="ephemeral", project_config=_project())
        datasource = StagedFileDatasource(
            name="staging",
            connection_string="duckdb:///:memory:",
            kwargs={
                # Great Expectations opens a second handle on the same connection beside ours.
                "isolation_level": "AUTOCOMMIT",
                "connect_args": {"config": _database(Path(scratch))},
            },
        )
        context.add_datasource(datasource=datasource)
        try:
            with datasource.get_execution_engine().get_connection() as connection:
                yield Workbench(context=context, datasource=datasource, connection=connection)
        finally:
            datasource.close()


def _project() -> DataContextConfig:
    return DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(),
        progress_bars=ProgressBarsConfig(globally=False),
        analytics_enabled=False,
    )


def _database(scratch: Path) -> dict[str, str]:
    return {
        "temp_directory": str(scratch),
        "memory_limit": MEMORY_LIMIT,
        "preserve_insertion_order": "false",
        "enable_external_file_cache": "false",
        "python_enable_replacements": "false",
        "autoinstall_known_extensions": "false",
    }
