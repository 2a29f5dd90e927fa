"""What is asked of a JSON file before its records are read: facts, and whether there are any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.readers.bounded import BoundedStream, check_cell, opened
from pipelines.readers.contract import Limits, RefusedFileError
from pipelines.readers.json_events import (
    OPENING,
    Event,
    json_events,
)
from pipelines.readers.json_values import children, joined, skip, whole_value
from pipelines.readers.record_values import text_of

_SHOWN_KEYS = 12
_KINDS = {
    "start_map": "an object",
    "string": "a text",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}


@dataclass(kw_only=True)
class Survey:
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
        """Whether nothing is left to look for."""
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
            text = check_cell(text_of(value), place=f"fact {name}", limits=self.limits)
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
            f"at the top of the file are {listed(self.top_keys)}"
        )


def surveyed(file: Path, survey: Survey) -> Survey:
    """The survey with what the file says to it.

    Raises:
        RefusedFileError: when the file is broken before all is found.
    """
    with opened(file, limits=survey.limits) as stream:
        is_many = not survey.records
        events = json_events(stream, file=file, limits=survey.limits, is_many=is_many)
        _visit(next(events), events, stream, path="", survey=survey)
        if not survey.is_complete and not is_many:
            # What stands behind the value: nothing, or a mistake to be told at once.
            next(events, None)
    return survey


def _visit(
    first: Event, events: Iterator[Event], stream: BoundedStream, *, path: str, survey: Survey
) -> None:
    if path == survey.records:
        survey.shape = first[0]
    if path in survey.paths.values():
        survey.meet(path, whole_value(first, events))
    elif survey.is_complete:
        return
    elif first[0] in OPENING and survey.leads_on(path):
        _visit_children(first, events, stream, path=path, survey=survey)
    else:
        skip(first, events, stream)


def _visit_children(
    first: Event, events: Iterator[Event], stream: BoundedStream, *, path: str, survey: Survey
) -> None:
    for key, child in children(first, events, stream):
        if not path and len(survey.top_keys) <= _SHOWN_KEYS:
            survey.top_keys.append(key)
        _visit(child, events, stream, path=joined(path, key), survey=survey)
        if survey.is_complete:
            return


def listed(keys: Iterable[str]) -> str:
    """The first of the keys, as a sentence names them."""
    shown = [key if len(key) <= _SHOWN_KEYS * 4 else f"{key[:40]}…" for key in keys]
    more = ", …" if len(shown) > _SHOWN_KEYS else ""
    return ", ".join(shown[:_SHOWN_KEYS]) + more if shown else "no keys"
