"""JSON as a stream of checked events; the only place that speaks ijson.

What JSON allows and readers silently resolve each in their own way is refused here: a key given
twice in one object, half a surrogate pair.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from decimal import InvalidOperation
from pathlib import Path
from typing import Any, BinaryIO

import ijson

from pipelines.readers.bounded import BoundedStream
from pipelines.readers.contract import Limits, RefusedFileError

# ijson's name of the event, and what it carries: ("map_key", "name"), ("number", Decimal("2.05")).
Event = tuple[str, Any]

OPENING = ("start_map", "start_array")
CLOSING = ("end_map", "end_array")

# ijson 3.6 has errors of its own for grammar only: half a surrogate pair and an exponent beyond
# all reach come as these.
_FLAWS = (ijson.JSONError, UnicodeDecodeError, InvalidOperation)
_EMPTY = "the file is empty"
_CHUNK_BYTES = 65_536
_SHOWN_BYTES = 20
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# yajl writes '?' for the first half of a surrogate pair that has no second.
_HALF_PAIR = re.compile(
    rb"(?<!\\)(?:\\\\)*\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])(?=.{6})", re.DOTALL
)
# An integer of more digits than Python reads (4300) makes ijson lose a value without a word.
_ENDLESS = re.compile(rb"(?<![0-9])[0-9]{4000}")
_OVERLAP_BYTES = 4000
# A pair is looked for six bytes ahead, at the end of the file too.
_PADDING = b" " * 6


def json_events(
    stream: BoundedStream, *, file: Path, limits: Limits, is_many: bool = False
) -> Iterator[Event]:
    """The events of the one JSON value in `file`, or, with `is_many`, of value after value.

    Numbers come as int or Decimal with every digit.

    Raises:
        RefusedFileError: saying what is wrong, and near which byte.
    """
    try:
        # Every event of the file passes here: no layer of generators, no call without need.
        keys_of_open: list[set[str]] = []
        has_begun = False
        for event in ijson.basic_parse(
            _Utf8(stream), multiple_values=is_many, buf_size=_CHUNK_BYTES
        ):
            kind = event[0]
            if kind == "map_key":
                _add_key(event[1], keys_of_open[-1], limits=limits)
            elif kind in OPENING:
                keys_of_open.append(set())
                _check_depth(len(keys_of_open), limits=limits)
            elif kind in CLOSING:
                keys_of_open.pop()
            has_begun = True
            yield event
    except _FLAWS as flaw:
        raise RefusedFileError(
            _described(flaw, file=file, is_many=is_many, read_to=stream.position)
        ) from None
    if not has_begun:
        raise RefusedFileError(_EMPTY)


def _check_depth(depth: int, *, limits: Limits) -> None:
    if depth > limits.depth:
        raise RefusedFileError(
            f"objects and arrays lie more than {limits.depth} deep within each other (limit depth)"
        )


def _add_key(key: str, keys: set[str], *, limits: Limits) -> None:
    if key in keys:
        raise DoubledKeyError(
            f"the key {_shown(key)} is given twice in one object; which value holds cannot be known"
        )
    keys.add(key)
    if len(keys) > limits.columns:
        raise RefusedFileError(f"an object has more than {limits.columns} keys (limit columns)")


class DoubledKeyError(RefusedFileError):
    """A key is given twice in one object."""


class _Utf8:
    """Bytes for the parser: without a byte order mark, and refused where they are no UTF-8 text."""

    def __init__(self, stream: BoundedStream) -> None:
        self._stream = stream
        self._tail = b""
        self._is_start = True

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        if chunk and self._is_start:
            self._is_start = False
            chunk = _without_mark(chunk)
        self._check(chunk)
        return chunk

    def _check(self, chunk: bytes) -> None:
        seen = self._tail + (chunk or _PADDING)
        if _ENDLESS.search(seen):
            raise RefusedFileError("a number has 4000 digits or more, which is no figure")
        if b"\\u" in seen and (found := _HALF_PAIR.search(seen)):
            raise RefusedFileError(
                f"{found.group()[-6:].decode()} is half of a character; write text in UTF-8"
            )
        self._tail = seen[-_OVERLAP_BYTES:]


def _without_mark(start: bytes) -> bytes:
    if b"\x00" in start[:4]:
        raise RefusedFileError("this is not UTF-8 text; send JSON in UTF-8")
    return start.removeprefix(_BYTE_ORDER_MARK)


def _described(flaw: BaseException, *, file: Path, is_many: bool, read_to: int) -> str:
    at = _byte_of_flaw(file, is_many=is_many, read_to=read_to)
    if at is not None:
        return f"this is not JSON near byte {at}: {_reason(flaw)}, at {_excerpt(file, at=at)}"
    if _is_blank(file):
        return _EMPTY
    return f"the file ends in the middle of a value, after {read_to} bytes; send it whole"


def _is_blank(file: Path) -> bool:
    with file.open("rb") as stream:
        return not stream.read(_CHUNK_BYTES).removeprefix(_BYTE_ORDER_MARK).strip()


def _byte_of_flaw(file: Path, *, is_many: bool, read_to: int) -> int | None:
    """How far the parser gets when its last chunk is fed byte by byte; None when to the end."""
    with file.open("rb") as stream:
        stepping = _Stepping(stream, step_from=read_to - _CHUNK_BYTES, end=read_to)
        with suppress(*_FLAWS):
            deque(ijson.basic_parse(stepping, multiple_values=is_many), maxlen=0)
        return None if stepping.has_ended else stepping.position


class _Stepping:
    def __init__(self, stream: BinaryIO, *, step_from: int, end: int) -> None:
        self._stream = stream
        self._step_from = step_from
        self._end = end
        self.position = stream.seek(3 if stream.read(3) == _BYTE_ORDER_MARK else 0)
        self.has_ended = False

    def read(self, size: int = -1, /) -> bytes:
        if size and self.position >= self._end:
            self.has_ended = True
            return b""
        step = max(self._step_from - self.position, 1)
        chunk = self._stream.read(min(size, step, self._end - self.position))
        self.position += len(chunk)
        return chunk


def _reason(flaw: BaseException) -> str:
    told = re.search(r"(?:lexical|parse) error: ([^\n\\]+?)\.?(?:\n|\\n|$)", str(flaw))
    return told.group(1) if told else "a number or a text that cannot be read"


def _excerpt(file: Path, *, at: int) -> str:
    with file.open("rb") as stream:
        stream.seek(max(at - 1, 0))
        return repr(stream.read(_SHOWN_BYTES).decode("utf-8", "replace"))


def _shown(key: str) -> str:
    return repr(key if len(key) <= _SHOWN_BYTES * 2 else f"{key[: _SHOWN_BYTES * 2]}…")
