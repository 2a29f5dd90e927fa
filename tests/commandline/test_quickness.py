"""`status` answers at once: it imports nothing heavy."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys

import pytest

from tests.receiving.writing import HOUSE

pytestmark = pytest.mark.slow

HEAVY = ("great_expectations", "pandas", "airflow", "altair", "sqlalchemy", "jinja2")
LOADED = f"""
import sys
from pipelines.cli import main
sys.argv = ["pledgewatch", "status", "--party", "NLD", "--format", "json"]
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
assert "duckdb" in sys.modules
print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)
"""


def _python(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=HOUSE,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )


def test_status_imports_nothing_heavy(asked: dict[str, str]) -> None:
    answer = _python("-c", LOADED, environment=asked)
    assert answer.stderr.strip().splitlines()[-1] == "[]"
    assert '"party": "NLD"' in answer.stdout


def test_status_answers_in_time(asked: dict[str, str]) -> None:
    floor = _median_seconds("-c", "import duckdb", environment=asked)
    question = ("status", "--commitment", "nato-defence-share", "--period", "2024")
    status = _median_seconds("-m", "pipelines.cli", *question, environment=asked)
    # Processor time, so that a busy machine counts less; its caches slow both down all the same.
    assert status < max(1.5, 16 * floor), f"{status:.2f} s, import duckdb alone {floor:.2f} s"


def _median_seconds(*arguments: str, environment: dict[str, str]) -> float:
    return statistics.median(_seconds(*arguments, environment=environment) for _ in range(5))


def _seconds(*arguments: str, environment: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _python(*arguments, environment=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
