"""Figures of a workbook that nobody sees who opens it: where they stand, in words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from pipelines.readers.cell_texts import column_letters
from pipelines.readers.contract import Hidden, Span
from warehouse.forms import FormStaging

_SPANS_SHOWN = 5


def hidden_and_staged(staging: FormStaging, hidden: Iterable[Hidden]) -> tuple[str, ...]:
    """Where rows that may be published are hidden: `rows 5 to 9 and column F of TABLE3`."""
    return tuple(told for item in hidden for told in _told(staging, item))


def _told(staging: FormStaging, item: Hidden) -> Iterator[str]:
    rows, letters = staging.places_staged(item.sheet)
    sheet = item.sheet.removesuffix("!")
    if item.is_whole and rows:
        yield f"the sheet {sheet}"
        return
    columns = _lines(item.columns)
    if letters:  # where places name no column, each hidden one is of every row
        columns = {at for at in columns if _letters(at) in letters}
    parts = (
        _named("row", rows & _lines(item.rows), str),
        _named("column", columns, _letters),
    )
    if rows and (told := " and ".join(filter(None, parts))):
        yield f"{told} of {sheet}"


def _lines(spans: Iterable[Span]) -> set[int]:
    return {at for first, last in spans for at in range(first, last + 1)}


def _spans(lines: Collection[int]) -> list[Span]:
    spans: list[Span] = []
    for line in sorted(lines):
        follows = bool(spans) and spans[-1][1] == line - 1
        spans.append((spans.pop()[0] if follows else line, line))
    return spans


def _letters(column: int) -> str:
    return column_letters(column - 1)


def _named(what: str, lines: Collection[int], label: Callable[[int], str]) -> str:
    if not lines:
        return ""
    shown = [
        label(first) if first == last else f"{label(first)} to {label(last)}"
        for first, last in _spans(lines)
    ]
    more = len(shown) - _SPANS_SHOWN
    listed = ", ".join(shown[:_SPANS_SHOWN]) + (f" and {more:,} more places" if more > 0 else "")
    return f"{what if len(lines) == 1 else f'{what}s'} {listed}"
