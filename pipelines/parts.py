"""Files on their way into the inbox: hidden until they are whole, never one in place of another."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

_SUFFIX = ".part"
_ABANDONED_AFTER = timedelta(days=1)


@contextmanager
def part_in(folder: Path, *, now: datetime) -> Iterator[Path]:
    """A file in `folder` that `receive` does not see; it is gone when the block ends.

    What a killed process left behind there a day before `now` (UTC, without a zone) goes as well.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(folder, before=(now - _ABANDONED_AFTER).replace(tzinfo=UTC).timestamp())
    with tempfile.NamedTemporaryFile(
        dir=folder, prefix=".", suffix=_SUFFIX, delete=False
    ) as created:
        part = Path(created.name)
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def hand_over(part: Path, *, file_name: str, sha256: str) -> str:
    """Give a whole part its name in the inbox, at one stroke; the name it was given.

    A file of that name that still waits to be received keeps it.
    """
    target = part.with_name(file_name)
    if target.exists():
        target = target.with_name(f"{target.stem}-{sha256[:12]}{target.suffix}")
    part.chmod(0o640)
    part.replace(target)
    return target.name


def _remove_abandoned(folder: Path, *, before: float) -> None:
    for path in folder.glob(f".*{_SUFFIX}"):
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
