"""What killed runs left behind: half a copy in the archive, a folder of staged rows."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipelines.settings import Settings

logger = logging.getLogger(__name__)

# No run works on one file for so long: what has not been touched since belongs to nobody.
ABANDONED_AFTER = timedelta(days=1)


def remove_leftovers(settings: Settings, *, now: datetime) -> None:
    """Remove what no run can still be working on. `now` is UTC without a zone."""
    latest = (now - ABANDONED_AFTER).replace(tzinfo=UTC).timestamp()
    for path in _unfinished(settings):
        if _touched(path) > latest:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
        logger.info("removed %s, left by a run that was killed", path.name)


def _unfinished(settings: Settings) -> Iterator[Path]:
    yield from settings.staging.glob("*")
    yield from settings.archive.glob("*.part")


def _touched(path: Path) -> float:
    """When anything in it last changed, in seconds since 1970; files that go meanwhile are old."""
    times = [0.0]
    for item in (path, *path.rglob("*")):
        try:
            times.append(item.stat().st_mtime)
        except FileNotFoundError:
            continue
    return max(times)
