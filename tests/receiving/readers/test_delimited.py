"""Which delimiter separates the columns and where the heading stands: known for certain or not."""

from __future__ import annotations

import csv
import io
import random
import time
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipelines.readers.contract import Limits, RefusedFileError
from pipelines.readers.delimited import DELIMITERS, Dialect, dialect_of
from pipelines.settings import PREFIX, Settings
from tests.receiving.writing import written

WANTED = (frozenset({"party", "value"}), frozenset({"donor", "amount", "currency"}))


def dialect(
    folder: Path,
    text: str,
    *,
    wanted: tuple[frozenset[str], ...] = (),
    limits: Limits | None = None,
) -> Dialect:
    """The dialect of a file with this text."""
    path = written(folder, text.encode())
    return dialect_of(path, limits=limits or Limits(), wanted=wanted)


def facts(found: Dialect) -> tuple[str, tuple[str, ...], int, int]:
    """Everything a dialect says that can differ."""
    return found.delimiter, found.columns, found.header_line, found.first_record_line


# text, delimiter, columns, line of the heading, line of the first record
KNOWN = {
    "commas": ("party,value\nNLD,2\n", ",", ("party", "value"), 1, 2),
    "semicolons": ("party;value\nNLD;2,05\n", ";", ("party", "value"), 1, 2),
    "tabs": ("party\tvalue\nNLD\t2\n", "\t", ("party", "value"), 1, 2),
    "bars": ("party|value\nNLD|2\n", "|", ("party", "value"), 1, 2),
    "CRLF": ("party;value\r\nNLD;2\r\n", ";", ("party", "value"), 1, 2),
    "no end": ("party,value\nNLD,2", ",", ("party", "value"), 1, 2),
    "no rows": ("party,value\n", ",", ("party", "value"), 1, 2),
    "a byte order mark": ("\ufeffparty,value\nNLD,2\n", ",", ("party", "value"), 1, 2),
    "spaces": (" party , value \nNLD,2\n", ",", ("party", "value"), 1, 2),
    "everything quoted": ('"party";"value"\n"NLD";"2"\n', ";", ("party", "value"), 1, 2),
    "delimiters within quotes": ('"a, b";"c, d"\n"1, 2";"3, 4"\n', ";", ("a, b", "c, d"), 1, 2),
    "quotes within quotes": ('"a ""b""",c\n"1 ""2""",3\n', ",", ('a "b"', "c"), 1, 2),
    "a heading over two lines": ('"GDP\n(USD)",b\n1,2\n', ",", ("GDP\n(USD)", "b"), 1, 3),
    "cells over two lines": ('a,b\n"1\n2",3\n"4\n5",6\n', ",", ("a", "b"), 1, 2),
    "decimal commas in every row": ("a;b\n1,5;2,5\n1,5;2,5\n", ";", ("a", "b"), 1, 2),
    "blank lines above": ("\n \n\nparty,value\nNLD,2\n", ",", ("party", "value"), 4, 5),
    "blank lines between": ("party,value\n\nNLD,2\n\n\nBEL,1\n", ",", ("party", "value"), 1, 2),
    "a trailing comma": ("Date,USD,\n2024-01-02,1.1,\n", ",", ("Date", "USD", "column 3"), 1, 2),
    "row numbers without a name": (",a,b\n1,2,3\n", ",", ("column 1", "a", "b"), 1, 2),
    "a footnote": ("a,b\n1,2\n3,4\nSource: NATO\n", ",", ("a", "b"), 1, 2),
    "a row with a cell too many": ("a,b\n1,2\n3,4,5\n6,7\n", ",", ("a", "b"), 1, 2),
    "a row with unpaired quotes": ('a,b\n1,2\n"3"x,4\n5,6\n7,8\n', ",", ("a", "b"), 1, 2),
    "a line for Excel": ("sep=;\na;b\n1;2\n", ";", ("a", "b"), 2, 3),
    "a quoted line for Excel": ('"sep=|"\r\na|b\r\n1|2\r\n', "|", ("a", "b"), 2, 3),
    "a line for Excel that says tab": ("SEP=\t\na\tb\n1\t2\n", "\t", ("a", "b"), 2, 3),
    "a line for Excel settles a tie": ("sep=;\na,b;c\n1,2;3\n", ";", ("a,b", "c"), 2, 3),
    "names that differ by their case": ("Aa,aa\n1,2\n", ",", ("Aa", "aa"), 1, 2),
    "names that differ in a letter": ("aa,ab\n1,2\n", ",", ("aa", "ab"), 1, 2),
}


@pytest.mark.parametrize(
    ("text", "delimiter", "columns", "header_line", "first_record_line"),
    KNOWN.values(),
    ids=KNOWN.keys(),
)
def test_a_dialect_is_known_by_heading_and_rows(
    tmp_path: Path,
    text: str,
    delimiter: str,
    columns: tuple[str, ...],
    header_line: int,
    first_record_line: int,
) -> None:
    found = dialect(tmp_path, text)
    assert facts(found) == (delimiter, columns, header_line, first_record_line)
    assert found.quote == '"'


TITLE = "Table 3: Defence expenditure, as a share of GDP; estimates\n\n"
TITLED = {
    "a title": (TITLE + "party,value\nNLD,2\n", ",", ("party", "value"), 3),
    "a title of as many cells": (
        "Defence, 2024\nparty,value\nNLD,2\n",
        ",",
        ("party", "value"),
        2,
    ),
    "a title with empty cells": (
        "Defence;;\nparty;value;note\nNLD;2;\n",
        ";",
        ("party", "value", "note"),
        2,
    ),
    "a title with an unpaired quote": (
        '"Defence\nparty;value\nNLD;2\n',
        ";",
        ("party", "value"),
        2,
    ),
    "more columns than wanted": (
        TITLE + "note|party|value\nx|NLD|2\n",
        "|",
        ("note", "party", "value"),
        3,
    ),
    "the other form": (
        TITLE + "donor,amount,currency\nNLD,1,EUR\n",
        ",",
        ("donor", "amount", "currency"),
        3,
    ),
    "names missing within": (
        TITLE + "party,,value,\nNLD,x,2,\n",
        ",",
        ("party", "column 2", "value", "column 4"),
        3,
    ),
    "the heading twice": ("party,value\nparty,value\nNLD,2\n", ",", ("party", "value"), 1),
    "names that settle a tie": (
        "party;share, value;value\nNLD;1,5;2\nBEL;1,5;2\n",
        ";",
        ("party", "share, value", "value"),
        1,
    ),
    "one row, of another number of cells": ("party,value\nNLD,2,x\n", ",", ("party", "value"), 1),
    "line 30": ("\n" * 29 + "party,value\n", ",", ("party", "value"), 30),
    "no heading that is wanted": ("a,b\n1,2\n", ",", ("a", "b"), 1),
    "line 31 is too late": ("a,b\n" * 30 + "party,value\n", ",", ("a", "b"), 1),
}


@pytest.mark.parametrize(
    ("text", "delimiter", "columns", "header_line"), TITLED.values(), ids=TITLED.keys()
)
def test_the_heading_is_the_first_line_with_names_that_are_wanted(
    tmp_path: Path, text: str, delimiter: str, columns: tuple[str, ...], header_line: int
) -> None:
    found = dialect(tmp_path, text, wanted=WANTED)
    assert facts(found)[:3] == (delimiter, columns, header_line)


REFUSED = {
    "nothing": ("", "no line that is not blank"),
    "blanks": ("\n \n\t\n", "no line that is not blank"),
    "one column": ("party\nNLD\n", "none of them in 'party"),
    "prose": ("Dear colleagues\nplease find attached\n", "none of them"),
    "prose with commas": ("Dear all, as said\nhere they are\nthe figures\n", "0 of the 2 rows"),
    "a title that is no heading": (TITLE + "a,b,c\n1,2,3\n", "0 of the 2 rows"),
    "two delimiters alike": ("a,b;c\n1,2;3\n", "by commas line 1 has 2 columns"),
    "two delimiters alike, without rows": ("a,b;c\n", "cannot be told for certain"),
    "rows of another number of cells": ("a,b\n1,2,3\n4,5,6\n", "0 of the 2 rows"),
    "as many rows as not": ("a,b\n1,2\n4,5,6\n", "1 of the 2 rows"),
    "a name twice": ("a,b,a\n1,2,3\n", "told apart: 'a'"),
    "a name twice by spaces": ("a, a\n1,2\n", "told apart: 'a'"),
    "a name like one we give": ("column 2,\n1,2\n", "told apart: 'column 2'"),
    "names missing": ("Defence;;;\na;b;c;d\n", "column 2 has no name"),
    "all names missing": (",\n1,2\n", "column 1 has no name"),
    "a line for Excel with another delimiter": ("sep=^\na^b\n", "'^' separates the columns"),
    "a line for Excel that is wrong": ("sep=;\na,b\n1,2\n", "none of them"),
    "quotes that do not pair up": ('"a,b\n1,2\n', "none of them"),
    "CR within": ("a,b\n1,\r2\n3,\r4\n", "0 of the 2 rows"),
    "too many columns": (",".join(f"c{n}" for n in range(9)), "9 columns, over the limit of 8"),
    "too long a name": (f"{'a' * 21},b\n1,2\n", "longer than 20 characters"),
    "a first line without end": ("a,b" * 400_000, "longer than 1000000 bytes"),
}


@pytest.mark.parametrize(("text", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_not_certain_is_refused_with_what_was_found(
    tmp_path: Path, text: str, reason: str
) -> None:
    with pytest.raises(RefusedFileError) as caught:
        dialect(tmp_path, text, limits=Limits(columns=8, cell_characters=20))
    assert reason in str(caught.value)
    assert len(str(caught.value)) < 700
    assert str(tmp_path) not in str(caught.value)


def test_the_limit_of_columns_is_named_as_it_is_set(tmp_path: Path) -> None:
    with pytest.raises(RefusedFileError) as caught:
        dialect(tmp_path, "a,b,c\n", limits=Limits(columns=2))
    variable = str(caught.value).partition("(")[2].partition(")")[0]
    assert variable.removeprefix(PREFIX).lower() in Settings.model_fields


def test_at_the_limits_a_dialect_is_known(tmp_path: Path) -> None:
    limits = Limits(columns=2, cell_characters=3)
    assert dialect(tmp_path, "abc,b\n1,2\n", limits=limits).columns == ("abc", "b")


def test_a_byte_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    with pytest.raises(RefusedFileError, match="offset 5 "):
        dialect_of(written(tmp_path, b"a,b\n1\xe9,2\n"), limits=Limits())


def test_only_the_first_rows_are_looked_at(tmp_path: Path) -> None:
    assert dialect(tmp_path, "a,b\n" + "1,2\n" * 30 + "1,2,3\n" * 20 + "1\n" * 999).delimiter == ","
    assert dialect(tmp_path, "a,b\n" + "1,2\n" * 400_000 + '"').first_record_line == 2


# The standard library's writer leaves a carriage return without quotes, which then ends a line.
CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=8)
TRICKY = st.text(st.sampled_from(",;\t|\"' \n1aé"), max_size=6)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """A heading and rows, two columns wide at least, of any text."""
    width = draw(st.integers(2, 5))
    cells = draw(st.sampled_from([CELLS, TRICKY]))
    rows = draw(st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=8))
    named = draw(st.booleans())
    return [[f"c{n}" for n in range(width)], *rows] if named else rows


@given(
    table=tables(),
    delimiter=st.sampled_from(list(DELIMITERS)),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_a_table_as_written_is_read_back_or_refused(
    table: list[list[str]],
    delimiter: str,
    quoting: int,
    end: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(table)
    text = stream.getvalue()
    assume(not text.startswith("\ufeff"))
    path = written(tmp_path_factory.getbasetemp() / "tables", text.encode())
    try:
        found = dialect_of(path, limits=Limits())
    except RefusedFileError:
        return
    assert found.delimiter == delimiter
    rows = read_back(text, found)
    written_rows = [row for row in table if "".join(row).strip()]
    assert [cell.strip() or f"column {n}" for n, cell in enumerate(written_rows[0], 1)] == list(
        found.columns
    )
    assert rows == written_rows[1:]


def read_back(text: str, found: Dialect) -> list[list[str]]:
    """The rows below the heading, by the standard library told only what the dialect says."""
    lines = io.StringIO(text, newline="\n").readlines()[found.first_record_line - 1 :]
    reader = csv.reader(lines, delimiter=found.delimiter, quotechar=found.quote)
    return [row for row in reader if "".join(row).strip()]


def test_a_plain_table_is_always_known(tmp_path: Path) -> None:
    """The property above would hold if everything were refused."""
    for delimiter in DELIMITERS:
        text = "".join(delimiter.join(row) + "\n" for row in (("party", "value"), ("NLD", "2")))
        assert dialect(tmp_path, text).delimiter == delimiter


def test_mutated_tables_are_known_or_refused_at_once(tmp_path: Path) -> None:
    chance = random.Random(20261124)
    seeds = [text for text, *_ in KNOWN.values()]
    for _ in range(4000):
        text = list(chance.choice(seeds) or "a")
        for _ in range(chance.randint(1, 4)):
            text[chance.randrange(len(text))] = chance.choice(',;\t|"\n\r aé=\ufeff')
        began = time.monotonic()
        try:
            found = dialect(tmp_path, "".join(text), wanted=chance.choice([(), WANTED]))
        except RefusedFileError:
            continue
        finally:
            assert time.monotonic() - began < 10
        assert len(found.columns) > 1
        assert len(set(found.columns)) == len(found.columns)


@pytest.mark.parametrize(
    "text",
    [
        "," * 900_000 + "\n",
        "\n" * 900_000,
        '"' * 900_001 + "\n",
        '"\n' * 400_000,
        "a,b\n" + '"\n' * 400_000,
        "a,b\n" + '1,"' + "x" * 900_000 + '"\n',
    ],
    ids=["delimiters", "blank lines", "quotes", "quotes on lines", "open quotes", "a long cell"],
)
def test_odd_starts_do_not_hang(tmp_path: Path, text: str) -> None:
    began = time.monotonic()
    told = ""
    try:
        dialect(tmp_path, text, wanted=WANTED)
    except RefusedFileError as refused:
        told = str(refused)
    assert len(told) < 700
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    ("first_row", "has_tags"),
    [
        ("#date,#value+funding+usd", True),
        (" #org +name,", True),
        (",", False),
        ("#1,2", False),
        ("#date,2", False),
    ],
)
def test_a_row_of_hxl_tags_below_the_heading_is_known(
    tmp_path: Path, first_row: str, has_tags: bool
) -> None:
    assert dialect(tmp_path, f"date,value\n{first_row}\n2024,2\n").has_tags is has_tags
