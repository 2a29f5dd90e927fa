"""What a workbook says of itself as a document; names of people are left out."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from defusedxml import ElementTree

from pipelines.readers.safe_copy import Kind

_PART = {Kind.XLSX: "docProps/core.xml", Kind.ODS: "meta.xml"}
_FACT = {
    "title": "document_title",
    "subject": "document_subject",
    "created": "document_created",
    "creation-date": "document_created",
    "modified": "document_modified",
    "date": "document_modified",
}


def document_facts(copy: Path, *, kind: Kind) -> Mapping[str, str]:
    """Title, subject and the times of creation and change, where the safe copy has them."""
    with zipfile.ZipFile(copy) as archive:
        if _PART[kind] not in archive.namelist():
            return {}
        root = ElementTree.fromstring(archive.read(_PART[kind]))
    found = {_FACT.get(element.tag.rpartition("}")[2]): element.text for element in root.iter()}
    return {fact: text.strip() for fact, text in found.items() if fact and text and text.strip()}
