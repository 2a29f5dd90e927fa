"""Whether cells of a delimited text may have blanks around them, by looking at its bytes."""

from __future__ import annotations

from codecs import BOM_UTF8
from pathlib import Path

_CHUNK_BYTES = 1 << 20
_BLANKS = (b" ", b"\t", b"\x0b", b"\x0c")
# UTF-8 of other white space, of characters without width, and of some that are neither.
_WIDE_BLANKS = (b"\xc2\x85", b"\xc2\xa0", b"\xe2\x80", b"\xe2\x81", b"\xe3\x80\x80", BOM_UTF8)


def is_surely_unpadded(file: Path, *, delimiter: str) -> bool:
    """Whether no cell begins or ends with a blank; of prose within quotes it is not sure."""
    sides = (delimiter.encode(), b"\n", b"\r", b'"')
    held = b"\n"
    with file.open("rb") as stream:
        if stream.read(len(BOM_UTF8)) != BOM_UTF8:
            stream.seek(0)
        while chunk := stream.read(_CHUNK_BYTES):
            if _may_be_padded(held + chunk, sides):
                return False
            held = chunk[-3:]
    return not _may_be_padded(held + b"\n", sides)


def _may_be_padded(chunk: bytes, sides: tuple[bytes, ...]) -> bool:
    blanks = [blank for blank in _BLANKS if blank not in sides and blank in chunk]
    return any(
        side + blank in chunk or blank + side in chunk for blank in blanks for side in sides
    ) or (not chunk.isascii() and any(blank in chunk for blank in _WIDE_BLANKS))
