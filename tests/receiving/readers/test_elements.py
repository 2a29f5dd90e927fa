"""Plain XML becomes rows with their place, whatever else the file holds, or is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.readers.contract import Limits, Row
from pipelines.readers.elements import describe_elements, read_elements
from tests.receiving.readers.reading import read_all
from tests.receiving.writing import written

COLUMNS = ("Year", "Value", "Item@key", "@id", "who/code")
FILE = """<?xml version="1.0" encoding="{encoding}"?>
<Root xmlns:wb="http://www.worldbank.org" wb:lastupdated=" 2026-07-01 ">
  <!-- figures -->
  <data>
    <record id="7">
      <field name="Item" key="GDP">Gross</field><field name="Year"> 2024\u00a0</field>
      <field name="Value">1<!-- not -->2</field><who><code>NLD</code></who>
    </record>
    <note>nothing</note>
    <record><wb:Year>2025</wb:Year><field name="Value"/><Year>2026</Year></record>
  </data>
  <record><Year>1900</Year></record>
  <data><record><Year>2027</Year><Year>2027</Year></record></data>
</Root>
"""
ROWS: list[Row] = [
    ("record[1]", "2024", "12", "GDP", "7", "NLD"),
    ("record[2]", "2025 | 2026", "", None, None, None),
    ("record[3]", "2027", None, None, None, None),
]


def _read(path: Path, *, limits: Limits | None = None) -> tuple[list[Row], str | None]:
    return read_all(
        lambda file: read_elements(
            file, records="Root/data/record", columns=COLUMNS, limits=limits or Limits()
        ),
        path,
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_elements_at_the_path_are_rows(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, FILE.format(encoding=encoding).encode(encoding), name="a.xml")
    assert _read(path) == (ROWS, None)
    table = read_elements(path, records="Root/data/record", columns=COLUMNS, limits=Limits())
    assert table.facts == {"@lastupdated": "2026-07-01"}
    described = describe_elements(path, records="Root/data/record", limits=Limits())
    assert described == ("@id", "Item", "Item@key", "Year", "Value", "who", "who/code")
    assert describe_elements(path, records="Root/other", limits=Limits()) == ()


BOMB = '<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><Root>&b;</Root>'
REFUSED = {
    "entities": (BOMB, "declares a document type"),
    "cut off": (FILE.format(encoding="utf-8")[:400], "ends in the middle"),
    "too deep": ("<Root>" + "<a>" * 70 + "</a>" * 70 + "</Root>", "limit depth"),
    "too long a text": (
        f"<Root><data><record><Year>{'2' * 30}</Year></record></data></Root>",
        "limit cell_characters",
    ),
}


@pytest.mark.parametrize(("content", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_xml_can_do_to_a_reader_is_refused(tmp_path: Path, content: str, reason: str) -> None:
    path = written(tmp_path, content.encode(), name="a.xml")
    _, refusal = _read(path, limits=Limits(cell_characters=20))
    assert reason in str(refusal)


NESTED = """<Root><Cube><Cube day="4"><Cube c="USD" r="1"/><Cube c="JPY"><Cube r="2"/></Cube></Cube>
<Cube day="5"><other c="X"/><Cube c="USD" r="3"/></Cube><Cube/></Cube></Root>"""


def test_an_element_knows_the_attributes_of_the_one_around_it_whatever_both_are_called(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, NESTED.encode(), name="a.xml")
    columns, records = ("../@day", "@c", "@r", "Cube@r"), "Root/Cube/Cube/Cube"
    table = read_elements(path, records=records, columns=columns, limits=Limits())
    assert list(table.rows) == [
        ("Cube[1]", "4", "USD", "1", None),
        ("Cube[2]", "4", "JPY", None, "2"),
        ("Cube[3]", "5", "USD", "3", None),
    ]
    assert describe_elements(path, records=records, limits=Limits()) == ("../@day", "@c", "@r")
