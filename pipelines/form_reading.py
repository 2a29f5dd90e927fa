"""Reading a file in a declared form: its rows of text, its day of publication, its mapping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipelines.form_days import published_on_of
from pipelines.form_mapping import mapping_of
from pipelines.form_tables import facts_read, read_rows
from pipelines.formed_file import FormedFile
from pipelines.hidden_figures import hidden_and_staged
from pipelines.readers.contract import RefusedFileError
from pipelines.sources import Source
from pipelines.tidy import TOLD, is_column
from warehouse.forms import FormStaging
from warehouse.staging import Staged

_SHOWN = 2
_LONGEST = 80


@dataclass(frozen=True, kw_only=True)
class StagedForm:
    """A file staged, its source, the columns it has, and whether its day is that of receipt.

    `unread_sheets` are those of a workbook that hold figures and no table of the form,
    `hidden` the places of figures that are hidden in it, `pages` is how many files make up the
    whole, where this one says it, `decimal_shown` the decimal sign if it is not that of the form.
    `unsaid` are the facts and the keys of JSON that say nothing, and what is read from each.
    """

    staged: Staged
    source: Source
    columns: tuple[str, ...]
    is_day_assumed: bool
    unread_sheets: tuple[str, ...]
    hidden: tuple[str, ...]
    decimal_shown: str | None = None
    pages: str | None = None
    unsaid: Mapping[str, str] = field(default_factory=dict)


def stage_form(
    staging: FormStaging, file: FormedFile, *, sources: Mapping[str, Source]
) -> StagedForm:
    """Read, map and stage the file.

    Raises:
        RefusedFileError: when it cannot be read, or does not say its source or day of publication.
        UnreadableFileError: when the reader cannot take it as a table.
    """
    read = read_rows(staging, file)
    columns, facts = read.columns, read.facts
    source = file.content.source
    if source is None:
        sent = [name for name in columns if file.form.format != "records" or name != "records"]
        source = _source_told(staging, sent, sources=sources)
    stated = published_on_of(file, facts=facts, staging=staging)
    mapping = mapping_of(
        file,
        source=source,
        columns=columns,
        facts=facts,
        published_on=stated or file.received_on,
    )
    if read.signed:
        mapping = replace(mapping, signed=read.signed.of(mapping.number_columns()))
    return StagedForm(
        staged=staging.map(mapping),
        source=source,
        columns=columns,
        is_day_assumed=stated is None,
        unread_sheets=read.unread_sheets,
        hidden=hidden_and_staged(staging, read.hidden),
        decimal_shown=staging.decimal_shown,
        pages=facts.get(file.form.pages) if file.form.pages else None,
        unsaid=_unsaid(staging, file, facts=facts),
    )


def _unsaid(
    staging: FormStaging, file: FormedFile, *, facts: Mapping[str, str]
) -> Mapping[str, str]:
    form = file.form
    unsaid = {fact: to for fact, to in facts_read(form) if not facts.get(fact)}
    if form.format == "records" and file.content.source:
        return {**unsaid, **form.unfilled(staging.columns_filled())}
    return unsaid


def _source_told(
    staging: FormStaging, columns: Sequence[str], *, sources: Mapping[str, Source]
) -> Source:
    """The source that most rows of a tidy table name; another is told of each row."""
    if unknown := [name for name in columns if not (is_column(name) or name in TOLD)]:
        raise RefusedFileError(f"columns not known: {', '.join(unknown)}; remove them")
    if staging.count_rows() == 0:
        raise RefusedFileError(
            "the file has no row below its heading; fill it in and send it again"
        )
    told = staging.distinct_texts("source")
    known = [sources[name] for name in told if name in sources]
    if not known:
        found = " and ".join(map(_source_found, told[:_SHOWN])) or "none"
        raise RefusedFileError(
            f"expected a source that is declared, found {found}; "
            f"known sources: {', '.join(sources)}"
        )
    return known[0]


def _source_found(text: str) -> str:
    """One source as a sentence names it: an array of JSON is none."""
    if text.startswith("["):
        return f"the list {text[:_LONGEST]}, of which each record needs one as a plain text"
    return text[:_LONGEST]
