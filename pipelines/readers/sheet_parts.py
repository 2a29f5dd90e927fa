"""What of a sheet is told in other parts of an XLSX file: its name, and its styles in percent."""

from __future__ import annotations

import posixpath
import zipfile
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from pipelines.readers.bounded import MEGABYTE
from pipelines.readers.cell_texts import is_percent

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"
# Those every program knows: 0% and 0.00%.
_PERCENT_FORMATS = frozenset({"9", "10"})


def sheet_of_part(archive: zipfile.ZipFile, part: str) -> str:
    """The name of the sheet, or of the part where the file does not tell it as it should."""
    try:
        relations, workbook = _root(archive, _RELATIONS), _root(archive, _WORKBOOK)
    except (KeyError, ParseError, DefusedXmlException):
        return part
    known_as = {item.get("Id") for item in relations if _target(item) == part}
    for sheet in workbook.iter():
        identifiers = {text for key, text in sheet.attrib.items() if key.endswith("}id")}
        if identifiers & known_as:
            return sheet.get("name", part)
    return part


def percent_styles(archive: zipfile.ZipFile) -> frozenset[bytes]:
    """The styles that show a number times a hundred, as cells name them."""
    try:
        root = _root(archive, _STYLES)
    except (KeyError, ParseError, DefusedXmlException):
        return frozenset()
    formats = _PERCENT_FORMATS | {
        item.get("numFmtId", "")
        for item in root.iterfind(".//{*}numFmts/{*}numFmt")
        if is_percent(item.get("formatCode", ""))
    }
    styles = enumerate(root.iterfind("{*}cellXfs/{*}xf"))
    return frozenset(b"%d" % at for at, style in styles if style.get("numFmtId") in formats)


def _root(archive: zipfile.ZipFile, name: str) -> Element:
    with archive.open(name) as stream:
        root: Element = ElementTree.fromstring(stream.read(MEGABYTE))
    return root


def _target(relation: Element) -> str:
    return posixpath.join("/xl", relation.get("Target", "")).lstrip("/")
