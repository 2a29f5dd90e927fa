"""Which declared form a file has: told by what is in it, and by its name only where it must be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.forms import FormFile
from pipelines.headings import as_declared
from pipelines.readers.contract import RefusedFileError
from pipelines.readers.kinds import XML_ROOTS, FileKind
from pipelines.readers.sheets import sheet_key
from pipelines.sources import Source

_SHOWN = 12

_KINDS: Mapping[str, frozenset[FileKind]] = {
    "delimited": frozenset({FileKind.DELIMITED}),
    "sheet": frozenset({FileKind.WORKBOOK}),
    "grid": frozenset({FileKind.WORKBOOK, FileKind.DELIMITED}),
    "records": frozenset({FileKind.JSON}),
    "elements": frozenset({FileKind.XML}),
    "iati": frozenset({FileKind.XML}),
    "sdmx": frozenset({FileKind.XML}),
    "parquet": frozenset({FileKind.PARQUET}),
}


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What can be seen of a file without reading it whole.

    `name` is its folder and name. `tables` are the column sets of what could be a table in it, by
    sheet or path; `hidden` are sheets that nobody sees; `sample` is text from its beginning.
    """

    name: str
    kind: FileKind
    tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    sample: str = ""
    root: str = ""


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """A form, and the source that declares it."""

    source: Source
    form: FormFile


def recognise(shape: Shape, sources: Iterable[Source]) -> Recognised:
    """The one form this file has.

    Raises:
        RefusedFileError: when no form fits, naming what comes closest, or when several fit alike.
    """
    declared = [
        Recognised(source=source, form=form)
        for source in sources
        for form in source.forms
        if shape.kind in _KINDS[form.format]
    ]
    fitting = [item for item in declared if not missing(item.form, shape)]
    if not fitting:
        raise RefusedFileError(no_form(shape, declared))
    best = max(_weight(item.form, shape) for item in fitting)
    chosen = [item for item in fitting if _weight(item.form, shape) == best]
    if len({item.source.id for item in chosen}) > 1:
        names = " or ".join(sorted({item.source.id for item in chosen}))
        raise RefusedFileError(
            f"the file could be of source {names}; say which: `pledgewatch receive --source …`, "
            "or put it into a folder of that name within the inbox"
        )
    return chosen[0]


def missing(form: FormFile, shape: Shape) -> list[str]:
    """What the form expects and the file does not show; empty when it fits."""
    return [need for need, is_met in _needs(form, shape) if not is_met]


def _needs(form: FormFile, shape: Shape) -> Iterator[tuple[str, bool]]:
    """All that the form expects, and whether the file shows it."""
    expected = form.recognise
    if expected.file_name:
        is_met = re.search(expected.file_name, shape.name, re.IGNORECASE) is not None
        yield f"a file name like {expected.file_name_like or expected.file_name}", is_met
    shown, hidden = (set(map(sheet_key, names)) for names in (shape.tables, shape.hidden))
    for sheet, key in ((sheet, sheet_key(sheet)) for sheet in expected.sheets):
        told = f"sheet {sheet}, which is hidden, to be shown" if key in hidden else f"sheet {sheet}"
        yield told, key in shown
    yield from ((f"the text {text!r}", text in shape.sample) for text in expected.contains)
    if roots := _roots(form):
        yield f"the root element {' or '.join(sorted(roots))}", shape.root in roots
        if shape.root not in roots:
            return
    if form.format in {"delimited", "sheet", "parquet", "records", "elements", "sdmx"}:
        yield from _columns_needed(form, shape)


def _roots(form: FormFile) -> frozenset[str]:
    """The outermost elements that a form of XML may have."""
    if form.format == "elements":
        return frozenset({form.records[0].partition("/")[0]})
    return XML_ROOTS.get(form.format, frozenset())


def _columns_needed(form: FormFile, shape: Shape) -> Iterator[tuple[str, bool]]:
    columns = _nearest(form, shape)
    yield from (
        (f"column {name}", _shown_by(form, name) in columns) for name in sorted(form.wanted())
    )
    if form.unpivot:
        pattern = form.unpivot.columns
        yield f"columns like {pattern}", any(re.fullmatch(pattern, name) for name in columns)


def _shown_by(form: FormFile, name: str) -> str:
    """What shows a column: of objects of an array, `parts.type=grant.amount`, the array."""
    if form.format == "records" and "=" in name:
        return name.partition("=")[0].rpartition(".")[0]
    return name


def _nearest(form: FormFile, shape: Shape) -> tuple[str, ...]:
    """The columns of the table that has most of what the form wants."""
    if form.format in {"records", "elements"}:
        return shape.tables.get(form.records[0], ())
    wanted = form.wanted()
    tables = list(shape.tables.values())
    if shape.kind is FileKind.DELIMITED:
        tables = [as_declared(names, form.mentioned()) for names in tables]
    return max(tables, key=lambda names: len(wanted & set(names)), default=())


def _weight(form: FormFile, shape: Shape) -> tuple[int, int]:
    expected = form.recognise
    told = len(expected.sheets) + len(expected.contains) + bool(expected.file_name)
    columns = set(_nearest(form, shape))
    return told, len(form.mentioned() & columns)


def no_form(shape: Shape, declared: Sequence[Recognised]) -> str:
    """Why a file has none of these forms, and which comes closest."""
    shown = ", ".join(next(iter(shape.tables.values()), ())[:_SHOWN]) or shape.root or "none"
    found = f"found {'the columns' if shape.tables else 'the root element'} {shown}"
    if not declared:
        return (
            f"this is not a table in our format, and no source declares files of the kind "
            f"{shape.kind}; {found}; see docs/sources.md"
        )
    told = f"this is not a table in our format, nor a form of a declared source; {found}"
    closest = max(declared, key=lambda item: _share_met(item.form, shape))
    if not any(is_met for _, is_met in _needs(closest.form, shape)):
        roots = {root for item in declared for root in _roots(item.form)}
        expected = f", which have the root element {' or '.join(sorted(roots))}" if roots else ""
        return f"{told}; none of the declared forms comes near it{expected}; see docs/sources.md"
    lacking = ", ".join(missing(closest.form, shape)[:_SHOWN])
    return (
        f"{told}; closest is {closest.source.id} ({closest.form.name}), which also needs {lacking}"
    )


def _share_met(form: FormFile, shape: Shape) -> tuple[float, int]:
    """How much of what a form needs a file shows: the share, then the number."""
    met = [is_met for _, is_met in _needs(form, shape)]
    return (sum(met) / len(met) if met else 0), sum(met)
