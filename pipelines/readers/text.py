"""Text in whatever encoding becomes UTF-8 without a byte order mark, or is refused."""

from __future__ import annotations

import codecs
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.readers.contract import RefusedFileError
from pipelines.readers.evidence import proven_encoding
from pipelines.readers.line_ends import cr_to_lf, ends_lines_in_cr
from pipelines.readers.starts import Encoded, read_start, unicode_of

_CHUNK_BYTES = 1 << 18
_ASCII = bytes(range(128))
# In these, ASCII stands for other letters.
_ESCAPES = ("charmap", "idna", "iso2022", "punycode", "raw-unicode-escape", "unicode-escape")
_UTF8 = "utf-8"
_PLAIN = Encoded(encoding=_UTF8, mark_bytes=0)
# C1 controls are what the letters of another encoding read as; in UTF-8 somebody wrote them.
_NO_CHARACTER = re.compile("[\x00\x80-\x9f]")


@dataclass(frozen=True, kw_only=True)
class Utf8File:
    """Text that is UTF-8 without a mark, with line ends LF or CRLF.

    `path` is the file that was given, when it is that already. `encoding` is the one found.
    """

    path: Path
    encoding: str
    is_converted: bool


class _NotTextError(RefusedFileError):
    """Bytes that are no character: where the first is, and why."""

    def __init__(self, offset: int, *, encoding: str, is_nul: bool, reason: str) -> None:
        super().__init__(
            f"the byte at offset {offset} is a NUL, which no text has; export the file again"
            if is_nul
            else f"the byte at offset {offset} is not {encoding} ({reason}); "
            "the file is damaged, cut off or in another encoding; send it as UTF-8"
        )
        self.offset = offset
        self.is_nul = is_nul


def is_encoding(name: str) -> bool:
    """Whether a source may declare this encoding: one that ASCII is a part of, or of Unicode."""
    try:
        if _is_unicode(name):
            return True
        if codecs.lookup(name).name.startswith(_ESCAPES):
            return False
        return _ASCII.decode(name) == _ASCII.decode("ascii")
    except (LookupError, ValueError):
        return False


def is_clean_start(file: Path) -> bool:
    """Whether the first 64 KB can be read as they are; nothing behind them is looked at."""
    start = read_start(file)
    if unicode_of(start) or b"\x00" in start or ends_lines_in_cr(start, _PLAIN):
        return False
    try:
        codecs.getincrementaldecoder(_UTF8)().decode(start)
    except UnicodeDecodeError:
        return False
    return True


def as_utf8(file: Path, *, folder: Path, declared: str | None) -> Utf8File:
    """The text of a file as UTF-8; a copy in `folder` unless it is clean already.

    A byte order mark, or UTF-16 that shows by its NULs, counts more than `declared`. UTF-8 is
    recognised by itself; any other encoding is taken only if declared, or proved by known words.
    `declared` is one that `is_encoding` takes. Line ends of CR alone become LF.

    Raises:
        RefusedFileError: naming the first byte that is no character, or what is missing to know
            the encoding.
    """
    start = read_start(file)
    found = unicode_of(start) or _encoding(file, declared=declared)
    if found == _PLAIN and not ends_lines_in_cr(start, found):
        return Utf8File(path=file, encoding=_UTF8, is_converted=False)
    return _converted(file, found, folder=folder)


def _encoding(file: Path, *, declared: str | None) -> Encoded:
    """The encoding of a file that does not show it by its start, known for certain."""
    if declared and _is_unicode(declared) and not _is_utf8(declared):
        return _as_declared(declared)
    try:
        is_ascii = _check_utf8(file)
    except _NotTextError as error:
        if error.is_nul or (declared and _is_utf8(declared)):
            raise
        if declared:
            return _as_declared(declared)
        proved = proven_encoding(file, bad_at=error.offset)
        return Encoded(encoding=proved, mark_bytes=0)
    if declared and not _is_utf8(declared) and not is_ascii:
        raise RefusedFileError(
            f"the source declares {declared}, and the file is UTF-8: correct the declaration, "
            "or send what it says"
        )
    return _PLAIN


def _as_declared(declared: str) -> Encoded:
    if _is_unicode(declared) and not codecs.lookup(declared).name.endswith(("le", "be")):
        raise RefusedFileError(
            f"the source declares {declared}, and the file has no byte order mark; send it as UTF-8"
        )
    return Encoded(encoding=declared, mark_bytes=0)


def _check_utf8(file: Path) -> bool:
    """Go through the whole file; true when it is all ASCII."""
    is_ascii = True
    for text in _texts(file, _PLAIN):
        is_ascii = is_ascii and text.isascii()
    return is_ascii


def _converted(file: Path, found: Encoded, *, folder: Path) -> Utf8File:
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=folder, prefix="utf8-")
    texts = _texts(file, found)
    if ends_lines_in_cr(read_start(file), found):
        texts = cr_to_lf(texts)
    try:
        with os.fdopen(descriptor, "wb") as target:
            for text in texts:
                target.write(text.encode())
    except RefusedFileError:
        Path(name).unlink()
        raise
    return Utf8File(path=Path(name), encoding=found.encoding, is_converted=True)


def _texts(file: Path, found: Encoded) -> Iterator[str]:
    """The text of the file piece by piece.

    Raises:
        _NotTextError: at the first byte that is no character, a NUL included.
    """
    decoder = codecs.getincrementaldecoder(found.encoding)()
    is_unicode = _is_unicode(found.encoding)
    with file.open("rb") as stream:
        end = stream.seek(found.mark_bytes)
        while True:
            chunk = stream.read(_CHUNK_BYTES)
            end += len(chunk)
            text = _decoded(decoder, chunk, end=end, encoding=found.encoding)
            if (at := _wrong_at(text, is_unicode=is_unicode)) >= 0:
                pending = len(decoder.getstate()[0])
                raise _no_character(text[at:], end=end - pending, encoding=found.encoding)
            yield text
            if not chunk:
                return


def _decoded(decoder: codecs.IncrementalDecoder, chunk: bytes, *, end: int, encoding: str) -> str:
    """The text of a chunk that ends at the offset `end`; an empty one ends the file."""
    try:
        return decoder.decode(chunk, final=not chunk)
    except UnicodeDecodeError as error:
        raise _NotTextError(
            end - len(error.object) + error.start,
            encoding=encoding,
            is_nul=False,
            reason=error.reason,
        ) from None


def _wrong_at(text: str, *, is_unicode: bool) -> int:
    if is_unicode or text.isascii():
        return text.find("\x00")
    found = _NO_CHARACTER.search(text)
    return found.start() if found else -1


def _no_character(rest: str, *, end: int, encoding: str) -> _NotTextError:
    """For text that begins with what is no character and whose bytes end at the offset `end`."""
    return _NotTextError(
        end - len(rest.encode(encoding)),
        encoding=encoding,
        is_nul=rest.startswith("\x00"),
        reason="a control character of old terminals",
    )


def _is_utf8(name: str) -> bool:
    return codecs.lookup(name).name in {"utf-8", "utf-8-sig"}


def _is_unicode(name: str) -> bool:
    return codecs.lookup(name).name.startswith(("utf-8", "utf-16", "utf-32"))
