"""Statements asked about many promises at once that know nothing of each other, in `apart/`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from tests.judging.judging import create_tables, insert_rows
from tests.judging.test_macros import macros
from warehouse.statements import statement

Row = Mapping[str, Any]
FOLDER = Path(__file__).with_name("apart")
OWN = "own"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A statement, its tables with a `usual` row of each, and what is given and found by case.

    A text that begins with `own` is of the case alone. Tables of `always` have a row in every case.
    What is found are the statement's own rows, or what is `asked` after it. Cases of `alone` are
    asked without the others, too.
    """

    name: str
    tables: str
    always: Sequence[str]
    usual: Mapping[str, Row]
    cases: Mapping[str, Mapping[str, Any]]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    asked: str = ""
    alone: Sequence[str] = ()

    def answer(self) -> list[tuple[str, ...]]:
        """What is found in all cases together."""
        found = [
            tuple(map(str, own(row, sentence)))
            for sentence, case in self.cases.items()
            for row in case.get("found", ())
        ]
        return sorted(found)

    def given(self) -> Mapping[str, Sequence[Row]]:
        """The rows of each table in all cases together."""
        rows: dict[str, list[Row]] = defaultdict(list)
        for sentence, case in self.cases.items():
            told: dict[str, Any] = {table: {} for table in self.always} | dict(case)
            for table in self.usual.keys() & told.keys():
                given = told[table] if isinstance(told[table], list) else [told[table]]
                for row in given:
                    whole = self.usual[table] | row
                    rows[table].append(own(whole, sentence))
        return rows


def own(cell: Any, sentence: str) -> Any:
    """A cell of a row, or what is in it, that is put among those of other cases."""
    match cell:
        case str() if cell.startswith(OWN):
            return sentence + cell.removeprefix(OWN)
        case list():
            return [own(item, sentence) for item in cell]
        case dict():
            return {key: own(item, sentence) for key, item in cell.items()}
    return cell


def read(name: str) -> Iterator[Asked]:
    """What is asked of a statement: of all cases together, and of single ones."""
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    together = Asked(name=f"judge/{name}", **yaml.safe_load(text))
    yield together
    for sentence in together.alone:
        yield replace(together, cases={sentence: together.cases[sentence]})


ASKED = [asked for file in sorted(FOLDER.iterdir()) for asked in read(file.stem)]


def prepared(asked: Asked) -> duckdb.DuckDBPyConnection:
    """A warehouse that holds what is given in all cases."""
    connection = macros()
    create_tables(connection)
    connection.execute(asked.tables)
    for table, rows in asked.given().items():
        insert_rows(connection, table, rows)
    return connection


def found(connection: duckdb.DuckDBPyConnection, asked: Asked, text: str) -> list[tuple[str, ...]]:
    """What a text, in the statement's place, finds; nothing of it stays."""
    connection.begin()
    try:
        cursor = connection.execute(text, asked.parameters)
        if asked.asked:
            cursor = connection.execute(asked.asked)
        return [tuple(map(str, row)) for row in cursor.fetchall()]
    finally:
        connection.rollback()


def is_found(connection: duckdb.DuckDBPyConnection, asked: Asked, text: str) -> bool:
    """Whether a text, in the statement's place, finds what is to be found."""
    return found(connection, asked, text) == asked.answer()


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.name)
def test_a_statement_finds_what_is_to_be_found(asked: Asked) -> None:
    with prepared(asked) as connection:
        assert found(connection, asked, statement(asked.name)) == asked.answer()
