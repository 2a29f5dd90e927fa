"""Our own tidy table: which layout it has, or why it is none; and the same in other formats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations

from pipelines.forms import EditionFile, FormFile, TextFile, ValueFile
from pipelines.readers.blanks import plain_heading
from pipelines.readers.contract import RefusedFileError
from warehouse.layouts import FOR_PEOPLE, LAYOUTS, Layout
from warehouse.mapping_texts import mappable_columns

WHY, AS_SENT = FOR_PEOPLE
TOLD = frozenset(FOR_PEOPLE)

_SHOWN = 80
_NAMELESS = re.compile(r"column \d+")
_TELLING = frozenset({"source", "published_on", "indicator", "activity"})
# Two of them tell that a table means to be in our layout.
MEANT = tuple(map(frozenset, combinations(sorted(_TELLING), 2)))


def is_tidy(columns: Iterable[str]) -> bool:
    """Whether a table means to be in our layout: it has two of the columns that tell it."""
    names = {plain_heading(text) for text in columns}
    return any(names.issuperset(telling) for telling in MEANT)


def is_column(text: str) -> bool:
    """Whether a text is the name of a column of one of our layouts."""
    return any(plain_heading(text) in layout.columns for layout in LAYOUTS.values())


def tidy_header(columns: Sequence[str]) -> tuple[Layout, tuple[str, ...]]:
    """The layout of a tidy table and its columns in its own order.

    A column without a name, as a trailing delimiter makes one, keeps the name it was given, and so
    do those that we write beside rows to correct.

    Raises:
        RefusedFileError: saying what was expected and what was found.
    """
    kept = {text for text in columns if _NAMELESS.fullmatch(text) or text in TOLD}
    plain = tuple(text if text in kept else plain_heading(text) for text in columns)
    layout = LAYOUTS["activities" if "activity" in plain else "observations"]
    if doubled := sorted({name for name in plain if plain.count(name) > 1}):
        raise RefusedFileError(
            f"columns that cannot be told apart: {', '.join(doubled)}; found {_shown(columns)}"
        )
    missing = [column for column in layout.required if column not in plain]
    unknown = [column for column in plain if column not in layout.columns and column not in kept]
    if missing:
        raise RefusedFileError(f"columns missing: {', '.join(missing)}; found {_shown(columns)}")
    if unknown:
        raise RefusedFileError(
            f"columns not known: {', '.join(unknown)}; known are {', '.join(layout.columns)}"
        )
    return layout, plain


def tidy_form(layout: Layout, *, columns: Sequence[str], written_as: str, table: str) -> FormFile:
    """The form of a tidy table that is no delimited text, such as a filled-in workbook.

    `columns` are as they are written, `table` is the path of its rows in JSON.
    """
    written = {plain_heading(name): name for name in reversed(columns)}
    texts = {
        name: TextFile(column=written[name]) for name in mappable_columns(layout) if name in written
    }
    return FormFile.model_validate(
        {
            "name": "tidy",
            "format": written_as,
            "records": [table if written_as == "records" else ""],
            "published_on": [EditionFile(column=written["published_on"])],
            "values": [ValueFile.model_validate(texts)],
        }
    )


def _shown(columns: Sequence[str]) -> str:
    text = repr(", ".join(columns))
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…'"
