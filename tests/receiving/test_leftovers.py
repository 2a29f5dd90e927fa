"""What a killed run leaves is removed later; what a run is working on is not."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.leftovers import ABANDONED_AFTER, remove_leftovers
from pipelines.receive import receive_submissions
from pipelines.settings import Settings
from tests.receiving.writing import written

SECOND = timedelta(seconds=1)


def aged(path: Path, *, at: datetime) -> Path:
    """The file or folder, last touched at that time."""
    seconds = at.replace(tzinfo=UTC).timestamp()
    os.utime(path, (seconds, seconds))
    return path


def half_a_copy(settings: Settings, *, at: datetime) -> Path:
    return aged(written(settings.archive, b"half", name="tmp123.part"), at=at)


def staged_rows(settings: Settings, *, at: datetime) -> Path:
    folder = settings.staging / "0123456789abcdef-x"
    aged(written(folder, b"rows", name="staged.parquet"), at=at)
    return aged(folder, at=at)


@pytest.mark.parametrize("leave", [half_a_copy, staged_rows])
@pytest.mark.parametrize(
    ("age", "is_kept"),
    [(ABANDONED_AFTER - SECOND, True), (ABANDONED_AFTER, False), (ABANDONED_AFTER + SECOND, False)],
)
def test_what_nobody_has_touched_for_a_day_is_removed(
    settings: Settings, now: datetime, leave: object, age: timedelta, is_kept: bool
) -> None:
    assert callable(leave)
    path: Path = leave(settings, at=now - age)
    remove_leftovers(settings, now=now)
    assert path.exists() is is_kept


def test_a_folder_in_which_a_file_is_being_written_is_kept(
    settings: Settings, now: datetime
) -> None:
    folder = staged_rows(settings, at=now - 2 * ABANDONED_AFTER)
    aged(folder / "staged.parquet", at=now)
    remove_leftovers(settings, now=now)
    assert folder.exists()


def test_archived_files_are_never_removed(settings: Settings, now: datetime) -> None:
    kept = written(settings.archive / "ab", b"x", name="abcd.part")
    aged(kept, at=now - 9 * ABANDONED_AFTER)
    remove_leftovers(settings, now=now)
    assert kept.exists()


def test_receiving_cleans_up_first(settings: Settings, now: datetime) -> None:
    half, rows = (
        leave(settings, at=now - 2 * ABANDONED_AFTER) for leave in (half_a_copy, staged_rows)
    )
    receive_submissions(settings, now=now)
    assert not half.exists()
    assert not rows.exists()
