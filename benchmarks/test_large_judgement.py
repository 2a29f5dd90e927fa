"""A large ledger judged, against DuckDB's bare aggregate over it and against pandas."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.ledger import EDITIONS
from benchmarks.material import MONTHS, PARTIES, Material, declare
from benchmarks.measuring import PEAK, Spent, measured

ROWS = int(os.environ.get("PLEDGEWATCH_BENCHMARK_ROWS", "10000000"))
FIRST, SECOND = "2024-02-20", "2024-02-21"

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(3600)]


@dataclass(frozen=True, kw_only=True)
class House:
    """A house whose ledger is filled."""

    folder: Path
    material: Material
    indicators: int

    def run(self, *arguments: str) -> Spent:
        """One step in a process of its own."""
        return measured(self.folder / "var", *arguments, material=self.material)


def filled(folder: Path, *, rows: int) -> House:
    indicators = max(1, rows // (PARTIES * MONTHS * EDITIONS))
    register, sources = declare(folder, indicators=indicators)
    material = Material(editions=(folder, folder), register=register, sources=sources, rows=rows)
    house = House(folder=folder, material=material, indicators=indicators)
    house.run("judge", "2024-01-01")
    figures = house.run("fill", str(indicators)).by_phase["figures"]
    print(f"\n{figures:,.0f} observations in {EDITIONS} editions, {indicators} commitments")
    return house


def test_a_large_ledger_is_judged(tmp_path: Path) -> None:
    house = filled(tmp_path, rows=ROWS)
    floor, with_pandas = house.run("aggregate"), house.run("pandas")
    whole = house.run("judge", FIRST)
    house.run("news", str(house.indicators))
    night = house.run("judge", SECOND)
    whole.tell("judged whole")
    night.tell("a night with a thousandth of news")
    for name, seconds, processor in (
        ("the newest edition of every figure, DuckDB alone", *_at_work(floor)),
        ("one rule kind with pandas", *_at_work(with_pandas)),
        ("judged whole and stored", whole.seconds, whole.processor),
        ("the night", night.seconds, night.processor),
    ):
        times = [seconds / _at_work(floor)[0], processor / _at_work(floor)[1]]
        print(f"{name}: {seconds:.1f} s, processor {processor:.1f} s = {times[0]:.1f} and", end="")
        print(f" {times[1]:.1f} × DuckDB alone")
    assert whole.by_phase[PEAK] < 4e9
    assert night.by_phase["judged"] < whole.by_phase["judged"] / 20


def _at_work(spent: Spent) -> tuple[float, float]:
    return spent.by_phase["at work"], spent.by_phase["at work, processor"]
