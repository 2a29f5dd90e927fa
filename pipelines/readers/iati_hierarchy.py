"""Activities of IATI that are parts of others: whose transactions may stand in both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

# Source: code list RelatedActivityType.
_PARENT, _CHILD = "1", "2"


@dataclass(kw_only=True)
class Hierarchy:
    """Which activity is a part of which, as either of the two says."""

    identifier: Callable[[Element], str | None]
    _wholes: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))

    def noted(self, activities: Iterable[Element]) -> Iterator[Element]:
        """The same activities, whose relations are taken in on the way."""
        for activity in activities:
            if name := self.identifier(activity):
                self._note(name, activity)
            yield activity

    def wholes_of(self, name: str) -> tuple[str, ...]:
        """The activities that this one is a part of, the nearest first; itself is none of them."""
        found: dict[str, None] = {}
        pending = [name]
        while pending:
            wholes = [whole for whole in self._wholes.get(pending.pop(0), ()) if whole not in found]
            found |= dict.fromkeys(wholes)
            pending += wholes
        found.pop(name, None)
        return tuple(found)

    def _note(self, name: str, activity: Element) -> None:
        for related in activity.findall("related-activity"):
            other, kind = (related.get(key, "").strip() for key in ("ref", "type"))
            if other and kind == _PARENT:
                self._wholes[name][other] = None
            elif other and kind == _CHILD:
                self._wholes[other][name] = None
