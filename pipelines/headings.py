"""A file's headings as a form declares them: exactly, in whatever case, or nearly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches

_NEAR = 0.85  # of a name's letters, in their order


def meant_by(name: str, declared: Iterable[str]) -> str | None:
    """The declared name that another is nearly written like, if there is one."""
    near = get_close_matches(name, sorted(declared), n=1, cutoff=_NEAR)
    return near[0] if near else None


def as_declared(columns: Sequence[str], declared: Collection[str]) -> tuple[str, ...]:
    """The columns by their declared names; no two of the result differ by their case alone.

    A heading written as declared is the declared one; one in another case is, too, where no other
    could be meant. Headings that nobody declared and that differ from another by their case alone
    get their number: `DONOR`, `Donor` are `DONOR` and `Donor (column 2)`, or the reverse where
    `Donor` is declared.
    """
    exact = {name.casefold(): name for name in columns if name in declared}
    others = {name.casefold(): name for name in declared if name.casefold() not in exact}
    counts = Counter(name.casefold() for name in columns)
    met: set[str] = set()
    named = []
    for number, name in enumerate(columns, start=1):
        folded = name.casefold()
        if counts[folded] == 1:
            named.append(others.get(folded, name))
        elif exact.get(folded, name) == name and folded not in met:
            met.add(folded)
            named.append(name)
        else:
            named.append(f"{name} (column {number})")
    return tuple(named)
