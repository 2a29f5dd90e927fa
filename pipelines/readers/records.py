"""JSON and NDJSON: one row for each object of an array, or for each line."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any

from pipelines.headings import meant_by
from pipelines.readers.bounded import MEGABYTE, BoundedStream, check_cell, opened
from pipelines.readers.contract import Limits, NumberText, RefusedFileError, Row, Table
from pipelines.readers.json_events import (
    CLOSING,
    OPENING,
    DoubledKeyError,
    Event,
    json_events,
)

# 1E+400 written out helps nobody, and 1E+999999999 fills the memory.
_MOST_PLACES = 400
_BINARY_DIGITS = 17
_SHOWN_KEYS = 12
_BOTH = " | "
_OBJECTS_LOOKED_AT = 1000
_KINDS = {
    "start_map": "an object",
    "string": "a text",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}


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
    survey = _surveyed(file, _Survey(records=records, paths=facts, limits=limits))
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
    return _surveyed(file, _Survey(records=records, paths={}, limits=limits)).shape in OPENING


def describe_records(
    file: Path, *, limits: Limits, first_bytes: int = MEGABYTE
) -> dict[str, tuple[str, ...]]:
    """The arrays of objects that begin in the first bytes, with the paths in their first objects.

    An object may leave out what it does not have: the paths are those of any of so many objects.
    The path of NDJSON, and of an array that is the whole file, is ''; an object without arrays is
    NDJSON of one line.

    Raises:
        RefusedFileError: when nothing was found before the first mistake.
    """
    found: dict[str, tuple[str, ...]] = {}
    try:
        with opened(file, limits=limits, first_bytes=first_bytes) as stream:
            events = json_events(stream, file=file, limits=limits, is_many=True)
            keys = _describe(next(events), events, stream, path="", found=found)
            others = [*_first_objects(events, stream)] if keys else []
            if keys and (not found or others):
                found = {"": _united(keys, *map(_paths, others))}
    except DoubledKeyError:
        if not any(found.values()):
            raise
    except RefusedFileError:
        if not found:
            raise
    return found


def _describe(
    first: Event,
    events: Iterator[Event],
    stream: BoundedStream,
    *,
    path: str,
    found: dict[str, tuple[str, ...]],
) -> tuple[str, ...]:
    """Add the arrays of objects at `path` and below it; the keys, when an object is there."""
    keys: list[str] = []
    for key, child in _children(first, events, stream):
        below = _joined(path, key)
        if first[0] == "start_map":
            keys.append(key)
            _describe(child, events, stream, path=below, found=found)
        elif child[0] == "start_map" and int(key) < _OBJECTS_LOOKED_AT:
            known = found.setdefault(path, ())  # even when its first object is not whole
            found[path] = _united(known, _paths(_value(child, events)))
        elif child[0] == "start_array":
            _describe(child, events, stream, path=below, found=found)
        else:
            _skip(child, events, stream)
    return tuple(keys)


def _first_objects(events: Iterator[Event], stream: BoundedStream) -> Iterator[Mapping[str, Any]]:
    """The objects that follow the first one, as lines of NDJSON do."""
    objects = (first for first in events if first[0] == "start_map")
    for first in islice(objects, _OBJECTS_LOOKED_AT):
        stream.took()
        yield _value(first, events)


def _united(*names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(names)))


def _paths(record: Mapping[str, Any]) -> Iterator[str]:
    """Its keys, each followed by those of the object it leads to."""
    for key, value in record.items():
        yield key
        if isinstance(value, dict):
            yield from (_joined(key, below) for below in _paths(value))


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
            f"{place}: columns not known: {_listed(unknown)}; known are {', '.join(known)}"
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
        yield _value(first, events)
        yield from _lines(events, stream)
    else:
        yield from _elements(first, events, stream, path="", wanted=records)
    for _ in events:
        raise RefusedFileError("after the array there is another value; send one array, or NDJSON")


def _lines(events: Iterator[Event], stream: BoundedStream) -> Iterator[Any]:
    for first in events:
        stream.took()
        yield _value(first, events)


def _elements(
    first: Event, events: Iterator[Event], stream: BoundedStream, *, path: str, wanted: str
) -> Iterator[Any]:
    """Each element of the array at `wanted`, which is at `path` or below it or elsewhere.

    An object there is the only one.
    """
    if path == wanted and first[0] == "start_map":
        yield _value(first, events)
        return
    for key, child in _children(first, events, stream):
        below = _joined(path, key)
        if path == wanted:
            yield _value(child, events)
        elif below == wanted or wanted.startswith(f"{below}."):
            yield from _elements(child, events, stream, path=below, wanted=wanted)
        else:
            _skip(child, events, stream)


def _row(record: Any, *, place: str, columns: Mapping[str, str], limits: Limits) -> Row:
    if not isinstance(record, dict | list):
        raise RefusedFileError(f"{place} is {_shown(record)}, expected an object")
    texts = [_text(_at(record, path)) for path in columns.values()]
    for column, text in zip(columns, texts, strict=True):
        check_cell(text, place=f"{place}, column {column}", limits=limits)
    return (place, *texts)


@dataclass(kw_only=True)
class _Survey:
    """What is asked of a file before its rows are read: the facts, and what stands at `records`."""

    records: str
    paths: Mapping[str, str]
    limits: Limits
    facts: dict[str, str] = field(default_factory=dict)
    top_keys: list[str] = field(default_factory=list)
    shape: str | None = None
    _met: set[str] = field(init=False, default_factory=set)

    @property
    def is_complete(self) -> bool:
        return self.shape is not None and self._met.issuperset(self.paths.values())

    def leads_on(self, path: str) -> bool:
        """Whether something wanted lies below `path`."""
        start = f"{path}." if path else ""
        wanted = (self.records, *self.paths.values())
        return any(other.startswith(start) and other != path for other in wanted)

    def meet(self, path: str, value: Any) -> None:
        """Keep the value at `path` as the fact, or facts, that it is."""
        if path in self._met:
            raise RefusedFileError(f"there are two values at {path}")
        self._met.add(path)
        for name in (name for name, wanted in self.paths.items() if wanted == path):
            text = check_cell(_text(value), place=f"fact {name}", limits=self.limits)
            if text is not None:
                self.facts[name] = text

    def check_shape(self) -> None:
        """Refuse a file with neither an array nor an object where the records should be."""
        if self.shape in OPENING:
            return
        found = _KINDS.get(self.shape or "", "nothing")
        where = f"at {self.records!r}" if self.records else "at the top"
        raise RefusedFileError(
            f"expected an array of objects {where}, found {found}; "
            f"at the top of the file are {_listed(self.top_keys)}"
        )


def _surveyed(file: Path, survey: _Survey) -> _Survey:
    with opened(file, limits=survey.limits) as stream:
        is_many = not survey.records
        events = json_events(stream, file=file, limits=survey.limits, is_many=is_many)
        _visit(next(events), events, stream, path="", survey=survey)
        if not survey.is_complete and not is_many:
            # What stands behind the value: nothing, or a mistake to be told at once.
            next(events, None)
    return survey


def _visit(
    first: Event, events: Iterator[Event], stream: BoundedStream, *, path: str, survey: _Survey
) -> None:
    if path == survey.records:
        survey.shape = first[0]
    if path in survey.paths.values():
        survey.meet(path, _value(first, events))
    elif survey.is_complete:
        return
    elif first[0] in OPENING and survey.leads_on(path):
        _visit_children(first, events, stream, path=path, survey=survey)
    else:
        _skip(first, events, stream)


def _visit_children(
    first: Event, events: Iterator[Event], stream: BoundedStream, *, path: str, survey: _Survey
) -> None:
    for key, child in _children(first, events, stream):
        if not path and len(survey.top_keys) <= _SHOWN_KEYS:
            survey.top_keys.append(key)
        _visit(child, events, stream, path=_joined(path, key), survey=survey)
        if survey.is_complete:
            return


def _children(
    first: Event, events: Iterator[Event], stream: BoundedStream
) -> Iterator[tuple[str, Event]]:
    """Key, or position from 0, and first event of each value in what `first` opens.

    Whoever takes a child must take it whole, with `_value` or `_skip`, before the next.
    """
    if first[0] == "start_map":
        for event, key in events:
            if event == "end_map":
                return
            stream.took()
            yield key, next(events)
    elif first[0] == "start_array":
        for position, child in enumerate(events):
            if child[0] == "end_array":
                return
            stream.took()
            yield str(position), child


def _value(first: Event, events: Iterator[Event]) -> Any:
    event, value = first
    if event == "start_map":
        found = {}
        for event, key in events:
            if event == "end_map":
                break
            found[key] = _value(next(events), events)
        return found
    if event == "start_array":
        return [_value(child, events) for child in iter(lambda: next(events), ("end_array", None))]
    return value


def _skip(first: Event, events: Iterator[Event], stream: BoundedStream) -> None:
    open_values = int(first[0] in OPENING)
    if not open_values:
        return
    for event, _ in events:
        stream.took()
        if event in OPENING:
            open_values += 1
        elif event in CLOSING:
            open_values -= 1
            if not open_values:
                return


def _at(value: Any, path: str) -> Any:
    """What `path` leads to; None where it leads nowhere. A key may itself hold dots."""
    if isinstance(value, dict) and path in value:
        return value[path]
    for head, rest in _splits(path):
        if isinstance(value, dict) and head in value:
            return _at(value[head], rest)
        if isinstance(value, list) and head.isdecimal() and int(head) < len(value):
            return _at(value[int(head)], rest)
        if isinstance(value, list) and (chosen := _saying(head, value)):
            return _of_all(_at(item, rest) for item in chosen)
    if isinstance(value, list) and path.isdecimal() and int(path) < len(value):
        return value[int(path)]
    return None


def _saying(what: str, values: list[Any]) -> list[Any]:
    """The objects of an array that say `key=text`."""
    key, _, text = what.partition("=")
    return [item for item in values if isinstance(item, dict) and _text(item.get(key)) == text]


def _of_all(values: Iterable[Any]) -> Any:
    """The one value there is, or the texts of several."""
    said = [value for value in values if value is not None]
    if all(value == said[0] for value in said):
        return said[0] if said else None
    return _BOTH.join(_united(text for value in said if (text := _text(value))))


def _splits(path: str) -> Iterator[tuple[str, str]]:
    keys = path.split(".")
    for count in range(1, len(keys)):
        yield ".".join(keys[:count]), ".".join(keys[count:])


def _joined(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return _number(value)
    return str(value) if isinstance(value, int) else _compact(value)


def _has_binary_digits(value: Decimal) -> bool:
    is_long = (
        len(value.as_tuple().digits) > _BINARY_DIGITS
        and -_MOST_PLACES <= value.adjusted() < _BINARY_DIGITS
    )
    return is_long and value % 1 != 0 and Decimal(float(value)) == value


def _number(value: Decimal) -> NumberText:
    """The number, or the one meant where a program wrote all digits of its nearest binary one.

    Whole numbers are never that.
    """
    if _has_binary_digits(value):
        value = Decimal(repr(float(value)))
    is_short = -_MOST_PLACES <= value.adjusted() <= _MOST_PLACES
    return NumberText(format(value, "f") if is_short else value)


def _compact(value: Any) -> str:
    if isinstance(value, dict):
        pairs = (f"{_compact(key)}:{_compact(item)}" for key, item in value.items())
        return f"{{{','.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{','.join(map(_compact, value))}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return _text(value) or "null"


def _listed(keys: Iterable[str]) -> str:
    shown = [key if len(key) <= _SHOWN_KEYS * 4 else f"{key[:40]}…" for key in keys]
    more = ", …" if len(shown) > _SHOWN_KEYS else ""
    return ", ".join(shown[:_SHOWN_KEYS]) + more if shown else "no keys"


def _shown(value: Any) -> str:
    text = _compact(value)
    return text if len(text) <= 40 else f"{text[:40]}…"
