"""A file that is not a table in our format is told what was expected and what was found."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.forms import FormFile
from pipelines.opening import Formed, Opener, Packed, Tidy
from pipelines.readers.contract import Limits, RefusedFileError
from pipelines.readers.kinds import FileKind
from pipelines.recognising import Recognised, Shape, no_form
from pipelines.sources import Source
from tests.receiving.forming import formed
from tests.receiving.writing import ACTIVITIES, OBSERVATIONS, written
from warehouse.connection import Location

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
REQUIRED = "source,published_on,party,indicator,period,value,unit,status"
ROW = "nato-defence-expenditure,2024-06-17,NLD,defence-share-gdp,2024,2.05,percent,E"


def opened(path: Path) -> Packed | Tidy | Formed:
    """What the file holds, when no source declares a form."""
    location = Location(catalogue=path, data="none", scratch=path.parent / "scratch")
    folder = path.parent / "unpacked"
    folder.mkdir(exist_ok=True)
    opener = Opener(folder=folder, sources=(), limits=Limits(), location=location)
    return opener.open(path, sent_as=path)


NOT_TIDY = {
    "empty": (b"", "the file is empty"),
    "a byte order mark alone": (b"\xef\xbb\xbf", "the file is empty"),
    "a picture": (PNG, "this is a PNG picture"),
    "Latin-1": (f"{OBSERVATIONS},café\n".encode("latin-1"), "not UTF-8"),
    "prose": (b"Dear colleagues,\nplease find attached\n", "which delimiter"),
    "prose with commas": (b"Dear all, as said, here they are\n", "not a table in our format"),
    "a table without its heading": (b"NLD,2024,2.05\nBEL,2024,1.3\n", "not a table in our format"),
    "columns missing": (
        b"source,published_on,party\n",
        "columns missing: indicator, period, value",
    ),
    "columns missing below a title": (
        b"Figures of ours, 2024\n\nsource,published_on,party\na,b,c\n",
        "columns missing: indicator, period, value",
    ),
    "a column not known": (f"{OBSERVATIONS},mood\n".encode(), "columns not known: mood; known are"),
    "a column twice": (f"{OBSERVATIONS},note\n".encode(), "cannot be told apart: 'note'"),
    "a heading without end": (b"a" * 200_000, "which delimiter"),
    "quotes in the heading": (b'"source,published_on\n', "which delimiter"),
}


@pytest.mark.parametrize(("content", "reason"), NOT_TIDY.values(), ids=NOT_TIDY.keys())
def test_what_is_not_a_table_is_refused_with_its_reason(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    path = written(tmp_path, content)
    with pytest.raises(RefusedFileError) as caught:
        opened(path)
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
    "in capitals": (REQUIRED.upper(), "observations"),
    "as words": (REQUIRED.replace("_", " ").title(), "observations"),
}


@pytest.mark.parametrize(("header", "layout"), TIDY.values(), ids=TIDY.keys())
@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_a_heading_is_known_in_any_order(
    tmp_path: Path, header: str, layout: str, end: str
) -> None:
    found = opened(written(tmp_path, (header + end).encode()))
    assert isinstance(found, Tidy)
    assert found.layout.name == layout
    assert set(found.layout.required) <= set(found.header) <= set(found.layout.columns)
    plain = header.removeprefix("\ufeff").lower().replace("published on", "published_on")
    named = [name.strip(' "') for name in plain.split(",")]
    assert list(found.header) == named


WRITTEN_OTHERWISE = {
    "semicolons": f"{REQUIRED}\n{ROW}\n".replace(",", ";").encode(),
    "tabs": f"{REQUIRED}\n{ROW}\n".replace(",", "\t").encode(),
    "UTF-16": f"{REQUIRED}\n{ROW}\n".encode("utf-16"),
    "a byte order mark": f"{REQUIRED}\n{ROW}\n".encode("utf-8-sig"),
    "NUL bytes of UTF-16 without a mark": f"{REQUIRED}\n{ROW}\n".encode("utf-16-le"),
    "CR alone": f"{REQUIRED}\r{ROW}\r".encode(),
    "a blank first line": f"\n{REQUIRED}\n{ROW}\n".encode(),
    "a title above a heading in capitals": (
        f"Figures of ours\n\n{REQUIRED.upper()}\n{ROW}\n".encode()
    ),
    "a title above": f"Figures of ours\n\n{REQUIRED}\n{ROW}\n".encode(),
}


@pytest.mark.parametrize("content", WRITTEN_OTHERWISE.values(), ids=WRITTEN_OTHERWISE.keys())
def test_our_table_is_known_however_it_is_written(tmp_path: Path, content: bytes) -> None:
    found = opened(written(tmp_path, content))
    assert isinstance(found, Tidy)
    delimiter = found.dialect.delimiter
    heading, *rows = found.path.read_text(encoding="utf-8-sig").splitlines()
    assert [heading.lower(), *rows] == [
        REQUIRED.replace(",", delimiter),
        ROW.replace(",", delimiter),
    ]


def _form(name: str, **given: object) -> Recognised:
    form = {
        "name": name,
        "format": "delimited",
        "published_on": [{"received": True}],
        "values": [{}],
        **given,
    }
    # Only its name is asked of a source here.
    source = Source.model_construct(id=name)
    return Recognised(source=source, form=FormFile.model_validate(form))


def test_the_form_that_fits_most_is_told_as_the_closest() -> None:
    texts = {"party": {"column": "iso"}, "value": {"column": "total"}, "unit": {"column": "unit"}}
    forms = [
        _form("rare", recognise={"contains": ["Country,Target"]}),
        _form("near", texts=texts),
        _form("far", texts={"party": {"column": "land"}}),
    ]
    shape = Shape(name="a/b.csv", kind=FileKind.DELIMITED, tables={"": ("iso", "total", "x")})
    assert "closest is near (near), which also needs column unit" in no_form(shape, forms)
    nothing = Shape(name="a/b.csv", kind=FileKind.DELIMITED, tables={"": ("x", "y")})
    assert "none of the declared forms comes near it" in no_form(nothing, forms)


BANK = b"Country Name,Country Code,Year,Value\nAfghanistan,AFG,2000,3521418059.923445\n"


@pytest.mark.parametrize("name", ["gdp.csv", "GDP_2026-07-01.csv", "gdp (1).csv", "gdp(2).csv"])
def test_a_name_that_tells_the_form_may_be_that_of_another_download(
    tmp_path: Path, name: str
) -> None:
    outcome = formed(written(tmp_path, BANK, name=name))
    assert outcome.told("indicator") == [("gdp-current-usd",)]


def test_a_name_that_tells_no_form_is_told_one_that_does(tmp_path: Path) -> None:
    with pytest.raises(RefusedFileError, match=r"a file name like gdp-2026-07-01\.csv$"):
        formed(written(tmp_path, BANK, name="gdp_per_capita.csv"))


@pytest.mark.parametrize("pattern", [None, "^gdp"])
def test_a_name_shown_is_one_that_the_pattern_takes(pattern: str | None) -> None:
    with pytest.raises(ValueError, match="file_name_like is a name that the pattern"):
        _form("named", recognise={"file_name": pattern, "file_name_like": "other.csv"})
