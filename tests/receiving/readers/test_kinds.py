"""A file is what its bytes say, whatever its name says."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.readers.kinds import FileKind, describe, kind_of
from tests.receiving.readers.packing import zipped
from tests.receiving.writing import written

SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"


def ole(*names: str) -> bytes:
    """The old container of Office, as far as it is looked at: a header and one directory sector."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[30:32] = (9).to_bytes(2, "little")
    entries = [name.encode("utf-16-le").ljust(128, b"\0") for name in names]
    return bytes(header) + b"".join(entries).ljust(512, b"\0")


XLSX = zipped(("xl/workbook.xml", b"<workbook/>"), ("[Content_Types].xml", b"<Types/>"))
HTML = b"<!DOCTYPE html>\n<html><body><table><tr><td>1</td></tr></table>"

KINDS = {
    "nothing": (b"", FileKind.EMPTY),
    "a byte order mark alone": (b"\xef\xbb\xbf", FileKind.EMPTY),
    "blanks alone": (b" \r\n\t\n\x1a", FileKind.EMPTY),
    "blanks in UTF-16": ("\n \n".encode("utf-16"), FileKind.EMPTY),
    "a table": (b"party,value\nNLD,2.05\n", FileKind.DELIMITED),
    "a table in UTF-16": ("party,value\nNLD,2.05\n".encode("utf-16"), FileKind.DELIMITED),
    "a table in UTF-16 without a mark": (
        "party,value\nTürkiye,2.05\n".encode("utf-16-be"),
        FileKind.DELIMITED,
    ),
    "a table in Windows-1252": ("party;value\nTürkiye;2\n".encode("cp1252"), FileKind.DELIMITED),
    "a table with a stray NUL": (b"party,value\n" * 20 + b"NLD\x00,2\n", FileKind.DELIMITED),
    "a table ended as in DOS": (b"party,value\r\nNLD,2\r\n\x1a", FileKind.DELIMITED),
    "a heading like a picture": (b"BM,MZ,PK,GIF\n1,2,3,4\n", FileKind.DELIMITED),
    "a heading in brackets": (b"[Table 1];value\nNLD;2\n", FileKind.DELIMITED),
    "a heading in braces": (b"{a};{b}\n1;2\n", FileKind.DELIMITED),
    "less than": (b"<0.5;>0.5\n1;2\n", FileKind.DELIMITED),
    "an object": (b'{\n  "meta": {}}', FileKind.JSON),
    "an array": (b"[ {} ]", FileKind.JSON),
    "an array of numbers": (b"[-1, 2]", FileKind.JSON),
    "JSON lines": (b'{"a": 1}\n{"a": 2}\n', FileKind.JSON),
    "JSON behind a mark and blanks": (b'\xef\xbb\xbf \n\t{"a": 1}', FileKind.JSON),
    "JSON in UTF-16": ('[{"a": "Türkiye"}]'.encode("utf-16"), FileKind.JSON),
    "an object cut off at once": (b"{", FileKind.JSON),
    "XML with a declaration": (b'<?xml version="1.0"?><iati-activities/>', FileKind.XML),
    "XML without": (b'\n <iati-activities version="1.01">', FileKind.XML),
    "XML behind a comment": (b"<!-- made by hand --><a/>", FileKind.XML),
    "XML in UTF-16": ('<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16"), FileKind.XML),
    "XML with a namespace": (b"<ns:message xmlns:ns='x'/>", FileKind.XML),
    "Parquet": (b"PAR1\x15\x04\x15\x00", FileKind.PARQUET),
    "gzip": (gzip.compress(b"party,value\n", mtime=0), FileKind.GZIP),
    "a zip archive": (zipped(("a.csv", b"1")), FileKind.ZIP),
    "an empty zip archive": (zipped(), FileKind.ZIP),
    "a zip archive cut off": (zipped(("a.csv", b"1" * 99))[:60], FileKind.ZIP),
    "a workbook": (XLSX, FileKind.WORKBOOK),
    "a workbook cut off": (XLSX[:-30], FileKind.ZIP),
    "an OpenDocument workbook": (
        zipped(("mimetype", SPREADSHEET), ("content.xml", b"<a/>")),
        FileKind.WORKBOOK,
    ),
    "an old workbook": (ole("Root Entry", "Workbook"), FileKind.WORKBOOK),
    "an older workbook": (ole("Root Entry", "Book"), FileKind.WORKBOOK),
    "an OLE file of no kind we know": (ole("Root Entry"), FileKind.WORKBOOK),
    "an OLE file cut off": (ole("Root Entry")[:40], FileKind.WORKBOOK),
}

OTHERS = {
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF"),
    "PNG": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "PNG"),
    "JPEG": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", "JPEG"),
    "BMP": (b"BM\x36\x00\x00\x00\x00\x00\x00\x00", "BMP"),
    "RTF": (b"{\\rtf1\\ansi Dear colleagues}", "RTF"),
    "a web page": (HTML, "web page"),
    "a web page as XML": (b'<?xml version="1.0"?>\n<!-- x -->' + HTML, "web page"),
    "a web page with a table": (b"<html><body><TABLE border=1><tr>", "save it as XLSX and send"),
    "a workbook of Excel 2003 in XML": (
        b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        b'<ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">',
        "save it as XLSX and send",
    ),
    "a web page in capitals": (b"<HTML>\n<HEAD>", "web page"),
    "a Word document": (
        zipped(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")),
        "Word",
    ),
    "a Word document with a workbook in it": (
        zipped(("[Content_Types].xml", b"<Types/>"), ("word/embeddings/xl/a.xlsx", XLSX)),
        "Word",
    ),
    "a presentation": (
        zipped(("[Content_Types].xml", b"<Types/>"), ("ppt/presentation.xml", b"<p/>")),
        "presentation",
    ),
    "an old Word document": (ole("Root Entry", "WordDocument"), "Word"),
    "a workbook with a password": (ole("Root Entry", "EncryptedPackage"), "password"),
    "an OpenDocument text": (
        zipped(("mimetype", b"application/vnd.oasis.opendocument.text")),
        "OpenDocument",
    ),
    "Numbers": (zipped(("Index/Document.iwa", b"\0")), "Numbers"),
    "bzip2": (b"BZh91AY&SY\x00\x01", "bzip2"),
    "xz": (b"\xfd7zXZ\x00\x00\x04", "xz"),
    "7-Zip": (b"7z\xbc\xaf\x27\x1c\x00\x04", "7-Zip"),
    "zstd": (b"\x28\xb5\x2f\xfd\x00", "zstd"),
    "tar": (b"a.csv".ljust(257, b"\0") + b"ustar\x0000", "tar"),
    "a database": (b"SQLite format 3\x00\x10\x00", "SQLite"),
    "a program": (b"MZ\x90\x00\x03\x00\x00\x00\x04\x00", "program"),
    "encrypted Parquet": (b"PARE\x00\x00", "Parquet"),
    "no kind we know": (bytes(range(32)) * 20, "binary"),
}


@pytest.mark.parametrize(("content", "kind"), KINDS.values(), ids=KINDS.keys())
@pytest.mark.parametrize("name", ["figures.csv", "figures.xlsx", "figures"])
def test_the_content_decides(tmp_path: Path, content: bytes, kind: FileKind, name: str) -> None:
    assert kind_of(written(tmp_path, content, name=name)) is kind


@pytest.mark.parametrize(("content", "word"), OTHERS.values(), ids=OTHERS.keys())
def test_what_no_reader_takes_is_called_by_its_name(
    tmp_path: Path, content: bytes, word: str
) -> None:
    path = written(tmp_path, content)
    assert kind_of(path) is FileKind.OTHER
    assert word in describe(path)


@given(content=st.binary(max_size=200) | st.text(max_size=60).map(str.encode))
def test_every_file_is_of_some_kind(
    content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = written(tmp_path_factory.getbasetemp() / "kinds", content)
    assert (kind_of(path) is FileKind.EMPTY) <= (
        not content.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n\x0b\x0c\x1a")
    )
    assert describe(path)
