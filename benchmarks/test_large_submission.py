"""Large files received, against DuckDB's own reading and writing in the same run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.activities import write_activities
from benchmarks.material import Material, make_material
from benchmarks.measuring import PEAK, Spent, bare, measured

ROWS = int(os.environ.get("PLEDGEWATCH_BENCHMARK_ROWS", "10000000"))
MEGABYTES = int(os.environ.get("PLEDGEWATCH_BENCHMARK_MB", "200"))
# A sheet of a workbook holds a million rows.
ROWS_OF_SHEET = min(ROWS, 1_000_000)
JSON_BYTES_PER_ROW = 200

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(3600)]


def _receive(material: Material, folder: Path, *, at: int = 0) -> Spent:
    spent = measured(folder / "var", "receive", str(material.editions[at]), material=material)
    assert spent.by_phase["rows accepted"] == material.rows
    assert spent.by_phase[PEAK] < 2e9
    return spent


@pytest.mark.parametrize(
    ("written_as", "rows"), [("csv", ROWS), ("parquet", ROWS_OF_SHEET)], ids=["csv", "parquet"]
)
def test_two_editions_of_a_large_table_are_received(
    tmp_path: Path, written_as: str, rows: int
) -> None:
    material = make_material(tmp_path, rows=rows, written_as=written_as)
    size = material.editions[0].stat().st_size / 1e6
    print(f"\n{material.rows:,} rows of {written_as.upper()}, {size:,.0f} MB")
    floor = bare(material.editions[0], folder=tmp_path)
    floor.tell("the floor: DuckDB reads it and writes Parquet")
    for at, name in enumerate(("the first edition", "the second, compared with it")):
        _receive(material, tmp_path, at=at).tell(name, floor=floor)


def test_large_json_is_received_in_bounded_memory(tmp_path: Path) -> None:
    rows = MEGABYTES * 1_000_000 // JSON_BYTES_PER_ROW
    material = make_material(tmp_path, rows=rows, written_as="json")
    size = material.editions[0].stat().st_size / 1e6
    print(f"\n{material.rows:,} records of JSON, {size:,.0f} MB")
    floor = bare(material.editions[0], folder=tmp_path)
    floor.tell("the floor: DuckDB reads it and writes Parquet")
    _receive(material, tmp_path).tell("JSON", floor=floor)


def test_large_xml_is_received_in_bounded_memory(tmp_path: Path) -> None:
    file = tmp_path / "activities.xml"
    transactions = write_activities(file, megabytes=MEGABYTES)
    print(f"\n{transactions:,} transactions of IATI XML, {file.stat().st_size / 1e6:,.0f} MB")
    spent = measured(tmp_path / "var", "receive", str(file))
    spent.tell("XML")
    assert spent.by_phase["rows accepted"] == transactions
    assert spent.by_phase[PEAK] < 2e9
