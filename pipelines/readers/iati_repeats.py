"""Activities that an IATI file holds more than once: which of them counts, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, canonicalize, tostring

Activities = Callable[[], Iterable[Element]]


@dataclass(frozen=True, kw_only=True)
class _State:
    """One of several activities with the same identifier; `number` counts those of the file."""

    number: int
    content: str
    updated: datetime | None


def refused_activities(
    activities: Activities, *, identifier: Callable[[Element], str | None]
) -> Mapping[int, str]:
    """Why an activity does not count beside another of its identifier, by its number from 1.

    `activities` reads the file again with each call. Of activities that are the same the first
    counts, of others the one that was updated last (`last-updated-datetime`); none where nothing
    says which that is.
    """
    first: dict[str, int] = {}
    repeated: dict[int, str] = {}
    for number, activity in enumerate(activities(), start=1):
        if name := identifier(activity):
            earlier = first.setdefault(name, number)
            if earlier < number:
                repeated |= {earlier: name, number: name}
    states: dict[str, list[_State]] = defaultdict(list)
    for number, activity in enumerate(activities() if repeated else (), start=1):
        if number in repeated:
            states[repeated[number]].append(_state(number, activity))
    return {
        number: told for name, found in states.items() for number, told in _refused(name, found)
    }


def _state(number: int, activity: Element) -> _State:
    activity.tail = None
    return _State(
        number=number,
        content=canonicalize(tostring(activity), strip_text=True),
        updated=_moment(activity.get("last-updated-datetime", "").strip()),
    )


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _refused(name: str, states: Sequence[_State]) -> Iterator[tuple[int, str]]:
    first: dict[str, _State] = {}
    for state in states:
        same = first.setdefault(state.content, state)
        if same is not state:
            told = f"activity {name} stands in the file again, word for word"
            yield state.number, f"{told}; iati-activity[{same.number}] counts"
    newest = _newest([*first.values()])
    for state in first.values():
        if newest is None:
            yield (
                state.number,
                f"activity {name} stands in the file {len(states)} times and differs, and "
                "last-updated-datetime does not say which counts; send it once",
            )
        elif state is not newest:
            yield (
                state.number,
                f"activity {name} stands in the file in a newer state as well; "
                f"iati-activity[{newest.number}] counts (last-updated-datetime)",
            )


def _newest(states: Sequence[_State]) -> _State | None:
    if len(states) == 1:
        return states[0]
    updated = [state.updated for state in states if state.updated]
    newest = [state for state in states if updated and state.updated == max(updated)]
    return newest[0] if len(newest) == 1 and len(updated) == len(states) else None
