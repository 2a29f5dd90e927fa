"""A submission in a form of its own: its rows of text, and what they become."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb

from warehouse.connection import Location, scratch_connection
from warehouse.layouts import Layout
from warehouse.mapping import Numbers, RowMapping
from warehouse.mapping_sql import stage_statement
from warehouse.numbers_sql import read_written
from warehouse.staging import Staged, Staging, UnreadableFileError, staging_connection
from warehouse.statements import filled, identifier, literal, run, statement


class FormStaging(Staging):
    """Staging for a file whose rows of text a declaration maps; `raw.parquet` holds them.

    `decimal_shown` is the sign its numbers were read by, where that is another than was declared.
    """

    raw_row = "raw_row"

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        *,
        file: Path,
        layout: Layout,
        folder: Path,
        delimiter: str | None,
        header_line: int,
    ) -> None:
        super().__init__(
            connection,
            file=file,
            layout=layout,
            folder=folder,
            delimiter=delimiter,
            header_line=header_line,
        )
        self.raw_path = folder / "raw.parquet"
        self._spool_path = folder / "spool.csv"
        self._columns: tuple[str, ...] = ()
        self._unread: str | None = None
        self._is_tidy = False
        self.decimal_shown: str | None = None
        if delimiter is None:
            run(connection, statement("receive/create_no_rejects"))

    def spool(self, columns: Sequence[str], rows: Iterable[Sequence[str | None]]) -> None:
        """Take rows of text, each with its place first."""
        self._columns = tuple(columns)
        with self._spool_path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
        names = ("place", *columns)
        self.read(
            filled(
                "receive/spool_text",
                file=literal(self._spool_path),
                columns=_texts(names),
                raw=literal(self.raw_path),
            )
        )

    def read_delimited(self, columns: Sequence[str]) -> None:
        """Take the rows of the delimited file, whose header stands on its first line."""
        self._columns = tuple(columns)
        self.read(
            filled(
                "receive/read_delimited",
                file=literal(self.file),
                columns=_texts(columns),
                delimiter=literal(self.delimiter),
                offset=str(self.header_line),
                raw=literal(self.raw_path),
            )
        )
        self.refuse_overlong(columns=len(columns))
        self._refuse_nameless(columns[-1], number=len(columns))

    def _refuse_nameless(self, last: str, *, number: int) -> None:
        """A last column without a name is what a trailing delimiter makes, and holds nothing."""
        if last == f"column {number}" and (texts := self.distinct_texts(last)):
            raise UnreadableFileError(
                f"the last column has no name in the heading and holds {texts[0][:60]!r}; name it, "
                "or see that values stand under their own headings"
            )

    def read_parquet(self) -> tuple[str, ...]:
        """Take the rows of the Parquet file as text; its columns.

        Raises:
            UnreadableFileError: when it is damaged.
        """
        with _refusing_parquet(self.file):
            return self._read_parquet()

    def _read_parquet(self) -> tuple[str, ...]:
        self._columns = _parquet_columns(self.connection, self.file)
        casts = ", ".join(
            f"CAST({identifier(name)} AS VARCHAR) AS {identifier(name)}" for name in self._columns
        )
        self.read(
            filled(
                "receive/read_parquet",
                file=literal(self.file),
                columns=casts,
                raw=literal(self.raw_path),
            )
        )
        return self._columns

    def distinct_texts(self, column: str) -> list[str]:
        """What one column says, the most frequent text first; a hundred of them at most."""
        query = filled(
            "receive/distinct_texts", raw=literal(self.raw_path), column=identifier(column)
        )
        return [text for (text,) in run(self.connection, query).fetchall()]

    def days_told(self, column: str, *, pattern: str | None, date_format: str) -> list[str]:
        """The two latest days that one column says, or `pattern` cuts out of it, latest first."""
        query = filled("receive/days_told", raw=literal(self.raw_path), column=identifier(column))
        parameters = {"pattern": pattern or "(?s)(.*)", "date_format": date_format}
        return [text for (text,) in run(self.connection, query, parameters).fetchall()]

    def columns_filled(self) -> dict[str, frozenset[str]]:
        """Of the records at each path, the columns in which any of them says something."""
        query = filled("receive/filled_columns", raw=literal(self.raw_path))
        found = run(self.connection, query)
        names = [name for name, *_ in found.description or ()][1:]
        return {
            records: frozenset(
                name for name, is_filled in zip(names, told, strict=True) if is_filled
            )
            for records, *told in found.fetchall()
        }

    def count_rows(self) -> int:
        """Rows of text taken."""
        query = filled("receive/count_raw", raw=literal(self.raw_path))
        row = run(self.connection, query).fetchone()
        return int(row[0]) if row else 0

    def map(self, mapping: RowMapping) -> Staged:
        """Write `staged.parquet` as the declaration says.

        Raises:
            UnreadableFileError: when a date is none that anybody means.
        """
        self.spell(mapping.spellings)
        self._unread = mapping.unread
        self._is_tidy = mapping.is_tidy
        mapping = replace(mapping, numbers=self._numbers_shown(mapping))
        self.read(stage_statement(mapping, raw=self.raw_path, staged=self.staged_path))
        return self.described(refused=self.count_refused())

    def places_staged(self, sheet: str) -> tuple[set[int], set[str]]:
        """The rows, and the letters of columns, that rows to publish stand in on a sheet."""
        query = filled("receive/places_staged", staged=literal(self.staged_path))
        found = run(self.connection, query, {"sheet": sheet}).fetchall()
        return {row for row, _ in found}, {letters for _, letters in found if letters}

    def _numbers_shown(self, mapping: RowMapping) -> Numbers:
        """Numbers as declared, doubtful where the file does not bear that out."""
        names = mapping.number_columns()
        if mapping.is_sign_certain or not names or mapping.signed == ():
            return mapping.numbers
        if mapping.signed is None:
            texts = ", ".join(identifier(name) for name in names)
            sent = filled("receive/signed_texts", raw=literal(self.raw_path), texts=texts)
        else:
            sent = f"SELECT unnest([{', '.join(map(literal, mapping.signed))}]) AS text"
        written = read_written(self.connection, sent)
        # Our own table says that a point is decimal: only what it holds may tell otherwise.
        delimiter = "," if mapping.is_tidy else self.delimiter
        is_text = mapping.signed is None and not mapping.is_tidy
        if is_text and (shown := written.otherwise(mapping.numbers)):
            self.decimal_shown = shown.decimal
            return shown
        is_doubtful = written.doubts(mapping.numbers, delimiter=delimiter)
        return replace(mapping.numbers, is_doubtful=is_doubtful)

    def originals(self) -> str:
        """The statement that tells rows of a file without lines as text."""
        if self.delimiter is not None:
            return super().originals()
        sent = [name for name in self._columns if name != self._unread]
        parts = ", ".join(f"{literal(f'{name}: ')} || {identifier(name)}" for name in sent)
        ours = [name for name in sent if name in self.layout.columns]
        cells = ", ".join(f"{literal(name)}: {identifier(name)}" for name in ours)
        return filled(
            "receive/raw_originals",
            raw=literal(self.raw_path),
            columns=parts,
            typed=f"to_json({{{cells}}})" if self._is_tidy else "NULL",
        )


def _texts(names: Sequence[str]) -> str:
    return "{" + ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names) + "}"


@contextmanager
def open_form_staging(
    location: Location,
    *,
    file: Path,
    layout: Layout,
    folder: Path,
    delimiter: str | None,
    header_line: int = 1,
) -> Iterator[FormStaging]:
    """Staging for a file in one of its source's forms."""
    with staging_connection(location, folder=folder) as connection:
        yield FormStaging(
            connection,
            file=file,
            layout=layout,
            folder=folder,
            delimiter=delimiter,
            header_line=header_line,
        )


def parquet_columns(location: Location, file: Path) -> tuple[str, ...]:
    """The columns of a Parquet file.

    Raises:
        UnreadableFileError: when it is none.
    """
    connection = scratch_connection(location)
    try:
        with _refusing_parquet(file):
            return _parquet_columns(connection, file)
    finally:
        connection.close()


@contextmanager
def _refusing_parquet(file: Path) -> Iterator[None]:
    """Turn what DuckDB raises for damaged Parquet, of many kinds, into a refusal."""
    try:
        yield
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        told = str(error).splitlines()[0].replace(str(file), "the file")
        raise UnreadableFileError(f"the file cannot be read as Parquet ({told})") from error


def _parquet_columns(connection: duckdb.DuckDBPyConnection, file: Path) -> tuple[str, ...]:
    query = filled("receive/describe_parquet", file=literal(file))
    return tuple(name for (name,) in run(connection, query).fetchall())
