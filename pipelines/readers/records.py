"""JSON and NDJSON: one row for each object of an array, or for each line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipelines.headings import meant_by
from pipelines.readers.bounded import BoundedStream, check_cell, opened
from pipelines.readers.contract import Limits, RefusedFileError, Row, Table
from pipelines.readers.json_events import (
    OPENING,
    Event,
    json_events,
)
from pipelines.readers.json_values import children, joined, skip, whole_value
from pipelines.readers.record_survey import Survey, listed, surveyed
from pipelines.readers.record_values import shown, text_of, value_at


def read_records(
    file: Path,
    *,
    records: str,
    columns: Mapping[str, str],
    facts: Mapping[str, str],
    limits: Limits,
    known: Collection[str] | None = None,
) -> Table:
    """The objects of the array at `records` as rows.

    Paths are keys joined by dots, and positions in arrays from 0: `donor.iso3`, `parts.0.amount`;
    or of an array the objects that say something, `parts.type=grant.amount`. What several of them
    say differently is given each time, `A | B`.
    `records` leads from the top of the file; '' is the top itself: an array, or NDJSON, one object
    a line. A single object there is one record. `columns` names the column and its path in a
    record, `facts` the fact and its path from the top. Facts may stand after the records: then the
    file is read twice. A missing key and null are None, a missing fact is left out; objects and
    arrays become compact JSON. A record with a key that is none of those `known` is refused.

    Raises:
        RefusedFileError: here, or late, from the rows.
    """
    survey = surveyed(file, Survey(records=records, paths=facts, limits=limits))
    survey.check_shape()
    return Table(
        columns=tuple(columns),
        rows=_rows(file, records=records, columns=columns, limits=limits, known=known),
        facts=survey.facts,
    )


def has_records(file: Path, *, records: str, limits: Limits) -> bool:
    """Whether an array or an object stands at `records`.

    Raises:
        RefusedFileError: when the file is broken before it.
    """
    return surveyed(file, Survey(records=records, paths={}, limits=limits)).shape in OPENING


def _rows(
    file: Path,
    *,
    records: str,
    columns: Mapping[str, str],
    limits: Limits,
    known: Collection[str] | None,
) -> Iterator[Row]:
    with opened(file, limits=limits) as stream:
        for number, record in enumerate(_read(file, stream, records=records, limits=limits), 1):
            place = f"{records}[{number}]"
            _check_keys(record, known=known, place=place)
            _check_spelling(record, paths=tuple(columns.values()), place=place)
            yield _row(record, place=place, columns=columns, limits=limits)
            _check_count(number, limits=limits)


def _read(file: Path, stream: BoundedStream, *, records: str, limits: Limits) -> Iterator[Any]:
    """The records; a refusal tells after which of them."""
    number = 0
    try:
        for record in _records(file, stream, records=records, limits=limits):
            number += 1
            yield record
    except RefusedFileError as error:
        raise RefusedFileError(
            f"after {records}[{number}]: {error}" if number else str(error)
        ) from None


def _check_keys(record: Any, *, known: Collection[str] | None, place: str) -> None:
    if known is None or not isinstance(record, dict):
        return
    if unknown := [key for key in record if key not in known]:
        raise RefusedFileError(
            f"{place}: columns not known: {listed(unknown)}; known are {', '.join(known)}"
        )


def _check_spelling(record: Any, *, paths: tuple[str, ...], place: str) -> None:
    """Keys that nobody reads are many; one nearly like a missing key would lose its value."""
    if not isinstance(record, dict):
        return
    if found := _misspelt(tuple(record), paths):
        raise RefusedFileError(
            f"{place}: expected the key {found[0]!r}, found {found[1][:40]!r}; write it as declared"
        )


@lru_cache(maxsize=1024)
def _misspelt(keys: tuple[str, ...], paths: tuple[str, ...]) -> tuple[str, str] | None:
    missing = [path for path in paths if "." not in path and path not in keys]
    read = {path.partition(".")[0] for path in paths}
    for key in keys:
        if key not in read and (meant := meant_by(key, missing)):
            return meant, key
    return None


def _check_count(number: int, *, limits: Limits) -> None:
    if number > limits.rows:
        raise RefusedFileError(f"there are more than {limits.rows} records (limit rows)")


def _records(file: Path, stream: BoundedStream, *, records: str, limits: Limits) -> Iterator[Any]:
    events = json_events(stream, file=file, limits=limits, is_many=not records)
    first = next(events)
    if not records and first[0] == "start_map":
        yield whole_value(first, events)
        yield from _lines(events, stream)
    else:
        yield from _elements(first, events, stream, path="", wanted=records)
    for _ in events:
        raise RefusedFileError("after the array there is another value; send one array, or NDJSON")


def _lines(events: Iterator[Event], stream: BoundedStream) -> Iterator[Any]:
    for first in events:
        stream.took()
        yield whole_value(first, events)


def _elements(
    first: Event, events: Iterator[Event], stream: BoundedStream, *, path: str, wanted: str
) -> Iterator[Any]:
    """Each element of the array at `wanted`, which is at `path` or below it or elsewhere.

    An object there is the only one.
    """
    if path == wanted and first[0] == "start_map":
        yield whole_value(first, events)
        return
    for key, child in children(first, events, stream):
        below = joined(path, key)
        if path == wanted:
            yield whole_value(child, events)
        elif below == wanted or wanted.startswith(f"{below}."):
            yield from _elements(child, events, stream, path=below, wanted=wanted)
        else:
            skip(child, events, stream)


def _row(record: Any, *, place: str, columns: Mapping[str, str], limits: Limits) -> Row:
    if not isinstance(record, dict | list):
        raise RefusedFileError(f"{place} is {shown(record)}, expected an object")
    texts = [text_of(value_at(record, path)) for path in columns.values()]
    for column, text in zip(columns, texts, strict=True):
        check_cell(text, place=f"{place}, column {column}", limits=limits)
    return (place, *texts)
