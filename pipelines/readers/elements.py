"""Plain XML: one row for each element at a path, with the texts of what is in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

from pipelines.readers.blanks import trimmed
from pipelines.readers.bounded import MEGABYTE, check_cell, opened
from pipelines.readers.contract import Limits, RefusedFileError, Row, Table
from pipelines.readers.xml_elements import local_name, parts, root_of

_BOTH = " | "


def read_elements(file: Path, *, records: str, columns: Sequence[str], limits: Limits) -> Table:
    """Every element at the path `records`, such as `Root/data/record`, without namespaces.

    A column is the name of an element in it, or what its attribute `name` says: `Year` of
    `<field name="Year">`; `a/b` of one within another; `Item@key` and `@id` are attributes, and
    `../@time` one of the element around it. What is said twice and differently is given both times,
    `A | B`. The facts are the attributes of the outermost element, `@lastupdated`.

    Raises:
        RefusedFileError: here, or late, from the rows.
    """
    return Table(
        columns=tuple(columns),
        rows=_rows(file, records, tuple(columns), limits=limits),
        facts=dict(_attributes(root_of(file, limits=limits), name="")),
    )


def describe_elements(file: Path, *, records: str, limits: Limits) -> tuple[str, ...]:
    """The columns of the first such element, if it is whole within the first megabyte."""
    try:
        for texts in _elements(file, records, limits=limits, first_bytes=MEGABYTE):
            return tuple(texts)
    except RefusedFileError:
        return ()
    return ()


def _rows(file: Path, records: str, columns: tuple[str, ...], *, limits: Limits) -> Iterator[Row]:
    name = records.rpartition("/")[2]
    for number, texts in enumerate(_elements(file, records, limits=limits), start=1):
        place = f"{name}[{number}]"
        yield (
            place,
            *(check_cell(texts.get(column), place=place, limits=limits) for column in columns),
        )


def _elements(
    file: Path, records: str, *, limits: Limits, first_bytes: int | None = None
) -> Iterator[dict[str, str]]:
    """The texts of each element at the path, by column; those of attributes around it as well."""
    *containers, name = records.split("/")
    deepest, around = len(containers), dict[str, str]()
    with opened(file, limits=limits, first_bytes=first_bytes) as stream:
        for depth, element in parts(
            stream, containers=frozenset(containers[1:]), limits=limits, whole_from=deepest
        ):
            if depth == deepest - 1:
                around = dict(_attributes(element, name="../"))
            elif depth == deepest and local_name(element) == name:
                yield {**around, **_texts(element)}


def _texts(record: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, text in _named_texts(record, within=""):
        before = found.get(name)
        found[name] = text if before in {None, text} else f"{before}{_BOTH}{text}"
    return found


def _named_texts(element: Element, *, within: str) -> Iterator[tuple[str, str]]:
    yield from _attributes(element, name=within)
    for child in element:
        name = f"{within}/" * bool(within) + (child.get("name") or local_name(child))
        yield name, trimmed(child.text or "")
        yield from _named_texts(child, within=name)


def _attributes(element: Element, *, name: str) -> Iterator[tuple[str, str]]:
    for key, text in element.attrib.items():
        if key != "name":
            yield f"{name}@{key.rpartition('}')[2]}", trimmed(text)
