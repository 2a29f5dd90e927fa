"""A run killed at any moment leaves nothing that the next run does not put right."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from pipelines.receive import receive_submissions
from pipelines.settings import Settings
from pipelines.steps import opened_warehouse
from tests.receiving.writing import HOUSE, SAMPLES

pytestmark = pytest.mark.slow

SENT = (
    SAMPLES / "nato-defence-expenditure-2024-06-17.csv",
    SAMPLES / "deliberately-broken-2026-07-01.csv",
)
# Shares of the time between the first byte archived and the end of an undisturbed run.
MOMENTS = (0.0, 0.1, 0.2, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97)

KEPT = {
    "observations": "SELECT * EXCLUDE (recorded_at) FROM core.observations ORDER BY ALL",
    "activities": "SELECT * EXCLUDE (recorded_at) FROM core.activities ORDER BY ALL",
    "set aside": "SELECT * FROM raw.set_aside ORDER BY ALL",
    "submissions": (
        "SELECT * EXCLUDE (received_at, quality_page), quality_page IS NULL "
        "FROM ops.submissions ORDER BY ALL"
    ),
    "quality": "SELECT * EXCLUDE (message) FROM ops.quality_results ORDER BY ALL",
}

Kept = Mapping[str, list[tuple[object, ...]]]


@dataclass(frozen=True, kw_only=True)
class Undisturbed:
    """What a run that nobody kills keeps, and how long it works, in seconds."""

    kept: Kept
    archive: Mapping[str, bytes]
    works_for: float


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    settings = _with_full_inbox(tmp_path_factory.mktemp("undisturbed"))
    with _started(settings) as run:
        _wait_until_at_work(run, settings)
        began = time.monotonic()
        assert run.wait(timeout=100) == 0
    return Undisturbed(
        kept=_kept(settings), archive=_archive(settings), works_for=time.monotonic() - began
    )


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_run_followed_by_another_equals_one_undisturbed(
    undisturbed: Undisturbed, moment: float, tmp_path: Path, now: datetime
) -> None:
    settings = _with_full_inbox(tmp_path)
    with _started(settings) as run:
        _wait_until_at_work(run, settings)
        time.sleep(moment * undisturbed.works_for)
        run.kill()
    left = {path.name for path in settings.inbox.iterdir()}
    receipts = receive_submissions(settings, now=now)
    assert {receipt.file for receipt in receipts} == left
    assert list(settings.inbox.iterdir()) == []
    for name, rows in _kept(settings).items():
        assert rows == undisturbed.kept[name], name
    assert _archive(settings) == undisturbed.archive


def test_the_undisturbed_run_kept_something_of_everything(undisturbed: Undisturbed) -> None:
    assert all(undisturbed.kept.values())
    assert len(undisturbed.kept["submissions"]) == len(undisturbed.archive) == len(SENT)


def _with_full_inbox(home: Path) -> Settings:
    settings = Settings(home=home, settle_seconds=0)
    settings.inbox.mkdir(parents=True)
    for path in SENT:
        shutil.copyfile(path, settings.inbox / path.name)
    return settings


def _started(settings: Settings) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "pipelines.cli", "receive"],
        cwd=HOUSE,
        env={
            "PATH": "/usr/bin:/bin",
            "PLEDGEWATCH_HOME": str(settings.home),
            "PLEDGEWATCH_SETTLE_SECONDS": "0",
        },
        stdout=subprocess.DEVNULL,
    )


def _wait_until_at_work(run: subprocess.Popen[bytes], settings: Settings) -> None:
    while not settings.archive.exists():
        assert run.poll() is None
        time.sleep(0.005)


def _kept(settings: Settings) -> Kept:
    with opened_warehouse(settings) as warehouse:
        return {
            name: warehouse.connection.execute(query).fetchall() for name, query in KEPT.items()
        }


def _archive(settings: Settings) -> Mapping[str, bytes]:
    """Every file kept; a copy the kill cut short is called otherwise and counts for nothing."""
    return {path.name: path.read_bytes() for path in settings.archive.glob("*/*")}
