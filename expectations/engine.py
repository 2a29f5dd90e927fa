"""Great Expectations over one DuckDB connection that stays open.

Out of the box its SQL engine closes the connection before it reads a result, and a closed DuckDB
connection has dropped the result. Here every statement of an audit, ours and theirs, runs on one
connection to an in-memory database.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, ClassVar, Literal

from great_expectations.datasource.fluent import SQLDatasource
from great_expectations.execution_engine import SqlAlchemyExecutionEngine
from great_expectations.expectations import UnexpectedRowsExpectation
from sqlalchemy import Connection, Engine

EngineType = type[SqlAlchemyExecutionEngine]


class LastingConnectionEngine(SqlAlchemyExecutionEngine):
    """An execution engine whose connection outlives the statement it ran."""

    @contextmanager
    def get_connection(self) -> Generator[Connection, None, None]:
        """The one connection of this engine; closed by `close`."""
        if self._connection is None:
            self._connection = self.engine.connect()
        yield self._connection

    def close(self) -> None:
        """Close the connection and with it the in-memory database."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self.engine.dispose()


class StagedFileDatasource(SQLDatasource):
    """A Great Expectations datasource for the database an audit works in."""

    type: Literal["staged_file"] = "staged_file"  # type: ignore[assignment]

    @property
    def execution_engine_type(self) -> EngineType:
        """The execution engine every validation of this datasource uses."""
        return LastingConnectionEngine

    def get_engine(self) -> Engine:
        """The engine that validates; another one would see another in-memory database."""
        return self.get_execution_engine().engine

    def close(self) -> None:
        """Close the lasting connection and with it the in-memory database."""
        engine = self.get_execution_engine()
        if isinstance(engine, LastingConnectionEngine):
            engine.close()


class CountedRowsExpectation(UnexpectedRowsExpectation):
    """A query that should return no rows, of which only the count leaves the database.

    The parent class also runs the query a second time to fetch examples.
    """

    metric_dependencies: ClassVar[tuple[str, ...]] = ("unexpected_rows_query.row_count",)

    def _validate(self, metrics: dict[str, Any], *_: object, **__: object) -> dict[str, Any]:
        rows_unexpected = metrics["unexpected_rows_query.row_count"]
        told = f"{rows_unexpected} unexpected {'row' if rows_unexpected == 1 else 'rows'}"
        return {
            "success": rows_unexpected == 0,
            "result": {"observed_value": told, "rows_unexpected": rows_unexpected},
        }
