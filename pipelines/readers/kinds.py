"""What a file is, by its content: the name a sender gave it decides nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from pipelines.readers.contract import RefusedFileError
from pipelines.readers.starts import START_BYTES, read_start, text_of
from pipelines.readers.zips import damage_told, opened_zip

_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MIMETYPE = "mimetype"
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_SPREADSHEET = _OPEN_DOCUMENT + b"spreadsheet"


class FileKind(StrEnum):
    """What a reader is chosen by."""

    DELIMITED = "delimited"
    WORKBOOK = "workbook"
    JSON = "json"
    XML = "xml"
    PARQUET = "parquet"
    ZIP = "zip"
    GZIP = "gzip"
    EMPTY = "empty"
    OTHER = "other"


# The outermost element of XML, by the format a form declares, without its namespace.
XML_ROOTS: Mapping[str, frozenset[str]] = {
    "iati": frozenset({"iati-activities"}),
    "sdmx": frozenset(
        {
            "CompactData",
            "GenericData",
            "GenericTimeSeriesData",
            "StructureSpecificData",
            "StructureSpecificTimeSeriesData",
        }
    ),
}


class _Seen(NamedTuple):
    kind: FileKind
    words: str


_TABLE_WANTED = "send the table itself, as CSV or XLSX"
_PACKED_OTHERWISE = "pack it as zip or gzip"

# Offset, bytes there, what has them. Longer signatures before those they begin with.
_SIGNATURES = (
    (0, b"PAR1", _Seen(FileKind.PARQUET, "Parquet")),
    (0, b"\x1f\x8b\x08", _Seen(FileKind.GZIP, "a gzip file")),
    (0, b"PARE", _Seen(FileKind.OTHER, "encrypted Parquet; send it without encryption")),
    (0, b"%PDF", _Seen(FileKind.OTHER, f"a PDF document; {_TABLE_WANTED}")),
    (0, b"\x89PNG", _Seen(FileKind.OTHER, f"a PNG picture; {_TABLE_WANTED}")),
    (0, b"\xff\xd8\xff", _Seen(FileKind.OTHER, f"a JPEG picture; {_TABLE_WANTED}")),
    (0, b"GIF8", _Seen(FileKind.OTHER, f"a GIF picture; {_TABLE_WANTED}")),
    (0, b"II*\x00", _Seen(FileKind.OTHER, f"a TIFF picture; {_TABLE_WANTED}")),
    (0, b"MM\x00*", _Seen(FileKind.OTHER, f"a TIFF picture; {_TABLE_WANTED}")),
    (0, b"BM", _Seen(FileKind.OTHER, f"a BMP picture; {_TABLE_WANTED}")),
    (0, b"RIFF", _Seen(FileKind.OTHER, f"a picture, sound or film; {_TABLE_WANTED}")),
    (0, b"{\\rtf", _Seen(FileKind.OTHER, f"a text document (RTF); {_TABLE_WANTED}")),
    (0, b"BZh", _Seen(FileKind.OTHER, f"packed with bzip2; {_PACKED_OTHERWISE}")),
    (0, b"\xfd7zXZ\x00", _Seen(FileKind.OTHER, f"packed with xz; {_PACKED_OTHERWISE}")),
    (0, b"7z\xbc\xaf\x27\x1c", _Seen(FileKind.OTHER, f"packed with 7-Zip; {_PACKED_OTHERWISE}")),
    (0, b"Rar!", _Seen(FileKind.OTHER, f"packed with RAR; {_PACKED_OTHERWISE}")),
    (0, b"\x28\xb5\x2f\xfd", _Seen(FileKind.OTHER, f"packed with zstd; {_PACKED_OTHERWISE}")),
    (257, b"ustar", _Seen(FileKind.OTHER, "a tar archive; send a zip archive")),
    (0, b"SQLite format 3\x00", _Seen(FileKind.OTHER, f"a SQLite database; {_TABLE_WANTED}")),
    (8, b"DUCK", _Seen(FileKind.OTHER, f"a DuckDB database; {_TABLE_WANTED}")),
    (0, b"ARROW1", _Seen(FileKind.OTHER, "an Arrow file; send Parquet")),
    (0, b"ORC", _Seen(FileKind.OTHER, "an ORC file; send Parquet")),
    (0, b"Obj\x01", _Seen(FileKind.OTHER, "an Avro file; send Parquet")),
    (0, b"MZ", _Seen(FileKind.OTHER, "a program; send nothing that can be run")),
    (0, b"\x7fELF", _Seen(FileKind.OTHER, "a program; send nothing that can be run")),
)
# Two letters are too few to tell a picture or a program from a table whose heading begins so.
_SHORT = 3

_ZIP = _Seen(FileKind.ZIP, "a zip archive")
_WORKBOOK = _Seen(FileKind.WORKBOOK, "a workbook")
_OLE_STREAMS = (
    ("EncryptedPackage", _Seen(FileKind.OTHER, "protected by a password; send it without")),
    ("WordDocument", _Seen(FileKind.OTHER, f"a Word document; {_TABLE_WANTED}")),
    ("PowerPoint Document", _Seen(FileKind.OTHER, f"a presentation; {_TABLE_WANTED}")),
    ("__properties_version1.0", _Seen(FileKind.OTHER, f"an Outlook message; {_TABLE_WANTED}")),
    ("Workbook", _WORKBOOK),
    ("Book", _WORKBOOK),
)
_NUMBERS = _Seen(FileKind.OTHER, f"an Apple Numbers document; {_TABLE_WANTED}")
_TEXT_DOCUMENT = _Seen(FileKind.OTHER, f"an OpenDocument text or picture; {_TABLE_WANTED}")
_FOLDERS = (
    ("xl/", _WORKBOOK),
    ("word/", _Seen(FileKind.OTHER, f"a Word document; {_TABLE_WANTED}")),
    ("ppt/", _Seen(FileKind.OTHER, f"a presentation; {_TABLE_WANTED}")),
    ("visio/", _Seen(FileKind.OTHER, f"a drawing; {_TABLE_WANTED}")),
)

_PAGE_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_OLD_WORKBOOK = re.compile(r"\A<\?xml\b.{0,400}?<(?:\w+:)?Workbook\b", re.DOTALL)
_PAGE = re.compile(
    r"(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"<(?:\?xml\b|!--|!doctype\b|[^\W\d][\w.:-]*(?=[\s/>]))", re.IGNORECASE)
_JSON = re.compile(r'\{\s*["}]|\[\s*(?:[{\["\]\d-]|true\b|false\b|null\b)|[{\[]\s*\Z')


def kind_of(file: Path) -> FileKind:
    """The kind of a file; `other` is whatever no reader takes."""
    return _seen(file).kind


def describe(file: Path) -> str:
    """What a file seems to be and what to send instead, to follow “this is ”."""
    return _seen(file).words


def _seen(file: Path) -> _Seen:
    start = read_start(file)
    if start.startswith(_ZIP_STARTS):
        return _zip_seen(file)
    if start.startswith(_OLE):
        return _ole_seen(file)
    text = text_of(start)
    for offset, signature, seen in _SIGNATURES:
        if start.startswith(signature, offset) and (len(signature) >= _SHORT or text is None):
            return seen
    if text is None:
        return _Seen(FileKind.OTHER, f"a binary file of no kind we know; {_TABLE_WANTED}")
    return _text_seen(text, is_whole=len(start) < START_BYTES)


def _text_seen(text: str, *, is_whole: bool) -> _Seen:
    body = text.lstrip("\ufeff \t\r\n\x0b\x0c\x1a")
    if not body and is_whole:
        return _Seen(FileKind.EMPTY, "an empty file")
    if (_PAGE.match(body) and _PAGE_TABLE.search(body)) or _OLD_WORKBOOK.search(body):
        return _Seen(
            FileKind.OTHER,
            "a table as a web page or as XML, which some programs write under the name .xls; "
            "open it in a spreadsheet program, save it as XLSX and send that",
        )
    if _PAGE.match(body):
        return _Seen(
            FileKind.OTHER,
            "a web page, perhaps the answer of a log-in or an error; download the file itself",
        )
    if _XML.match(body):
        return _Seen(FileKind.XML, "XML")
    if _JSON.match(body):
        return _Seen(FileKind.JSON, "JSON")
    return _Seen(FileKind.DELIMITED, "text")


def _zip_seen(file: Path) -> _Seen:
    """A workbook, another office document, or an archive, the damaged ones included."""
    try:
        with opened_zip(file) as archive:
            names = [info.filename for info in archive.infolist()]
            if _MIMETYPE in names:
                return _open_document_seen(archive)
    except RefusedFileError:
        return _ZIP
    if "[Content_Types].xml" not in names:
        return _NUMBERS if "Index/Document.iwa" in names else _ZIP
    seen = (seen for folder, seen in _FOLDERS if any(name.startswith(folder) for name in names))
    return next(seen, _ZIP)


def _open_document_seen(archive: ZipFile) -> _Seen:
    with damage_told("zip archive"), archive.open(_MIMETYPE) as stream:
        mimetype = stream.read(len(_SPREADSHEET) + len("-template"))
    if mimetype.startswith(_SPREADSHEET):
        return _WORKBOOK
    return _TEXT_DOCUMENT if mimetype.startswith(_OPEN_DOCUMENT) else _ZIP


def _ole_seen(file: Path) -> _Seen:
    """What the old container of Office holds, by the first names in its directory.

    Source: [MS-CFB] 2.2 and 2.6: sector size at 30, first directory sector at 48, entries of 128
    bytes that begin with a name in UTF-16.
    """
    with file.open("rb") as stream:
        header = stream.read(512)
        sector_bytes = 1 << min(int.from_bytes(header[30:32], "little"), 16)
        stream.seek((int.from_bytes(header[48:52], "little") + 1) * sector_bytes)
        directory = stream.read(sector_bytes)
    entries = [directory[at : at + 64] for at in range(0, len(directory), 128)]
    names = {entry.decode("utf-16-le", "replace").partition("\0")[0] for entry in entries}
    return next((seen for name, seen in _OLE_STREAMS if name in names), _WORKBOOK)
