"""Workbooks, written as partners' programs and partners' enemies would write them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipelines.readers.contract import Limits
from pipelines.readers.sheets import SheetRow
from pipelines.readers.workbook import workbook_rows

_SPACES = " ".join(
    f'xmlns:{name}="urn:{space}"'
    for name, space in {
        "office": "oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "oasis:names:tc:opendocument:xmlns:text:1.0",
        "style": "oasis:names:tc:opendocument:xmlns:style:1.0",
        "calcext": "org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }.items()
)
_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_TYPE}"/>'
    "</manifest:manifest>"
)
_HIDING = (
    '<office:automatic-styles><style:style style:name="hiding" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
)

Cells = Mapping[str, object]


def written_xlsx(
    path: Path,
    sheets: Mapping[str, Cells] | None = None,
    *,
    fill: Callable[[Workbook, Worksheet], None] | None = None,
    **options: object,
) -> Path:
    """A workbook with these cells by sheet; or one sheet `S` that `fill` writes."""
    with xlsxwriter.Workbook(path, options) as book:
        for name, cells in (sheets or {}).items():
            sheet = book.add_worksheet(name)
            for place, value in cells.items():
                sheet.write(place, value)
        if fill:
            fill(book, book.add_worksheet("S"))
    return path


def repacked(path: Path, changes: Mapping[str, Callable[[bytes], bytes]]) -> Path:
    """The same zip file with some of its members changed."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return zipped(path, {name: changes.get(name, bytes)(members[name]) for name in members})


def zipped(path: Path, members: Mapping[str, bytes | str]) -> Path:
    """A zip file with these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def xlsx_of_xml(path: Path, sheet_data: str) -> Path:
    """A workbook whose only sheet `S` holds exactly this XML within `sheetData`."""
    written_xlsx(path, {"S": {"A1": 1}})

    def replaced(xml: bytes) -> bytes:
        start, end = xml.index(b"<sheetData>"), xml.index(b"</sheetData>")
        return xml[:start] + b"<sheetData>" + sheet_data.encode() + xml[end:]

    return repacked(path, {"xl/worksheets/sheet1.xml": replaced})


def written_ods(path: Path, *tables: str, prolog: str = "", meta: str | None = None) -> Path:
    """An ODS file with these tables, each as XML."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}'
        f"<office:document-content {_SPACES}>{_HIDING}"
        f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
        f"</office:document-content>"
    )
    members = {"mimetype": _ODS_TYPE, "META-INF/manifest.xml": _MANIFEST, "content.xml": content}
    return zipped(path, members | ({"meta.xml": meta} if meta else {}))


def ods_table(*rows: str, name: str = "S", attributes: str = "") -> str:
    """A table of an ODS file."""
    return f'<table:table table:name="{name}" {attributes}>{"".join(rows)}</table:table>'


def ods_row(*cells: str, attributes: str = "") -> str:
    """A row of an ODS table."""
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def ods_cell(shown: str = "", attributes: str = "") -> str:
    """A cell of an ODS row; `shown` is what a person sees, as XML."""
    paragraph = f"<text:p>{shown}</text:p>" if shown else ""
    return f"<table:table-cell {attributes}>{paragraph}</table:table-cell>"


def ods_text(text: str) -> str:
    """A cell of text."""
    return ods_cell(text, 'office:value-type="string"')


def ods_number(value: object, attributes: str = "") -> str:
    """A cell with a number."""
    return ods_cell(str(value), f'office:value-type="float" office:value="{value}" {attributes}')


def read(path: Path, *, sheets: str | None = None, limits: Limits | None = None) -> list[SheetRow]:
    """Everything in a workbook."""
    return list(workbook_rows(path, sheets=sheets, limits=limits or Limits()))


def cells_of(path: Path) -> list[tuple[str | None, ...]]:
    """The rows of a workbook without their places."""
    return [cells for _, _, cells in read(path)]
