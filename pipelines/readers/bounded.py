"""A file that is read as a stream and may be held in memory only piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pipelines.readers.contract import Limits, RefusedFileError

MEGABYTE = 1_000_000


class BoundedStream:
    """What a parser reads from: it refuses when too much was read since the last piece was taken.

    A parser must hold an unfinished text, record or element whole. Whoever takes a finished one
    says so with `took`. With `first_bytes` the file seems to end there.
    """

    def __init__(self, stream: BinaryIO, *, limits: Limits, first_bytes: int | None = None) -> None:
        self._stream = stream
        self._limits = limits
        self._first_bytes = first_bytes
        self._taken = 0
        self.position = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes, as a file gives them."""
        if self._first_bytes is not None:
            size = min(size, self._first_bytes - self.position)
        chunk = self._stream.read(size)
        self.position += len(chunk)
        if self.position - self._taken > self._limits.record_mb * MEGABYTE:
            raise RefusedFileError(
                f"one record, or one text in it, is longer than {self._limits.record_mb} MB "
                f"(limit record_mb), after byte {self._taken}"
            )
        return chunk

    def took(self) -> None:
        """All that was read so far has been taken."""
        self._taken = self.position


def check_size(file: Path, *, limits: Limits) -> None:
    """Refuse a file that is larger than `file_mb`.

    Raises:
        RefusedFileError: naming the limit.
    """
    size = file.stat().st_size
    if size > limits.file_mb * MEGABYTE:
        raise RefusedFileError(
            f"the file has {size / MEGABYTE:.1f} MB; at most {limits.file_mb} MB are read "
            f"(limit file_mb)"
        )


@contextmanager
def opened(
    file: Path, *, limits: Limits, first_bytes: int | None = None
) -> Iterator[BoundedStream]:
    """The file as a bounded stream, from its first byte."""
    check_size(file, limits=limits)
    with file.open("rb") as stream:
        yield BoundedStream(stream, limits=limits, first_bytes=first_bytes)


def check_cell(text: str | None, *, place: str, limits: Limits) -> str | None:
    """The text, when it is no longer than a cell may be.

    Raises:
        RefusedFileError: naming the place and the limit.
    """
    if text is not None and len(text) > limits.cell_characters:
        raise RefusedFileError(
            f"{place}: a text is longer than {limits.cell_characters} characters "
            f"(limit cell_characters)"
        )
    return text
