"""Which arrays of objects a JSON file holds, told from its first bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import Any

from pipelines.readers.bounded import MEGABYTE, BoundedStream, opened
from pipelines.readers.contract import Limits, RefusedFileError
from pipelines.readers.json_events import (
    DoubledKeyError,
    Event,
    json_events,
)
from pipelines.readers.json_values import children, joined, skip, whole_value

_OBJECTS_LOOKED_AT = 1000


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
    for key, child in children(first, events, stream):
        below = joined(path, key)
        if first[0] == "start_map":
            keys.append(key)
            _describe(child, events, stream, path=below, found=found)
        elif child[0] == "start_map" and int(key) < _OBJECTS_LOOKED_AT:
            known = found.setdefault(path, ())  # even when its first object is not whole
            found[path] = _united(known, _paths(whole_value(child, events)))
        elif child[0] == "start_array":
            _describe(child, events, stream, path=below, found=found)
        else:
            skip(child, events, stream)
    return tuple(keys)


def _first_objects(events: Iterator[Event], stream: BoundedStream) -> Iterator[Mapping[str, Any]]:
    """The objects that follow the first one, as lines of NDJSON do."""
    objects = (first for first in events if first[0] == "start_map")
    for first in islice(objects, _OBJECTS_LOOKED_AT):
        stream.took()
        yield whole_value(first, events)


def _united(*names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(names)))


def _paths(record: Mapping[str, Any]) -> Iterator[str]:
    """Its keys, each followed by those of the object it leads to."""
    for key, value in record.items():
        yield key
        if isinstance(value, dict):
            yield from (joined(key, below) for below in _paths(value))
