"""Zip archives, read with distrust: what they claim is compared with what they hold."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from pipelines.readers.contract import Limits, RefusedFileError

_CHUNK_BYTES = 1 << 18
# A list of contents longer than this is not read at all: each entry costs ten times its bytes.
_LONGEST_LIST_BYTES = 8_000_000
_LOCAL_HEADER_BYTES = 30
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_LONGEST_NAME_SHOWN = 200
_NOISE_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
# What zipfile is seen to raise for damaged archives; tests throw thousands of them at it.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    ValueError,
    OverflowError,
)


class Packed(NamedTuple):
    """One file inside a container: its name as it may be shown, and its bytes, read once."""

    name: str
    chunks: Iterator[bytes]


class _SoberStream(io.BufferedReader):
    """A stream that does not take a list of contents of any length into memory."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > _LONGEST_LIST_BYTES:
            raise RefusedFileError(
                f"the zip archive claims a list of contents of {size} bytes, over the limit of "
                f"{_LONGEST_LIST_BYTES}; send fewer files at a time"
            )
        return super().read(size)


@contextmanager
def opened_zip(file: Path) -> Iterator[zipfile.ZipFile]:
    """A zip archive whose list of contents has been read.

    Raises:
        RefusedFileError: when there is none, or it is damaged or too long.
    """
    with closing(_SoberStream(io.FileIO(file))) as stream:
        with damage_told("zip archive"):
            archive = zipfile.ZipFile(stream)
            if any(info.header_offset < 0 for info in archive.infolist()):
                raise zipfile.BadZipFile("a file begins before the archive does")
        with archive:
            yield archive


@contextmanager
def damage_told(what: str) -> Iterator[None]:
    """Turn what decompressors raise into a refusal."""
    try:
        yield
    except _DAMAGE as error:
        told = shown_name(str(error)) or type(error).__name__
        raise RefusedFileError(
            f"the {what} is damaged or cut off ({told}); send it again"
        ) from error


def zipped_files(file: Path, *, limits: Limits) -> Iterator[Packed]:
    """The files in a zip archive in its own order, without folders and traces of desktops.

    Raises:
        RefusedFileError: naming what the archive holds that an honest one does not, or a limit.
    """
    with opened_zip(file) as archive:
        infos = archive.infolist()
        _refuse_overlaps(infos, size_bytes=file.stat().st_size)
        wanted = [info for info in infos if not _is_noise(info)]
        _refuse_number(len(wanted), limits=limits)
        _refuse_doubled([shown_name(info.filename) for info in wanted])
        for info in wanted:
            _refuse_oddity(info)
        _refuse_size(sum(info.file_size for info in wanted), limits=limits)
        for info in wanted:
            yield Packed(shown_name(info.filename), _chunks(archive, info))


def shown_name(name: str) -> str:
    """A sender's name as it may be shown: one line, slashes, no characters that hide others."""
    plain = "".join(letter if letter.isprintable() else "\ufffd" for letter in name)
    return plain.replace("\\", "/")[:_LONGEST_NAME_SHOWN]


def is_noise(name: str) -> bool:
    """Whether a name is one that desktops leave behind, not a file somebody sends."""
    parts = name.replace("\\", "/").split("/")
    return (
        "__MACOSX" in parts[:-1]
        or parts[-1].startswith(("._", "~$"))
        or parts[-1].lower() in _NOISE_NAMES
    )


def _is_noise(info: zipfile.ZipInfo) -> bool:
    is_empty_folder = _is_folder(info) and info.file_size == 0
    return is_empty_folder or is_noise(info.filename)


def _is_folder(info: zipfile.ZipInfo) -> bool:
    return info.filename.endswith("/")  # the library's is_dir fails for an empty name


def _refuse_overlaps(infos: Sequence[zipfile.ZipInfo], *, size_bytes: int) -> None:
    """An archive whose entries share bytes expands to any size; honest ones never do."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise RefusedFileError(
                f"{shown_name(info.filename)!r} overlaps another entry of the zip archive, as in a "
                "zip bomb; pack it again"
            )
        end = info.header_offset + _LOCAL_HEADER_BYTES + info.compress_size
    if end > size_bytes:
        raise RefusedFileError("the zip archive is damaged or cut off; send it again")


def _refuse_number(files: int, *, limits: Limits) -> None:
    if files > limits.members:
        raise RefusedFileError(
            f"the archive holds {files} files, over the limit of {limits.members}; send it in parts"
        )


def _refuse_doubled(names: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise RefusedFileError(
                f"{name!r} is in the zip archive twice, and which one counts cannot be told"
            )
        seen.add(name)


def _refuse_oddity(info: zipfile.ZipInfo) -> None:
    name = shown_name(info.filename)
    kind = stat.S_IFMT(info.external_attr >> 16)
    if not name or name.startswith("/") or name[1:2] == ":" or ".." in name.split("/"):
        raise RefusedFileError(f"{name!r} names a place outside the zip archive; pack it again")
    if kind not in (0, stat.S_IFREG) or _is_folder(info):
        raise RefusedFileError(
            f"{name!r} is a link or a special file, not a file with content; pack the file itself"
        )
    if info.flag_bits & _ENCRYPTED:
        raise RefusedFileError(f"{name!r} is protected by a password; send it without")
    if info.compress_type not in _METHODS:
        raise RefusedFileError(
            f"{name!r} is packed by method {info.compress_type}, which is not read here; "
            "pack it as an ordinary zip archive (deflate)"
        )


def _refuse_size(claimed_bytes: int, *, limits: Limits) -> None:
    """Refuse early what says itself that it is too large; what lies is stopped while unpacking."""
    if claimed_bytes > limits.expanded_mb * 1_000_000:
        raise RefusedFileError(
            f"unpacked, the archive has {claimed_bytes} bytes, over the limit of "
            f"{limits.expanded_mb} MB (PLEDGEWATCH_LARGEST_EXPANDED_MB); send it in parts"
        )


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    name = shown_name(info.filename)
    produced = 0
    with damage_told(f"zip archive's file {name!r}"), archive.open(info) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            produced += len(chunk)
            yield chunk
    if produced != info.file_size:
        raise RefusedFileError(
            f"{name!r} has {produced} bytes where the zip archive claims {info.file_size}; "
            "send it again"
        )
