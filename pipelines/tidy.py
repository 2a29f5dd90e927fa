"""Our own tidy table: which layout it has, or why it is none; and the same in other formats."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.forms import EditionFile, FormFile, TextFile, ValueFile
from pipelines.readers.contract import RefusedFileError
from warehouse.layouts import LAYOUTS, Layout
from warehouse.mapping_sql import mappable_columns

# What we write beside rows to correct, for people to read.
WHY, AS_SENT = "what is wrong", "as sent"
TOLD = frozenset({WHY, AS_SENT})

_SHOWN = 80
_TELLING = frozenset({"source", "published_on", "indicator", "activity"})


def is_tidy(columns: Sequence[str]) -> bool:
    """Whether a table means to be in our layout: it has two of the columns that tell it."""
    return len(_TELLING & set(columns)) > 1


def is_column(text: str) -> bool:
    """Whether a text is the name of a column of one of our layouts."""
    return any(text in layout.columns for layout in LAYOUTS.values())


def tidy_header(columns: Sequence[str]) -> tuple[Layout, tuple[str, ...]]:
    """The layout of a tidy table and its columns in its own order.

    Raises:
        RefusedFileError: saying what was expected and what was found.
    """
    layout = LAYOUTS["activities" if "activity" in columns else "observations"]
    missing = [column for column in layout.required if column not in columns]
    unknown = [column for column in columns if column not in layout.columns]
    if missing:
        raise RefusedFileError(f"columns missing: {', '.join(missing)}; found {_shown(columns)}")
    if unknown:
        raise RefusedFileError(
            f"columns not known: {', '.join(unknown)}; known are {', '.join(layout.columns)}"
        )
    return layout, tuple(columns)


def tidy_form(layout: Layout, *, columns: Sequence[str], written_as: str, table: str) -> FormFile:
    """The form of a tidy table that is no delimited text, such as a filled-in workbook.

    `table` is the path of its rows in JSON.
    """
    texts = {name: TextFile(column=name) for name in mappable_columns(layout) if name in columns}
    return FormFile.model_validate(
        {
            "name": "tidy",
            "format": written_as,
            "records": [table if written_as == "records" else ""],
            "published_on": [EditionFile(column="published_on")],
            "values": [ValueFile.model_validate(texts)],
        }
    )


def _shown(columns: Sequence[str]) -> str:
    text = repr(", ".join(columns))
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…'"
