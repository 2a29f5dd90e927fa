"""Readers given rubbish: rows or a refusal, within time and memory, and nothing else.

So many inputs as FUZZ_INPUTS says, the first of them numbered FUZZ_FIRST; a number makes the same
input again.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.published import published
from tests.receiving.writing import HOUSE

INPUTS = int(os.environ.get("FUZZ_INPUTS", "300"))
FIRST = int(os.environ.get("FUZZ_FIRST", "0"))
MOST_MB = 500


@pytest.mark.slow
@pytest.mark.timeout(60 + INPUTS)
def test_whatever_the_bytes_are_they_become_rows_or_a_refusal(tmp_path: Path) -> None:
    published("iati", "dfid-589.xml")
    arguments = [str(tmp_path), str(FIRST), str(INPUTS)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.receiving.polluting.fuzz", *arguments],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    print(told)
    assert not told["wrong"]
    assert set(told["outcomes"]) <= {"staged", "refused", "unpacked"}
    assert sum(told["outcomes"].values()) == INPUTS
    assert told["peak_mb"] < MOST_MB
