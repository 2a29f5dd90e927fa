"""What a file says of its own figures counts more than what a form declares for all of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.forms import ValueFile
from pipelines.readers.contract import RefusedFileError
from pipelines.sdmx_rules import reads_multiplier, standard_of
from tests.receiving.forming import formed
from tests.receiving.test_mapping import PLAIN, mapped, mapping
from tests.receiving.writing import written
from warehouse.mapping import Entry, LeftOut, Text

GDP = {"id": "NY.GDP.MKTP.CD", "value": "GDP (current US$)"}


def _answer(folder: Path, *records: dict[str, Any], pages: int = 1) -> Path:
    page = {"page": 1, "pages": pages, "per_page": 50, "lastupdated": "2026-07-01"}
    usual = {"indicator": GDP, "countryiso3code": "NLD", "value": 7, "unit": "", "obs_status": ""}
    rows = [{**usual, "date": str(2020 + at), **record} for at, record in enumerate(records)]
    return written(folder, json.dumps([page, rows]).encode(), name="answer.json")


def test_the_unit_and_the_status_that_a_figure_states_count(tmp_path: Path) -> None:
    told = [{}, {"unit": "US$", "obs_status": "F"}, {"unit": "EUR"}, {"obs_status": "X"}]
    outcome = formed(_answer(tmp_path, *told))
    found = outcome.told("period", "unit", "status")
    assert found[:2] == [("2020", "usd", "A"), ("2021", "usd", "F")]
    refused = [str(row["refusal"]) for row in outcome.rows]
    assert refused[:2] == ["None", "None"]
    assert refused[2].startswith("unit 'EUR' is none of")
    assert refused[3].startswith("status 'X' is none of")
    assert outcome.warnings == ()


def test_the_same_in_xml_says_the_same(tmp_path: Path) -> None:
    figures = (("2020", "", ""), ("2021", "US$", "F"), ("2022", "EUR", ""))
    answer = '<wb:data page="1" pages="2" lastupdated="2026-07-01" xmlns:wb="http://w.org">'
    for year, unit, status in figures:
        answer += (
            '<wb:data><wb:indicator id="NY.GDP.MKTP.CD">GDP</wb:indicator>'
            f"<wb:countryiso3code>NLD</wb:countryiso3code><wb:date>{year}</wb:date>"
            f"<wb:value>7</wb:value><wb:unit>{unit}</wb:unit>"
            f"<wb:obs_status>{status}</wb:obs_status></wb:data>"
        )
    outcome = formed(written(tmp_path, f"{answer}</wb:data>".encode(), name="answer.xml"))
    assert outcome.told("unit", "status")[:2] == [("usd", "A"), ("usd", "F")]
    assert str(outcome.rows[2]["refusal"]).startswith("unit 'EUR' is none of")
    assert "pages-whole: the file is one of 2 pages" in outcome.warnings[0]


def test_a_page_of_many_is_not_taken_for_the_whole(tmp_path: Path) -> None:
    (told,) = formed(_answer(tmp_path, {}, pages=40)).warnings
    assert "pages-whole: the file is one of 40 pages" in told


def test_a_key_not_known_in_any_record_of_our_own_table_refuses_it(tmp_path: Path) -> None:
    row = {"source": "nato-defence-expenditure", "published_on": "2024-06-17", "party": "NLD"}
    row |= {"indicator": "defence-share-gdp", "period": "2024", "unit": "percent", "status": "E"}
    lines = [{**row, "value": 2.05}, {**row, "party": "BEL", "val": 1.3}]
    file = written(tmp_path, "\n".join(map(json.dumps, lines)).encode() + b"\n", name="t.ndjson")
    with pytest.raises(RefusedFileError, match="columns not known: val; known are source"):
        formed(file)


def test_a_column_named_nearly_as_declared_is_told_of(tmp_path: Path) -> None:
    names = "country,iso,year,month,total,financial,humanitarian,military,commitments,gdp,pct_gdp"
    figures = "Australia,AUS,2022,3,1.5,0,0,1.5,2.5,1312.77,0.1,7"
    content = f"{names},to_be_alocated\n{figures}\n".encode()
    (told,) = formed(written(tmp_path, content, name="data_explorer.csv")).warnings
    assert "'to_be_alocated' not read, and no column is called 'to_be_allocated'" in told


COLUMNS_OF_SDMX = ("DATAFLOW", "TIME_PERIOD", "OBS_VALUE", "UNIT_MULT")
READ: dict[str, tuple[dict[str, Any], bool]] = {
    "as its unit": ({"unit": {"column": "UNIT_MULT", "lookup": {"6": "usd_million"}}}, True),
    "as what tells it": ({"where": {"UNIT_MULT": "6"}, "unit": "usd_million"}, True),
    "as a note": ({"unit": "usd", "note": {"column": "UNIT_MULT"}}, False),
}


@pytest.mark.parametrize(("declared", "reads"), READ.values(), ids=READ.keys())
def test_a_value_reads_its_multiplier_by_itself(declared: dict[str, Any], reads: bool) -> None:
    value = ValueFile.model_validate(declared)
    assert reads_multiplier(value, value.texts) is reads


def test_a_multiplier_read_for_one_value_counts_for_no_other(tmp_path: Path) -> None:
    standard = standard_of(COLUMNS_OF_SDMX, written_as="delimited", mentioned={"UNIT_MULT"})
    assert standard.left_out == ()
    (rule,) = standard.multiplied
    multiplied = LeftOut(where={"kind": rule.where["UNIT_MULT"]}, reason=rule.reason)
    entries = (
        Entry(texts={**PLAIN, "indicator": Text(constant="scaled")}),
        Entry(texts={**PLAIN, "indicator": Text(constant="plain")}, set_aside=(multiplied,)),
    )
    rows = [("NLD", "2024", "7", "5", mult) for mult in ("6", "0", None)]
    found = mapped(tmp_path, mapping(entries=entries), rows)
    assert [(row["indicator"], row["refusal"] is None) for row in found] == [
        ("scaled", True),
        ("plain", False),
        *[("scaled", True), ("plain", True)] * 2,
    ]
