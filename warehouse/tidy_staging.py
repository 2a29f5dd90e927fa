"""A submission in our own layout as delimited text: its numbers and names as people write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from warehouse.connection import Location
from warehouse.layouts import FOR_PEOPLE, NUMBERS, PARTIES, Layout
from warehouse.mapping import Numbers
from warehouse.numbers_sql import plain_number, read_written
from warehouse.padding import is_surely_unpadded
from warehouse.staging import NO_NOTES, Staged, Staging, staging_connection
from warehouse.statements import filled, identifier, literal, run, statement


class TidyStaging(Staging):
    """Staging for a file whose columns are those of its layout."""

    _is_padded = False
    _has_padded_dates = False

    def stage(self, header: Sequence[str], *, spellings: Sequence[tuple[str, str]] = ()) -> Staged:
        """Read the tidy file into `staged.parquet`; `header` is its own order of columns.

        Numbers are read as the file as a whole shows that they are written, and cells without the
        blanks around them, notes excepted. `spellings` are ways to write a party, each with its
        code.

        Raises:
            UnreadableFileError: when the reader cannot take the file as a table.
        """
        self._is_padded = not is_surely_unpadded(self.file, delimiter=str(self.delimiter))
        self.read(self._stage_statement(header, Numbers()))
        self.refuse_overlong(columns=len(header))
        if self._is_padded and self._asked("receive/has_padded_dates"):
            self._has_padded_dates = True
            self._read_again(header, Numbers())
        if (numbers := self._written(header)) != Numbers():
            self._read_again(header, numbers)
        if spellings:
            self.spell(spellings)
            self._name_parties()
        return self.described(refused=self.count_refused())

    def _read_again(self, header: Sequence[str], numbers: Numbers) -> None:
        run(self.connection, statement("receive/forget_rejects"))
        self.read(self._stage_statement(header, numbers))

    def _written(self, header: Sequence[str]) -> Numbers:
        """How the file writes its numbers, where a decimal point alone does not tell."""
        if self.layout.name != "observations":
            return Numbers()
        has_unread = self._asked("receive/has_unread_numbers", staged=literal(self.staged_path))
        if not has_unread and self.delimiter != ";":
            return Numbers()
        sent = filled(
            "receive/sent_numbers",
            file=literal(self.file),
            delimiter=literal(self.delimiter),
            columns=self._columns_read(header),
            numbers=f"[{', '.join(name for name in NUMBERS if name in header)}]",
        )
        numbers = read_written(self.connection, sent).numbers(delimiter=str(self.delimiter))
        return numbers if has_unread or numbers.is_doubtful else Numbers()

    def _name_parties(self) -> None:
        columns = [name for name in PARTIES if name in self.layout.columns]
        staged = literal(self.staged_path)
        spelt = filled("receive/spelt_parties", staged=staged, parties=f"[{', '.join(columns)}]")
        cases = " ".join(
            f"WHEN {literal(text)} THEN {literal(party)}"
            for text, party in run(self.connection, spelt).fetchall()
        )
        if not cases:
            return
        named = self.staged_path.with_name("named.parquet")
        codes = ", ".join(f"CASE {name} {cases} ELSE {name} END AS {name}" for name in columns)
        query = filled("receive/name_parties", staged=staged, named=literal(named), codes=codes)
        run(self.connection, query)
        named.replace(self.staged_path)

    def _asked(self, name: str, **places: str) -> bool:
        row = run(self.connection, filled(name, **places)).fetchone()
        return bool(row and row[0])

    def _columns_read(self, header: Sequence[str]) -> str:
        types = {} if self._has_padded_dates else self.layout.columns
        columns = (f"{literal(name)}: {literal(types.get(name, 'VARCHAR'))}" for name in header)
        return f"{{{', '.join(columns)}}}"

    def _trimmed(self, header: Sequence[str]) -> tuple[str, str]:
        """The columns as sent, without blanks around them, and why a date is none.

        The reader takes dates with common blanks around them; of others it makes none.
        """
        if not self._is_padded:
            return "*", "CAST(NULL AS VARCHAR)"
        types = {name: self.layout.columns.get(name, "VARCHAR") for name in header}
        texts = [name for name in header if types[name] != "DATE" and name != "note"]
        dates = [name for name in header if types[name] == "DATE" and self._has_padded_dates]
        columns = [f"{_text(name)} AS {identifier(name)}" for name in texts]
        columns += [f"{_day(name)} AS {identifier(name)}" for name in dates]
        no_days = (
            f"CASE WHEN {_text(name)} IS NOT NULL AND {_day(name)} IS NULL THEN {literal(name)} "
            f"|| ' ' || quoted({identifier(name)}) || ' is not a date; write it as 2024-12-31' END"
            for name in dates
        )
        return f"* REPLACE ({', '.join(columns)})", f"coalesce({', '.join([*no_days, 'NULL'])})"

    def _stage_statement(self, header: Sequence[str], numbers: Numbers) -> str:
        types = self.layout.columns
        absent = [name for name in types if name not in header]
        sent, no_day = self._trimmed(header)
        named = {*types, *FOR_PEOPLE}
        nameless = [identifier(name) for name in header if name not in named]
        places = {
            name: f"sent.{name}"
            if numbers == Numbers()
            else plain_number(numbers, f"trimmed(sent.{name})")
            for name in NUMBERS
            if name in types
        }
        return filled(
            f"receive/stage_{self.layout.name}",
            file=literal(self.file),
            columns=self._columns_read(header),
            delimiter=literal(self.delimiter),
            absent="".join(f", CAST(NULL AS {types[n]}) AS {identifier(n)}" for n in absent),
            nameless=f"coalesce({', '.join(['CAST(NULL AS VARCHAR)', *nameless])})",
            staged=literal(self.staged_path),
            sent=sent,
            no_day=no_day,
            no_row=literal(self.layout.no_row),
            **places,
        )


def _text(name: str) -> str:
    return f"nullif(trimmed({identifier(name)}), '')"


def _day(name: str) -> str:
    return f"CAST(try_strptime({_text(name)}, '%Y-%m-%d') AS DATE)"


@contextmanager
def open_staging(
    location: Location,
    *,
    file: Path,
    layout: Layout,
    folder: Path,
    delimiter: str = ",",
    header_line: int = 1,
    notes: Mapping[int, str] = NO_NOTES,
) -> Iterator[TidyStaging]:
    """Staging for a file in our tidy layout."""
    with staging_connection(location, folder=folder) as connection:
        yield TidyStaging(
            connection,
            file=file,
            layout=layout,
            folder=folder,
            delimiter=delimiter,
            header_line=header_line,
            notes=notes,
        )
