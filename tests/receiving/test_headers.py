"""A file that is not a table in our format is told what was expected and what was found."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.tidy import NotTidyError, read_header
from tests.receiving.writing import ACTIVITIES, OBSERVATIONS, written

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
REQUIRED = "source,published_on,party,indicator,period,value,unit,status"

NOT_TIDY = {
    "empty": (b"", "the file is empty"),
    "blank first line": (b"\n" + OBSERVATIONS.encode(), "the first line is blank"),
    "a byte order mark alone": (b"\xef\xbb\xbf", "not a table in our format"),
    "a picture": (PNG, "not UTF-8 text"),
    "NUL bytes": (b"source\x00,party\n", "not a text file"),
    "UTF-16": (OBSERVATIONS.encode("utf-16"), "not a text file"),
    "UTF-16 without a mark": (OBSERVATIONS.encode("utf-16-le"), "not a text file"),
    "Latin-1": (f"{OBSERVATIONS},café\n".encode("latin-1"), "not UTF-8 text"),
    "prose": (b"Dear colleagues,\nplease find attached\n", "not a table in our format"),
    "prose with commas": (b"Dear all, as said, here they are\n", "not a table in our format"),
    "semicolons": (OBSERVATIONS.replace(",", ";").encode(), "separated by commas"),
    "tabs": (OBSERVATIONS.replace(",", "\t").encode(), "separated by commas"),
    "a table without its heading": (b"NLD,2024,2.05\nBEL,2024,1.3\n", "not a table in our format"),
    "CR line ends": (f"{OBSERVATIONS}\rNLD\r".encode(), "lines end in CR alone"),
    "columns missing": (
        b"source,published_on,party\n",
        "columns missing: indicator, period, value",
    ),
    "a column not known": (f"{OBSERVATIONS},mood\n".encode(), "columns not known: mood; known are"),
    "a column twice": (f"{OBSERVATIONS},note\n".encode(), "columns given twice: note"),
    "a column without a name": (f"{OBSERVATIONS},\n".encode(), "columns not known"),
    "names in capitals": (OBSERVATIONS.upper().encode(), "not a table in our format"),
    "a heading without end": (b"a" * 200_000, "not a table in our format"),
    "quotes in the heading": (b'"source,published_on\n', "not a table in our format"),
}


@pytest.mark.parametrize(("content", "reason"), NOT_TIDY.values(), ids=NOT_TIDY.keys())
def test_what_is_not_a_table_is_refused_with_its_reason(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    path = written(tmp_path, content)
    with pytest.raises(NotTidyError) as caught:
        read_header(path)
    assert reason in str(caught.value)
    assert len(str(caught.value)) < 500
    assert str(tmp_path) not in str(caught.value)


TIDY = {
    "observations": (OBSERVATIONS, "observations"),
    "activities": (ACTIVITIES, "activities"),
    "without the optional columns": (REQUIRED, "observations"),
    "reordered": (",".join(reversed(REQUIRED.split(","))), "observations"),
    "with spaces": (REQUIRED.replace(",", " , "), "observations"),
    "quoted": (",".join(f'"{name}"' for name in REQUIRED.split(",")), "observations"),
    "with a byte order mark": (f"\ufeff{REQUIRED}", "observations"),
}


@pytest.mark.parametrize(("header", "layout"), TIDY.values(), ids=TIDY.keys())
@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_a_heading_is_known_in_any_order(
    tmp_path: Path, header: str, layout: str, end: str
) -> None:
    found, columns = read_header(written(tmp_path, (header + end).encode()))
    assert found.name == layout
    assert set(found.required) <= set(columns) <= set(found.columns)
    named = [name.strip(' "') for name in header.removeprefix("\ufeff").split(",")]
    assert list(columns) == named
