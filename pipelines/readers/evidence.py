"""In which encoding a file is that does not say so: proved by words we know, never guessed.

The bytes of `São` read `Săo` in another encoding, and both look like words; a detector of encodings
picks one. Here an encoding counts only if it spells words that Unicode CLDR has, or numbers grouped
by spaces, and if every encoding that may be meant reads every other byte of the file alike.
Anything less is refused, with the readings shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from commitments.spellings import languages_of
from pipelines.readers.contract import RefusedFileError

_CHUNK_BYTES = 1 << 18
# What has to be known for an encoding to count, and against one for it not to.
_PROOF = 2
_MANY_LANGUAGES = 3
_MOST_TOKENS = 2000
_LONGEST_SHOWN = 40
_MOST_SEARCHED = 16_000_000
_ASCII = bytes(range(128))
_HIGH = bytes(range(128, 256))

# By how likely they are, for one is named where several agree.
_WINDOWS = ("1252", "1250", "1254", "1257", "1251", "1253", "1255", "1256", "1258")
_ISO = (15, 1, 2, 9, 13, 3, 4, 5, 6, 7, 8, 10, 14, 16)
_DOS = (850, 437, 852, 858, 857, 855, 860, 861, 862, 863, 865, 866, 737, 775, 869)
_MAC = ("roman", "latin2", "turkish", "croatian", "iceland", "romanian", "greek", "cyrillic")
_CANDIDATES = (
    *(f"windows-{page}" for page in _WINDOWS),
    *(f"iso8859-{part}" for part in _ISO),
    *(f"mac-{name}" for name in _MAC),
    *(f"cp{page}" for page in _DOS),
    "koi8-r",
    "koi8-u",
)
_SHOWN = ("windows-1252", "windows-1250", "windows-1251", "mac-roman", "cp850")

# Everything but letters, digits and what is beyond ASCII separates tokens.
_ONLY_TOKENS = bytes(
    byte if byte >= len(_ASCII) or chr(byte).isalnum() else ord(" ") for byte in range(256)
)
_GROUPED = re.compile(r"-?\d{1,3}(?:\u00a0\d{3})+")
_UTF8_BEGINS = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")  # five times as quick as the whole
_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


# Words are written in one of these.
_SCRIPTS = frozenset({"LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARABIC"})
_MIXED = 2


class UnknownEncodingError(RefusedFileError):
    """In which encoding a file is cannot be told from the file alone."""


@dataclass(kw_only=True)
class _Seen:
    """What a file shows beyond ASCII: distinct runs of letters and digits, and every byte used."""

    tokens: dict[bytes, None] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    bytes_searched: int = 0


def proven_encoding(file: Path, *, bad_at: int) -> str:
    """The encoding of a file that is not UTF-8 from the byte `bad_at` on.

    Raises:
        UnknownEncodingError: when it cannot be told for certain.
        RefusedFileError: when the file is in several.
    """
    seen = _look(file, bad_at=bad_at)
    spelt = {name: _spelt(name, seen.tokens) for name in _readable(seen)}
    proofs: dict[bytes, int] = {}
    for found in spelt.values():
        proofs |= found
    left = [
        name
        for name, found in spelt.items()
        if sum(weight for token, weight in proofs.items() if token not in found) < _PROOF
        and not _mixes_scripts(name, seen.tokens)
    ]
    complete = [name for name in left if len(spelt[name]) == len(proofs)]
    readings = {_reading(name, seen.used) for name in left}
    if sum(proofs.values()) < _PROOF or len(readings) != 1 or not complete:
        raise UnknownEncodingError(_sentence(seen, bad_at=bad_at))
    return complete[0]


def _look(file: Path, *, bad_at: int) -> _Seen:
    seen = _Seen()
    for piece in _pieces(file):
        _refuse_mixed(piece, bad_at=bad_at)
        seen.used.update(piece.translate(None, _ASCII))
        if seen.bytes_searched < _MOST_SEARCHED and len(seen.tokens) < _MOST_TOKENS:
            lines = b"\n".join(line for line in piece.split(b"\n") if not line.isascii())
            seen.bytes_searched += len(lines)
            found = lines.translate(_ONLY_TOKENS).split()
            seen.tokens.update((token, None) for token in found if not token.isascii())
    return seen


def _refuse_mixed(piece: bytes, *, bad_at: int) -> None:
    if _UTF8_BEGINS.search(piece) and (mixed := _UTF8.search(piece)):
        is_utf8 = mixed.group().decode(errors="replace")
        raise RefusedFileError(
            f"the byte at offset {bad_at} is not UTF-8, and {is_utf8!r} elsewhere is: the file "
            "is damaged, cut off, put together from several, or in an encoding that the source "
            "must declare (`encoding`); send it as UTF-8"
        )


def _pieces(file: Path) -> Iterator[bytes]:
    """The file in parts that are cut between lines, as long as lines are of ordinary length."""
    rest = b""
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            head, end, tail = (rest + chunk).rpartition(b"\n")
            rest = b"" if not end else tail
            piece = head if end else tail
            if not piece.isascii():
                yield piece
    if not rest.isascii():
        yield rest


@cache
def _tables() -> Mapping[str, str]:
    """The characters of the bytes from 128 on, by encoding; U+FFFD where there is none."""
    return {name: _table(name) for name in _CANDIDATES}


def _table(name: str) -> str:
    """C1 controls are no characters that anybody writes."""
    characters = _HIGH.decode(name, "replace")
    return "".join("\ufffd" if "\x80" <= char <= "\x9f" else char for char in characters)


def _readable(seen: _Seen) -> list[str]:
    return [name for name in _CANDIDATES if "\ufffd" not in _reading(name, seen.used)]


def _reading(name: str, used: set[int]) -> str:
    table = _tables()[name]
    return "".join(table[byte - 128] for byte in sorted(used))


def _spelt(name: str, tokens: Iterable[bytes]) -> dict[bytes, int]:
    """The tokens that are something we know in this encoding, and how much each proves."""
    weighed = ((token, _weight(token.decode(name, "replace"))) for token in tokens)
    return {token: weight for token, weight in weighed if weight}


def _weight(text: str) -> int:
    """How much a token proves that is a word or a number as a whole.

    A word of one language may be read by chance out of another word; two of them are not, nor is
    one that many languages share.
    """
    if _GROUPED.fullmatch(text):
        return _PROOF
    languages = languages_of(text)
    return _PROOF if languages >= _MANY_LANGUAGES else min(languages, 1)


def _mixes_scripts(name: str, tokens: Iterable[bytes]) -> bool:
    """Whether another script than Latin shows within Latin words only, as in `Kِnigreich`."""
    scripts = [_scripts(token.decode(name, "replace")) for token in tokens]
    mixed = sum("LATIN" in found and len(found) > 1 for found in scripts)
    return mixed >= _MIXED and not any(found and "LATIN" not in found for found in scripts)


def _scripts(text: str) -> frozenset[str]:
    return _SCRIPTS & {unicodedata.name(char, "").partition(" ")[0] for char in text}


def _sentence(seen: _Seen, *, bad_at: int) -> str:
    token = next(iter(seen.tokens), b"")[:_LONGEST_SHOWN]
    readings = [f"{token.decode(name, 'replace')!r} in {name}" for name in _SHOWN]
    return (
        f"the byte at offset {bad_at} is not UTF-8, and in which encoding the file is cannot be "
        f"told for certain: the text there is {', '.join(readings)}; "
        "send it as UTF-8 (in Excel: *CSV UTF-8*), or say with it which encoding it is: the "
        "operator can declare it for the source (`encoding`)"
    )
