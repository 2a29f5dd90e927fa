"""Running a step in a process of its own, beside DuckDB's bare work on the same file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.material import Material

IMPORT = "import of Great Expectations"
PEAK = "peak bytes"
_TOTALS = ("in all", "processor", PEAK)


@dataclass(frozen=True, kw_only=True)
class Spent:
    """What a step took in a process of its own: seconds by phase, counts, bytes."""

    by_phase: Mapping[str, float]

    @property
    def seconds(self) -> float:
        """Seconds of the clock, without the fixed cost of importing Great Expectations."""
        return self.by_phase["in all"] - self.by_phase.get(IMPORT, 0)

    @property
    def processor(self) -> float:
        """Seconds of all processors, without that of the import."""
        return self.by_phase["processor"] - self.by_phase.get("import, processor", 0)

    def tell(self, name: str, *, floor: Spent | None = None) -> None:
        """Print it, as a multiple of the floor where there is one."""
        peak = self.by_phase[PEAK] / 1e6
        told = f"{name}: {self.seconds:.1f} s, processor {self.processor:.1f} s"
        if floor:
            told += f" = {self.seconds / floor.seconds:.1f} and"
            told += f" {self.processor / floor.processor:.1f} × the floor"
        print(f"{told}, peak {peak:,.0f} MB")
        for phase, amount in self.by_phase.items():
            if phase not in _TOTALS:
                print(f"    {phase}: {amount:,.2f}")


def bare(file: Path, *, folder: Path) -> Spent:
    """DuckDB's bare reading of a file and writing of it as Parquet."""
    return _run("bare", str(file), str(folder / "bare.parquet"), settings={})


def measured(home: Path, *arguments: str, material: Material | None = None) -> Spent:
    """One step with the warehouse at `home`, and the declarations of the material, if any."""
    settings = {"PLEDGEWATCH_HOME": str(home)}
    if material:
        settings["PLEDGEWATCH_REGISTER_FOLDER"] = str(material.register)
        settings["PLEDGEWATCH_SOURCES_FOLDER"] = str(material.sources)
    return _run(*arguments, settings=settings)


def _run(*arguments: str, settings: Mapping[str, str]) -> Spent:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.phases", *arguments],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return Spent(by_phase=json.loads(done.stdout.splitlines()[-1]))
