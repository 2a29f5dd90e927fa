"""A large CSV received and judged, against DuckDB's own reading and writing in the same run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import duckdb
import pytest

from benchmarks.material import Material, make_material

ROWS = int(os.environ.get("PLEDGEWATCH_BENCHMARK_ROWS", "5000000"))


@pytest.mark.benchmark
@pytest.mark.timeout(1800)
def test_a_large_csv_is_received_and_judged(tmp_path: Path) -> None:
    material = make_material(tmp_path, rows=ROWS)
    floor = median(_floor(material.csv, tmp_path / "floor.parquet") for _ in range(3))
    received = _step(tmp_path, material, "receive", str(material.csv))
    judged = _step(tmp_path, material, "judge")
    again = _step(tmp_path, material, "judge")
    print(f"\n{material.rows:,} rows, {material.csv.stat().st_size / 1e6:,.0f} MB")
    print(f"DuckDB read_csv to Parquet: {floor:.2f} s (median of 3)")
    for name, spent in (("receive", received), ("judge", judged), ("judge again", again)):
        _tell(name, spent, floor)
    assert received["rows accepted"] == material.rows
    assert judged["obligations"] >= material.rows
    assert again["assessments written"] == 0
    assert received["peak bytes"] < 4e9
    assert judged["peak bytes"] < 4e9


def _floor(csv: Path, parquet: Path) -> float:
    connection = duckdb.connect()
    begun = time.perf_counter()
    connection.execute(
        f"COPY (FROM read_csv('{csv}')) TO '{parquet}' (FORMAT parquet, COMPRESSION zstd)"
    )
    return time.perf_counter() - begun


def _step(home: Path, material: Material, *arguments: str) -> dict[str, float]:
    environment = {
        **os.environ,
        "PLEDGEWATCH_HOME": str(home / "var"),
        "PLEDGEWATCH_REGISTER_FOLDER": str(material.register),
        "PLEDGEWATCH_SOURCES_FOLDER": str(material.sources),
    }
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.phases", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _tell(name: str, spent: dict[str, float], floor: float) -> None:
    total, peak = spent["in all"], spent["peak bytes"] / 1e6
    print(f"{name}: {total:.2f} s = {total / floor:.1f} × the floor, peak {peak:,.0f} MB")
    for phase, seconds in spent.items():
        if phase not in {"in all", "peak bytes"}:
            print(f"    {phase}: {seconds:,.2f}")
