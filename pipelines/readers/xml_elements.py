"""XML as a stream of elements, with everything refused that XML can do to its reader."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from pipelines.readers.bounded import BoundedStream, opened
from pipelines.readers.contract import Limits, RefusedFileError
from pipelines.readers.starts import read_start

_CHUNK_BYTES = 1 << 18
_ENCODING = re.compile(rb"""\s*<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z][\w.-]*)["']""")
_UNICODE = frozenset({"utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7"})


def xml_events(stream: BoundedStream, *, limits: Limits) -> Iterator[tuple[str, Element]]:
    """The start and end of every element; one that has ended may be cleared.

    Document types, and with them entities and anything external, are refused, whatever they say.

    Raises:
        RefusedFileError: saying what is wrong, and at which line.
    """
    depth = 0
    try:
        for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
            depth += 1 if event == "start" else -1
            if depth > limits.depth:
                raise RefusedFileError(
                    f"elements lie more than {limits.depth} deep within each other (limit depth)"
                )
            yield event, element
    except DefusedXmlException:
        raise RefusedFileError(
            "the file declares a document type, which may hold entities; send it without <!DOCTYPE>"
        ) from None
    except (ParseError, ValueError, LookupError) as error:
        raise RefusedFileError(_described(error, stream)) from None


def root_of(file: Path, *, limits: Limits) -> Element:
    """The outermost element as it begins: its name and attributes, without what is in it.

    Raises:
        RefusedFileError: when the file does not begin as XML.
    """
    _refuse_misdeclared(file)
    with opened(file, limits=limits) as stream:
        for _, element in xml_events(stream, limits=limits):
            return Element(element.tag, dict(element.attrib))
    raise RefusedFileError("the file is empty")


def root_name(file: Path, *, limits: Limits) -> str:
    """The name of the outermost element: `iati-activities`, or `{namespace}GenericData`."""
    return root_of(file, limits=limits).tag


def children_of_root(file: Path, *, limits: Limits) -> Iterator[Element]:
    """Each element directly in the outermost one, whole; gone when the next is asked for."""
    with opened(file, limits=limits) as stream:
        depth = 0
        root: Element | None = None
        for event, element in xml_events(stream, limits=limits):
            root = element if root is None else root
            depth += 1 if event == "start" else -1
            if event == "end" and depth == 1:
                yield element
                root.clear()
                stream.took()


def parts(
    stream: BoundedStream,
    *,
    containers: frozenset[str],
    limits: Limits,
    whole_from: int | None = None,
) -> Iterator[tuple[int, Element]]:
    """A document in pieces, each with its depth from 0: a container as it begins, all else whole.

    The outermost element is a container, and so is what lies directly in one and has one of these
    names, unless it lies as deep as `whole_from`; of a container only the attributes are there. All
    is gone when the next is asked for.

    Raises:
        RefusedFileError: as `xml_events` does.
    """
    begun: list[Element] = []
    depth_inside = 0
    for event, element in xml_events(stream, limits=limits):
        if event == "start":
            if depth_inside or (
                begun and (len(begun) == whole_from or local_name(element) not in containers)
            ):
                depth_inside += 1
                continue
            begun.append(element)
            yield len(begun) - 1, element
            continue
        depth_inside -= 1
        if depth_inside > 0:
            continue
        if depth_inside == 0:
            yield len(begun), element
        else:
            depth_inside = 0
            begun.pop()
        if begun:
            begun[-1].clear()
        stream.took()


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def _refuse_misdeclared(file: Path) -> None:
    """UTF-8 that declares one byte a letter reads as other letters, and nothing looks amiss."""
    declared = _ENCODING.match(read_start(file))
    if declared and _is_one_byte(declared[1].decode()) and _is_utf8_beyond_ascii(file):
        raise RefusedFileError(
            f"the XML declares {declared[1].decode()!r} and is written in UTF-8; "
            "declare the encoding it is written in"
        )


def _is_one_byte(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).name not in _UNICODE
    except LookupError:
        return False


def _is_utf8_beyond_ascii(file: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_ascii = True
    try:
        with file.open("rb") as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                is_ascii &= decoder.decode(chunk).isascii()
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return not is_ascii


def _described(error: Exception, stream: BoundedStream) -> str:
    if not stream.position:
        return "the file is empty"
    if not isinstance(error, ParseError):
        return f"this is not XML in a known encoding: {error}"
    reason = str(error).partition(": line")[0]
    line, column = error.position
    where = f"line {line}, column {column + 1}"
    if reason in {"no element found", "unclosed token", "unclosed CDATA section"}:
        return f"the XML ends in the middle of an element, at {where}; send it whole"
    return f"this is not XML: {reason} at {where}"
