"""The start of a file: enough of it to tell what it is, never more."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

START_BYTES = 65_536

# UTF-32 before UTF-16: the mark of the one begins with the mark of the other.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Text in a Latin script has a NUL in nearly every second byte, and next to none in the others.
_EVIDENT_SHARE = 0.5
_STRAY_SHARE = 0.02


@dataclass(frozen=True, kw_only=True)
class Encoded:
    """The encoding of a file, and the length of the byte order mark it begins with."""

    encoding: str
    mark_bytes: int


def read_start(file: Path) -> bytes:
    """The first 64 KB."""
    with file.open("rb") as stream:
        return stream.read(START_BYTES)


def unicode_of(start: bytes) -> Encoded | None:
    """The encoding named by a byte order mark, or UTF-16 that shows by its NULs; else None."""
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return Encoded(encoding=encoding, mark_bytes=len(mark))
    evident = _evident_utf16(start)
    return Encoded(encoding=evident, mark_bytes=0) if evident else None


def text_of(start: bytes) -> str | None:
    """The start as text, for looking at: a byte that is no character is shown as U+FFFD.

    None when it is not text: NULs, or control characters as text has none.
    """
    found = unicode_of(start) or Encoded(encoding="utf-8", mark_bytes=0)
    decoder = codecs.getincrementaldecoder(found.encoding)(errors="replace")
    text = decoder.decode(start[found.mark_bytes :], final=len(start) < START_BYTES)
    odd = sum(text.count(control) for control in _CONTROLS)
    return None if odd * 100 > len(text) else text


# 0x1A ends a file written by DOS, 0x0B and 0x0C are old line and page breaks.
_CONTROLS = "".join(chr(code) for code in range(32) if chr(code) not in "\t\n\r\x0b\x0c\x1a")


def _evident_utf16(start: bytes) -> str | None:
    pairs = len(start) // 2
    if pairs == 0:
        return None
    even, odd = start[0 : 2 * pairs : 2].count(0), start[1 : 2 * pairs : 2].count(0)
    if odd >= _EVIDENT_SHARE * pairs and even <= _STRAY_SHARE * odd:
        return "utf-16-le"
    if even >= _EVIDENT_SHARE * pairs and odd <= _STRAY_SHARE * even:
        return "utf-16-be"
    return None
