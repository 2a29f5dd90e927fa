"""A copy of a workbook that calamine can be trusted with: its XML parts, unpacked within limits.

Calamine (0.37 by way of python-calamine 0.9, tried 2026-11) reads fast and right what spreadsheet
programs write. Of other files it needs protecting, and from three habits we need protecting:
- It lays a sheet out as one dense rectangle. Two cells far apart ask for more memory than there is,
  which ends the whole process. So the extent of each sheet is measured before.
- It unpacks without end. So we unpack, counting, and hand it only what was unpacked.
- It gives cell errors, and in ODS texts without a type, tabs and line breaks, as nothing, and what
  is shown as 4.1 % as 0.041. So these are made plain text in the copy; nothing else in it differs
  from what was sent.
"""

from __future__ import annotations

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO

from pipelines.readers.contract import Limits, RefusedFileError
from pipelines.readers.extents import OdsExtent, SheetExtent
from pipelines.readers.hidden_lines import HiddenLines
from pipelines.readers.plain_cells import PlainCells, Rewrite, in_percent, plain_ods, plain_xlsx
from pipelines.readers.sheet_parts import percent_styles, sheet_of_part

_CHUNK_BYTES = 262_144
_ZIP_DAMAGE = (
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# Parts of an XLSX file that hold no cells, and may be large.
_NOT_READ = re.compile(
    r"customxml/.*|xl/(?:charts|ctrlprops|diagrams|drawings|embeddings|externallinks|media"
    r"|pivotcache|pivottables|tables|theme|threadedcomments)/.*|xl/comments[^/]*|xl/calcchain\.xml"
)
_ODS_PARTS = frozenset({"mimetype", "META-INF/manifest.xml", "content.xml", "meta.xml"})


class Kind(StrEnum):
    """What a workbook is, by its content; its name says nothing."""

    XLSX = "xlsx"
    ODS = "ods"
    XLS = "xls"


def workbook_kind(file: Path, *, limits: Limits) -> Kind:
    """Which of the three formats a file is in.

    Raises:
        RefusedFileError: when it is none, too large, damaged or protected.
    """
    if file.stat().st_size > limits.file_mb * 1_000_000:
        raise RefusedFileError(f"larger than {limits.file_mb:,} MB (limit: file_mb)")
    with file.open("rb") as stream:
        start = stream.read(len(_OLE2))
    if start == _OLE2:
        return _kind_of_ole2(file)
    if start[:2] != b"PK":
        raise RefusedFileError(
            "this is not a workbook, whatever its name says; expected XLSX, ODS or XLS"
        )
    with refusing_damage(), zipfile.ZipFile(file) as archive:
        return _kind_of_zip({name.lower() for name in archive.namelist()})


def copy_safely(file: Path, *, kind: Kind, to: Path, limits: Limits) -> dict[str, HiddenLines]:
    """Copy the parts that hold cells, without compression, so that nothing in it can expand.

    What is hidden and holds something, by the name of its sheet.

    Raises:
        RefusedFileError: when the file is damaged, exceeds a limit, or defines entities.
    """
    with refusing_damage(), zipfile.ZipFile(file) as archive, zipfile.ZipFile(to, "w") as copy:
        unpacked, hidden = _Unpacked(limits=limits), dict[str, HiddenLines]()
        styles = percent_styles(archive)
        for part in _parts_read(archive, kind, limits):
            with (
                archive.open(part) as source,
                copy.open(part.filename, "w", force_zip64=True) as target,
            ):
                extent = _extent(archive, part.filename, kind, limits)
                plain = PlainCells(rewrite=_rewrite(part.filename, kind, styles), limits=limits)
                for piece in _plain(unpacked.chunks(source), part.filename, extent, plain):
                    target.write(piece)
                hidden |= extent.hidden()
        return hidden


@contextmanager
def refusing_damage() -> Iterator[None]:
    """Turn what a damaged zip file raises into a refusal."""
    try:
        yield
    except _ZIP_DAMAGE as error:
        if "password" in str(error) or "encrypted" in str(error):
            raise protected() from None
        raise damaged() from error


def protected() -> RefusedFileError:
    """The refusal of a workbook that needs a password."""
    return RefusedFileError("the workbook is protected with a password; send it without one")


def damaged() -> RefusedFileError:
    """The refusal of a workbook that does not open."""
    return RefusedFileError(
        "the workbook is damaged or incomplete and cannot be opened; save it again and send that"
    )


@dataclass(kw_only=True)
class _Unpacked:
    """Counts what was really unpacked: the sizes a zip file states may lie."""

    limits: Limits
    size: int = 0

    def chunks(self, source: IO[bytes]) -> Iterator[bytes]:
        while chunk := source.read(_CHUNK_BYTES):
            self.size += len(chunk)
            if self.size > self.limits.expanded_mb * 1_000_000:
                raise RefusedFileError(
                    f"unpacked, the workbook is larger than {self.limits.expanded_mb:,} MB "
                    f"(limit: expanded_mb)"
                )
            yield chunk


def _kind_of_ole2(file: Path) -> Kind:
    """XLS, or the wrapping of a protected XLSX file."""
    if _ENCRYPTED in file.read_bytes():
        raise protected()
    return Kind.XLS


def _kind_of_zip(names: set[str]) -> Kind:
    if "xl/workbook.bin" in names:
        raise RefusedFileError("this is a binary workbook (XLSB); save it as XLSX and send that")
    if "content.xml" in names and "mimetype" in names:
        return Kind.ODS
    if "[content_types].xml" in names and any(name.startswith("xl/") for name in names):
        return Kind.XLSX
    raise RefusedFileError("this is a zip file but no workbook; expected XLSX, ODS or XLS")


def _parts_read(archive: zipfile.ZipFile, kind: Kind, limits: Limits) -> list[zipfile.ZipInfo]:
    members = archive.infolist()
    if len(members) > limits.members:
        raise RefusedFileError(
            f"{len(members):,} files inside the workbook, at most {limits.members:,} are read "
            f"(limit: members)"
        )
    parts = [part for part in members if _is_read(part.filename, kind)]
    if len({part.filename.lower() for part in parts}) < len(parts):
        raise damaged()  # two files of one name: programs differ in which they read
    return parts


def _is_read(name: str, kind: Kind) -> bool:
    if kind is Kind.ODS:
        return name in _ODS_PARTS
    lower = name.lower()
    return lower.endswith((".xml", ".rels")) and not _NOT_READ.fullmatch(lower)


def _extent(
    archive: zipfile.ZipFile, name: str, kind: Kind, limits: Limits
) -> OdsExtent | SheetExtent:
    if kind is Kind.ODS:
        return OdsExtent(limits=limits)
    return SheetExtent(limits=limits, sheet=lambda: sheet_of_part(archive, name))


def _rewrite(name: str, kind: Kind, styles: frozenset[bytes]) -> Rewrite:
    if kind is Kind.ODS:
        return plain_ods
    is_sheet = name.lower().startswith("xl/worksheets/")
    return in_percent(styles) if styles and is_sheet else plain_xlsx


def _plain(
    chunks: Iterator[bytes], name: str, extent: OdsExtent | SheetExtent, plain: PlainCells
) -> Iterator[bytes]:
    """The bytes of a part, measured on the way, with what calamine would lose made plain."""
    if name == "mimetype":
        yield from chunks
        return
    for chunk in chunks:
        if b"\0" in chunk:
            raise RefusedFileError(
                f"the workbook's part {name!r} is not written in UTF-8; "
                "open the workbook, save it again and send that"
            )
        extent.feed(chunk)
        yield plain.feed(chunk)
    extent.close()
    yield plain.close()
