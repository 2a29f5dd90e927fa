"""The inbox: which files have arrived whole."""

from __future__ import annotations

import time
from pathlib import Path

UNFINISHED_SUFFIXES = (".part", ".partial", ".tmp", ".crdownload", ".filepart", ".swp")


def settled_files(
    inbox: Path, *, settle_seconds: float, at: float
) -> tuple[list[Path], list[Path]]:
    """Files that have not changed for `settle_seconds` before `at`, and the rest.

    `at` is in seconds since 1970. Hidden files and the usual names of unfinished transfers are
    neither. The time of the last change is the file system's own (ctime), which a copy that
    preserves dates cannot set back.
    """
    settled: list[Path] = []
    settling: list[Path] = []
    for path in sorted(inbox.rglob("*")):
        if is_submission(path, inbox):
            is_settled = at - path.stat().st_ctime >= settle_seconds
            (settled if is_settled else settling).append(path)
    return settled, settling


def wait_for_files(inbox: Path, *, settle_seconds: float) -> tuple[list[Path], list[Path]]:
    """Like `settled_files`, giving files that have just arrived the time to prove themselves."""
    settled, settling = settled_files(inbox, settle_seconds=settle_seconds, at=time.time())
    if settling:
        time.sleep(settle_seconds)
        settled, settling = settled_files(inbox, settle_seconds=settle_seconds, at=time.time())
    return settled, settling


def identity(path: Path) -> tuple[int, ...] | None:
    """What changes when a file is written to or replaced; None when it has gone."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def is_submission(path: Path, folder: Path) -> bool:
    """Whether a name in a folder is a file to receive, and not hidden, linked or in transfer."""
    parts = path.relative_to(folder).parts
    if any(part.startswith((".", "~")) for part in parts) or path.is_symlink():
        return False
    return path.is_file() and not path.name.lower().endswith(UNFINISHED_SUFFIXES)
