"""The values of a JSON file, taken one after the other from its events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipelines.readers.bounded import BoundedStream
from pipelines.readers.json_events import (
    CLOSING,
    OPENING,
    Event,
)


def children(
    first: Event, events: Iterator[Event], stream: BoundedStream
) -> Iterator[tuple[str, Event]]:
    """Key, or position from 0, and first event of each value in what `first` opens.

    Whoever takes a child must take it whole, with `whole_value` or `skip`, before the next.
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


def whole_value(first: Event, events: Iterator[Event]) -> Any:
    """The value that `first` begins, taken whole."""
    event, value = first
    if event == "start_map":
        found = {}
        for event, key in events:
            if event == "end_map":
                break
            found[key] = whole_value(next(events), events)
        return found
    if event == "start_array":
        return [
            whole_value(child, events) for child in iter(lambda: next(events), ("end_array", None))
        ]
    return value


def skip(first: Event, events: Iterator[Event], stream: BoundedStream) -> None:
    """Pass over the value that `first` begins."""
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


def joined(path: str, key: str) -> str:
    """The path of `key` below `path`; that of the top is empty."""
    return f"{path}.{key}" if path else key
