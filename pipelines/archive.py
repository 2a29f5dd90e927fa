"""The archive: every file received, copied by the hash of its bytes before anything reads it."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

_CHUNK_BYTES = 1 << 20
_PLAIN_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


@dataclass(frozen=True, kw_only=True)
class Archived:
    """A file kept: its hash, its size and where."""

    sha256: str
    size_bytes: int
    path: Path

    @property
    def submission(self) -> str:
        """The identifier of a submission with these bytes."""
        return self.sha256[:16]


def archive_file(path: Path, *, archive: Path) -> Archived:
    """Copy `path` into `archive` under its hash, durably; a second call copies nothing new.

    The hash is of the bytes copied, so what is archived is what is judged even if the sender goes
    on writing.

    Raises:
        FileNotFoundError: when the file has gone meanwhile.
    """
    archive.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with path.open("rb") as source:
        descriptor, name = tempfile.mkstemp(dir=archive, suffix=".part")
        with os.fdopen(descriptor, "wb") as target:
            while chunk := source.read(_CHUNK_BYTES):
                digest.update(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
    return _keep(Path(name), digest.hexdigest(), archive=archive, suffix=_suffix(path))


def _suffix(path: Path) -> str:
    """The ending of a sender's name, when nobody could take it for anything but an ending."""
    suffix = path.suffix.lower()
    return suffix if _PLAIN_SUFFIX.fullmatch(suffix) else ""


def _keep(part: Path, sha256: str, *, archive: Path, suffix: str) -> Archived:
    target = archive / sha256[:2] / f"{sha256}{suffix}"
    target.parent.mkdir(exist_ok=True)
    existing = next(target.parent.glob(f"{sha256}*"), None)
    if existing:
        part.unlink()
        target = existing
    else:
        part.replace(target)
    return Archived(sha256=sha256, size_bytes=target.stat().st_size, path=target)
