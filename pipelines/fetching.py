"""What a way of fetching is asked and what it answers; HTTP is one, object storage another."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pipelines.collecting import Collecting
from warehouse.collected import Validators

BYTES_PER_MB = 1_000_000


class FetchError(Exception):
    """Nothing was fetched; the text says why without secrets. An outcome, not our fault.

    `may_pass` says whether trying again later can help, `retry_after_seconds` when the publisher
    asked for that.
    """

    def __init__(
        self,
        message: str,
        *,
        may_pass: bool,
        status: int | None = None,
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(message)
        self.may_pass = may_pass
        self.status = status
        self.retry_after_seconds = retry_after_seconds


@dataclass(frozen=True, kw_only=True)
class Order:
    """One file to fetch into `part`, unless it is still the one the validators speak of."""

    collecting: Collecting
    part: Path
    known: Validators
    largest_mb: int


@dataclass(frozen=True, kw_only=True)
class Content:
    """What was written to the part."""

    size_bytes: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a publisher answered; without content the file is the one known already."""

    status: int | None
    validators: Validators
    content: Content | None


Fetch = Callable[[Order], Answer]


class Sink:
    """Where fetched bytes go: counted, hashed, and refused beyond the limit."""

    def __init__(self, stream: BinaryIO, *, largest_mb: int) -> None:
        self._stream = stream
        self._largest_mb = largest_mb
        self._hash = hashlib.sha256()
        self._size_bytes = 0

    def write(self, piece: bytes) -> None:
        """Take some more bytes.

        Raises:
            FetchError: when they would be more than allowed; none of these are written.
        """
        refuse_too_large(self._size_bytes + len(piece), largest_mb=self._largest_mb)
        self._stream.write(piece)
        self._hash.update(piece)
        self._size_bytes += len(piece)

    def content(self) -> Content:
        """What was written.

        Raises:
            FetchError: when that is nothing.
        """
        if not self._size_bytes:
            raise FetchError("the publisher sent an empty file", may_pass=True)
        return Content(size_bytes=self._size_bytes, sha256=self._hash.hexdigest())


@contextmanager
def sink(order: Order) -> Iterator[Sink]:
    """The part of an order, begun anew and on the disk when the block ends well."""
    with order.part.open("wb") as stream:
        yield Sink(stream, largest_mb=order.largest_mb)
        stream.flush()
        os.fsync(stream.fileno())


def refuse_too_large(size_bytes: int, *, largest_mb: int) -> None:
    """Refuse a size beyond the limit.

    Raises:
        FetchError: naming the limit.
    """
    if size_bytes > largest_mb * BYTES_PER_MB:
        raise FetchError(
            f"the file is larger than {largest_mb} MB; raise `largest_mb` of the source or "
            "PLEDGEWATCH_LARGEST_FILE_MB if it should be",
            may_pass=False,
        )


def too_slow(collecting: Collecting) -> FetchError:
    """What to raise when the time is up."""
    return FetchError(
        f"not everything had arrived after {collecting.timeout_seconds} seconds "
        "(`timeout_seconds` of the source)",
        may_pass=True,
    )
