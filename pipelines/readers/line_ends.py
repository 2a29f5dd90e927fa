"""Line ends of CR alone, as old Macintosh programs write them, become LF."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from pipelines.readers.contract import RefusedFileError
from pipelines.readers.starts import START_BYTES, Encoded

_LAST_BYTES = 4096


def ends_lines_in_cr(start: bytes, found: Encoded) -> bool:
    """Whether the start of a file has lines that end in CR, and none that ends in LF."""
    if found.encoding == "utf-8" and b"\r" not in start:
        return False
    decoder = codecs.getincrementaldecoder(found.encoding)(errors="replace")
    text = decoder.decode(start[found.mark_bytes :])
    if len(start) == START_BYTES:
        text = text.removesuffix("\r")  # its LF may come next
    return "\r" in text and "\n" not in text


def unended_cell(file: Path, *, delimiter: str) -> str | None:
    """The last cell of a text whose last line has no end, and so may have been cut off."""
    with file.open("rb") as stream:
        size = stream.seek(0, io.SEEK_END)
        stream.seek(max(0, size - _LAST_BYTES))
        last = stream.read().decode(errors="replace").rpartition("\n")[2]
    cells = next(csv.reader([last], delimiter=delimiter), [])
    return cells[-1].strip() or None if cells else None


def cr_to_lf(texts: Iterator[str]) -> Iterator[str]:
    """The same lines ended by LF.

    Raises:
        RefusedFileError: when LF occurs too, or CR within quotes: then it cannot be told for
            certain which of them end lines.
    """
    is_quoted = False
    for text in texts:
        parts = text.split('"')
        inside = parts[1 - is_quoted :: 2]
        if "\n" in text or any("\r" in part for part in inside):
            raise RefusedFileError(
                "lines end in CR alone, and there are other line ends or line ends within quotes, "
                "so the rows cannot be told apart for certain; save it with line ends LF or CRLF"
            )
        is_quoted ^= len(parts) % 2 == 0
        yield text.replace("\r", "\n")
