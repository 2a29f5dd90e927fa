"""A submission on its way in: staged, and its unusable rows located."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from types import MappingProxyType

import duckdb

from warehouse.connection import Location, scratch_connection
from warehouse.evenness import is_surely_even
from warehouse.layouts import Layout
from warehouse.records import LocatedRecord, RecordsDisagreeError, locate_records
from warehouse.statements import filled, identifier, literal, run, statement

_BATCH_RECORDS = 10_000
NO_NOTES: Mapping[int, str] = MappingProxyType({})
_MACROS = (
    "create_figure",
    "create_trimmed",
    "create_collapsed",
    "create_plain_name",
    "create_quoted",
    "create_period_label",
    "create_fiscal_label",
    "create_reporting_period",
)


class UnreadableFileError(Exception):
    """The reader could not take the file at all; the text says why. An outcome, not a fault."""


@dataclass(frozen=True, kw_only=True)
class Staged:
    """What a staged submission says of itself.

    `rows_read` are all rows, staged or not, and the `notes` above the heading.
    """

    rows_read: int
    rows_staged: int
    source: str | None
    published_on: date | None
    notes: int = 0

    @property
    def records(self) -> int:
        """The rows below the heading."""
        return self.rows_read - self.notes


@dataclass(frozen=True, kw_only=True)
class RowSummary:
    """Rows that broke one rule for one kind of reason: how many, and the first as an example.

    Where a rule was broken for too many kinds of reasons, `kinds` of them are told as one.
    """

    rule: str
    lines: int
    example: str
    first_place: str
    kinds: int = 1


@dataclass(frozen=True, kw_only=True)
class LocatedRow:
    """One row of a submission in the file as sent; lines count from 1, the header included."""

    row_number: int
    line: int
    original: str


class Staging:
    """One submission being prepared, outside the lake and without any lock.

    `folder` holds `staged.parquet`, `findings.parquet` (written by the audit) and, once located,
    `set_aside.parquet`. `delimiter` is None for a file that has no lines; the first line of `file`
    is its heading, which was line `header_line` of what was sent, with `notes` above it by line.
    """

    raw_row = "file_row_number + 1"

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        *,
        file: Path,
        layout: Layout,
        folder: Path,
        delimiter: str | None = ",",
        header_line: int = 1,
        notes: Mapping[int, str] = NO_NOTES,
    ) -> None:
        self.connection = connection
        self.file = file
        self.layout = layout
        self.delimiter = delimiter
        self.header_line = header_line
        self.notes = notes
        self.staged_path = folder / "staged.parquet"
        self.findings_path = folder / "findings.parquet"
        self.set_aside_path = folder / "set_aside.parquet"

    def spell(self, spellings: Sequence[tuple[str, str]]) -> None:
        """Take ways to write a party, each with its code, the first of equals counting."""
        run(
            self.connection,
            statement("receive/create_party_spellings"),
            {
                "spellings": [spelling for spelling, _ in spellings],
                "parties": [party for _, party in spellings],
            },
        )

    def read(self, query: str) -> None:
        """Run a statement that reads the file.

        Raises:
            UnreadableFileError: when the reader cannot take the file as a table.
        """
        try:
            run(self.connection, query)
        except (duckdb.InvalidInputException, duckdb.ConversionException) as error:
            told = str(error).splitlines()[0].replace(str(self.file), "the file")
            raise UnreadableFileError(
                "the file cannot be read as a table; "
                f"see that every line ends alike and that quotes are paired ({told})"
            ) from error

    def refuse_overlong(self, *, columns: int) -> None:
        """Refuse a file with rows of one blank cell more than its heading.

        Raises:
            UnreadableFileError: with one of the rows.
        """
        delimiter = str(self.delimiter)
        is_even = is_surely_even(self.file, delimiter=delimiter, columns=columns)
        if is_even and not self.count_refused():
            return
        query = filled(
            "receive/count_overlong",
            file=literal(self.file),
            delimiter=literal(delimiter),
            columns=str(columns),
        )
        lines, example = run(self.connection, query).fetchone() or (0, "")
        if lines:
            raise UnreadableFileError(
                f"expected {columns} columns, found {columns + 1} in {lines} rows, the last one "
                f"blank, so that values may stand in the wrong column, e.g. {example!r}; give "
                "every row as many cells as the heading"
            )

    def count_refused(self) -> int:
        """Lines of the file that the reader could not take as rows."""
        row = run(self.connection, statement("receive/count_rejects")).fetchone()
        return int(row[0]) if row else 0

    def described(self, *, refused: int) -> Staged:
        """What the staged file says of itself.

        Raises:
            UnreadableFileError: when a date is none that anybody means.
        """
        described = run(self.connection, self._describe_statement()).fetchone()
        if described is None:
            raise AssertionError("an aggregate without groups returns one row")
        rows_staged, source, published_on, has_odd_date = described
        if has_odd_date:
            raise UnreadableFileError(
                "a date is 1900-01-01, which words such as infinity or epoch are read as, or lies "
                "before the year 1000, as a year of two digits does; write every date as 2024-12-31"
            )
        return Staged(
            rows_read=rows_staged + refused + len(self.notes),
            rows_staged=rows_staged,
            source=source,
            published_on=published_on,
            notes=len(self.notes),
        )

    def _describe_statement(self) -> str:
        dates = [identifier(name) for name, kind in self.layout.columns.items() if kind == "DATE"]
        is_odd = " OR ".join(
            f"{name} = DATE '1900-01-01' OR {name} < DATE '1000-01-01'" for name in dates
        )
        return filled("receive/describe_staged", staged=literal(self.staged_path), dates=is_odd)

    def locate_rows(self, *, records: int, row_numbers: Sequence[int]) -> list[LocatedRow]:
        """Where rows of the file stand in it as sent, with their text.

        `records` is how many the reader saw, without the header.

        Raises:
            UnreadableFileError: when its lines cannot be told apart for certain.
        """
        self._locate(records=records, row_numbers=sorted(set(row_numbers)))
        rows = run(self.connection, statement("receive/select_located_rows")).fetchall()
        return [
            LocatedRow(row_number=row_number, line=line, original=original)
            for row_number, line, original in rows
        ]

    def _locate(self, *, records: int, row_numbers: Sequence[int]) -> None:
        """Fill the table `located` with these rows and every record the reader refused."""
        run(self.connection, statement("receive/create_located"))
        if self.delimiter is None:
            return
        found = locate_records(
            self.file,
            delimiter=self.delimiter,
            refused=self._numbers(statement("receive/refused_positions")),
            wanted=row_numbers,
            records=records + 1,
        )
        try:
            while batch := list(islice(found, _BATCH_RECORDS)):
                self._insert_located(batch)
        except RecordsDisagreeError as error:
            raise UnreadableFileError(
                f"quotes or line ends of the file do not pair up: {error}; "
                "write a quote within a quoted value twice and end every line alike"
            ) from error

    def _numbers(self, query: str) -> array[int]:
        cursor = run(self.connection, query)
        numbers = array("q")
        while rows := cursor.fetchmany(_BATCH_RECORDS):
            numbers.extend(number for (number,) in rows)
        return numbers

    def _insert_located(self, batch: Sequence[LocatedRecord]) -> None:
        run(
            self.connection,
            statement("receive/insert_located"),
            {
                "row_numbers": [record.row_number for record in batch],
                "refusals": [record.refused_at for record in batch],
                "lines": [record.line + self.header_line - 1 for record in batch],
                "originals": [record.original for record in batch],
            },
        )

    def collect_set_aside(self, *, records: int) -> list[RowSummary]:
        """Locate every row the reader or the audit refused, in the file as sent, and its notes.

        `records` is how many rows the reader saw below the heading.

        Raises:
            UnreadableFileError: when its lines cannot be told apart for certain.
        """
        findings, staged = literal(self.findings_path), literal(self.staged_path)
        places = {"findings": findings, "staged": staged, "raw_row": self.raw_row}
        self._locate(
            records=records, row_numbers=self._numbers(filled("receive/refused_rows", **places))
        )
        places["originals"] = self.originals()
        run(self.connection, filled("receive/collect_set_aside", **places))
        run(
            self.connection,
            statement("receive/set_notes_aside"),
            {"lines": [*self.notes], "texts": [*self.notes.values()]},
        )
        run(self.connection, filled("receive/write_set_aside", path=literal(self.set_aside_path)))
        rows = run(self.connection, statement("receive/summarise_set_aside")).fetchall()
        return [
            RowSummary(
                rule=rule, lines=lines, example=example, first_place=first_place, kinds=kinds
            )
            for rule, lines, example, first_place, kinds in rows
        ]

    def summarise_findings(self) -> list[RowSummary]:
        """What the audit says of rows that are published all the same."""
        query = filled(
            "receive/summarise_findings",
            findings=literal(self.findings_path),
            staged=literal(self.staged_path),
        )
        rows = run(self.connection, query).fetchall()
        return [
            RowSummary(rule=rule, lines=lines, example=example, first_place=first_place)
            for rule, lines, example, first_place in rows
        ]

    def collect_unreadable(self, *, records: int) -> list[RowSummary]:
        """Why the lines of a file of which no row could be read were refused.

        Raises:
            UnreadableFileError: when its lines cannot be told apart for certain.
        """
        run(
            self.connection,
            filled("receive/write_no_findings", findings=literal(self.findings_path)),
        )
        return self.collect_set_aside(records=records)

    def originals(self) -> str:
        """The statement that tells rows of a file without lines as text."""
        return statement("receive/no_originals")

    def count_set_aside(self) -> int:
        """Rows and lines set aside, each once however many rules it broke."""
        row = run(self.connection, statement("receive/count_set_aside")).fetchone()
        return int(row[0]) if row else 0

    def largest_remnant(
        self, *, series: str | None, fewest: int, most_unusable: int
    ) -> tuple[int, int] | None:
        """Rows meant as data and rows set aside of the series of which least can be used.

        Only series of `fewest` rows or more count, of which more than one in `most_unusable` cannot
        be used; none of a correction. `series` is that of rows that name none.
        """
        query = filled("receive/largest_remnant", staged=literal(self.staged_path))
        parameters = {"series": series, "fewest": fewest, "most_unusable": most_unusable}
        row = run(self.connection, query, parameters).fetchone()
        return (int(row[0]), int(row[1])) if row else None


@contextmanager
def staging_connection(location: Location, *, folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB of its own for one submission; nothing it does can touch the lake."""
    folder.mkdir(parents=True, exist_ok=True)
    connection = scratch_connection(location)
    try:
        run(connection, statement("judge/create_fiscal_name"))
        for macro in _MACROS:
            run(connection, statement(f"receive/{macro}"))
        yield connection
    finally:
        connection.close()
