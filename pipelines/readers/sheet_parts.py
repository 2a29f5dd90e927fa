"""Which sheet a part of an XLSX file holds; only told in two other parts of it."""

from __future__ import annotations

import posixpath
import zipfile
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from pipelines.readers.bounded import MEGABYTE

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"


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


def _root(archive: zipfile.ZipFile, name: str) -> Element:
    with archive.open(name) as stream:
        root: Element = ElementTree.fromstring(stream.read(MEGABYTE))
    return root


def _target(relation: Element) -> str:
    return posixpath.join("/xl", relation.get("Target", "")).lstrip("/")
