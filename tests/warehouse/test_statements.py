"""Quoting, and the statements kept in files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

import warehouse
from warehouse.statements import filled, identifier, literal, statement

ROOM = Path(warehouse.__file__).parent
QUERIES = sorted((ROOM / "queries").rglob("*.sql"))
# DuckDB takes text as UTF-8, which has no lone surrogates, and ends a statement at a NUL.
TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"))


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


@given(text=TEXT | st.text(alphabet="'\"\\;-\n$ a"))
def test_a_quoted_literal_is_the_text_itself(
    text: str, connection: duckdb.DuckDBPyConnection
) -> None:
    assert connection.execute(f"SELECT {literal(text)}").fetchone() == (text,)


@given(name=(TEXT | st.text(alphabet="'\"\\;-\n$ a")).filter(bool))
def test_a_quoted_identifier_is_the_name_itself(
    name: str, connection: duckdb.DuckDBPyConnection
) -> None:
    described = connection.execute(f"SELECT 1 AS {identifier(name)}").description
    assert described is not None
    assert described[0][0] == name


def test_a_path_becomes_a_literal() -> None:
    assert literal(Path("/a/it's")) == "'/a/it''s'"


def test_a_place_is_filled_wherever_it_stands() -> None:
    places = {"staged": literal("staged"), "raw_row": "file_row_number"}
    text = filled("receive/refused_rows", findings=literal("it's"), **places)
    assert "read_parquet('it''s')" in text
    assert "<<" not in text


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_query_is_one_statement_whose_header_says_what_it_does(path: Path) -> None:
    text = statement(path.relative_to(ROOM / "queries").with_suffix("").as_posix())
    assert re.match(r"-- [A-Z]", text)
    code = re.sub(r"--.*|'(?:[^']|'')*'", "", text)
    if path.stem != "create_macros":
        assert ";" not in code.strip().rstrip(";")


CODE = "".join(file.read_text() for file in sorted(ROOM.glob("*.py")))
# What the code calls its statements; `receive/stage_{self.layout.name}` stands for several.
CALLED = [
    re.compile(re.sub(r"\{[^}]+\}", "[a-z_]+", name))
    for name in re.findall(r'"((?:[a-z_/]|\{[a-z_.]+\})+)"', CODE)
    if name != "judge/{name}"  # those stand in the code one by one, without their folder
]


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_query_is_used(path: Path) -> None:
    name = path.relative_to(ROOM / "queries").with_suffix("").as_posix()
    called = {name, path.stem} if path.parent.name == "judge" else {name}
    assert any(pattern.fullmatch(one) for pattern in CALLED for one in called)
