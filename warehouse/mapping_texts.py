"""What the SQL of a mapping is made of: its columns, and what each entry makes of a text."""

from __future__ import annotations

from collections.abc import Callable

from warehouse.layouts import Layout
from warehouse.mapping import RowMapping, Text
from warehouse.statements import literal

DATES = ("due_on", "occurred_on")
_BY_US = ("source", "published_on")


def mappable_columns(layout: Layout) -> tuple[str, ...]:
    """The staged columns that a mapping can fill."""
    own = tuple(name for name in layout.columns if name not in _BY_US)
    return (*own, "series", "within") if layout.name == "observations" else own


def per_entry(mapping: RowMapping, name: str, build: Callable[[Text | None], str]) -> str:
    """One expression for all entries where they agree, else one for each."""
    built = [build(entry.texts.get(name)) for entry in mapping.entries]
    if len(set(built)) == 1:
        return built[0]
    cases = " ".join(f"WHEN {number} THEN {part}" for number, part in enumerate(built))
    return f"CASE entry {cases} END"


def as_map(text: Text) -> str:
    """The lookup of a text as a map of SQL."""
    pairs = ", ".join(f"{literal(k)}: {literal(v)}" for k, v in text.lookup.items())
    return f"MAP {{{pairs}}}"
