"""Containers: zip and gzip files become files of their own, within limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.readers.contract import Limits, RefusedFileError
from pipelines.readers.gzips import gzipped_file
from pipelines.readers.kinds import FileKind, kind_of
from pipelines.readers.zips import Packed, zipped_files

# An archive may hold archives, and these none.
_DEEPEST = 2
# Tables full of blanks shrink to a hundredth; what shrinks further was made to.
_LARGEST_RATIO = 200
_UNSUSPICIOUS_BYTES = 100_000_000
_CONTAINERS = (FileKind.ZIP, FileKind.GZIP)


@dataclass(frozen=True, kw_only=True)
class Member:
    """One file out of a container.

    `name` is what the container calls it, for showing; archives within each other are joined by
    slashes. `path` is ours, and nothing of `name` is in it.
    """

    name: str
    path: Path


@dataclass(kw_only=True)
class _Budget:
    """What has come out of one submission so far, containers in containers included."""

    limits: Limits
    packed_bytes: int
    produced_bytes: int = 0
    members: int = 0

    def count_member(self) -> None:
        self.members += 1
        if self.members > self.limits.members:
            raise RefusedFileError(
                f"the archive and those within it hold more than {self.limits.members} files, "
                "the limit; send it in parts"
            )

    def count_bytes(self, produced: int) -> None:
        self.produced_bytes += produced
        if self.produced_bytes > self.limits.expanded_mb * 1_000_000:
            raise RefusedFileError(
                f"unpacked, the file is over the limit of {self.limits.expanded_mb} MB "
                "(PLEDGEWATCH_LARGEST_EXPANDED_MB); send it in parts"
            )
        ratio = self.produced_bytes / self.packed_bytes
        if self.produced_bytes > _UNSUSPICIOUS_BYTES and ratio > _LARGEST_RATIO:
            raise RefusedFileError(
                f"the file unpacks to over {_LARGEST_RATIO} times its size, as a zip bomb does; "
                "send the table as it is"
            )


def expand(file: Path, *, folder: Path, limits: Limits) -> Iterator[Member]:
    """The files in a zip or gzip file, one at a time, written into `folder`.

    Archives in the archive are expanded too. Each file is written when it is asked for, so a
    refusal may come after the first of them.

    Raises:
        RefusedFileError: naming the limit or the cause.
    """
    budget = _Budget(limits=limits, packed_bytes=max(file.stat().st_size, 1))
    folder.mkdir(parents=True, exist_ok=True)
    yield from _expanded(file, level=1, folder=folder, budget=budget)
    if budget.members == 0:
        raise RefusedFileError("the archive holds no file")


def refuse_expansion(file: Path, *, limits: Limits) -> None:
    """Refuse a document that is a zip archive inside, such as a workbook, if it is a zip bomb.

    It is unpacked once to nowhere, because libraries that read such documents have no limit.

    Raises:
        RefusedFileError: naming the limit or the cause.
    """
    budget = _Budget(limits=limits, packed_bytes=max(file.stat().st_size, 1))
    for packed in zipped_files(file, limits=limits):
        budget.count_member()
        for chunk in packed.chunks:
            budget.count_bytes(len(chunk))


def _expanded(file: Path, *, level: int, folder: Path, budget: _Budget) -> Iterator[Member]:
    for packed in _packed_files(file, limits=budget.limits):
        budget.count_member()
        path = folder / f"member-{budget.members:06d}"
        _write(packed, path, budget=budget)
        if kind_of(path) in _CONTAINERS:
            _refuse_depth(packed.name, level=level)
            for member in _expanded(path, level=level + 1, folder=folder, budget=budget):
                yield Member(name=f"{packed.name}/{member.name}", path=member.path)
            path.unlink()
        else:
            yield Member(name=packed.name, path=path)


def _packed_files(file: Path, *, limits: Limits) -> Iterator[Packed]:
    if kind_of(file) is FileKind.GZIP:
        return iter((gzipped_file(file),))
    return zipped_files(file, limits=limits)


def _write(packed: Packed, path: Path, *, budget: _Budget) -> None:
    with path.open("xb") as target:
        for chunk in packed.chunks:
            budget.count_bytes(len(chunk))
            target.write(chunk)


def _refuse_depth(name: str, *, level: int) -> None:
    if level == _DEEPEST:
        raise RefusedFileError(
            f"{name!r} is an archive in an archive in an archive; unpack it before sending"
        )
