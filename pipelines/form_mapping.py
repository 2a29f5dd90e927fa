"""What a form makes of the columns that a file has."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from commitments import parties
from pipelines.formed_file import FormedFile
from pipelines.forms import FormFile, TextFile, ValueFile
from pipelines.readers.contract import UNREAD
from pipelines.readers.delimited import Dialect
from pipelines.readers.grid_sheet import NOTE
from pipelines.sdmx_rules import Standard, reads_multiplier, standard_of
from pipelines.sources import Source
from warehouse.mapping import Entry, LeftOut, Numbers, RowMapping, Text

# Formats whose reader says why a row is none to publish.
_REFUSING = frozenset({"grid", "iati"})
_STANDARD = frozenset({"iati", "sdmx", "parquet"})
_NOTES = LeftOut(where={UNREAD: NOTE}, reason=NOTE)


def mapping_of(
    file: FormedFile,
    *,
    source: Source,
    columns: tuple[str, ...],
    facts: Mapping[str, str],
    published_on: date,
) -> RowMapping:
    """How the rows of the file, with these `columns` and `facts`, become rows to stage."""
    form = file.form
    unpivoted = tuple(c for c in columns if form.unpivot and re.fullmatch(form.unpivot.columns, c))
    at_hand = {*columns, *(("column_label", "text") if unpivoted else ())}
    standard = standard_of(columns, written_as=form.format, mentioned=form.mentioned())
    is_grid, is_tidy = form.format == "grid", file.content.source is None
    return RowMapping(
        layout=file.content.layout,
        source=source.id,
        published_on=published_on,
        columns=columns,
        entries=tuple(_entries(file, at_hand=at_hand, facts=facts, standard=standard)),
        left_out=(
            *((_NOTES,) if is_grid else ()),
            *_tags(file.content.dialect),
            *(item.as_left_out() for item in form.left_out),
            *standard.left_out,
        ),
        doubtful=tuple(
            item.as_left_out()
            for item in form.doubtful
            if at_hand.issuperset((item.column, *item.where))
        ),
        numbers=Numbers(
            decimal=form.decimal,
            thousands=form.thousands,
            missing=(*form.missing, *standard.missing),
        ),
        unpivoted=unpivoted,
        is_sign_certain=form.format in _STANDARD,
        has_cell_places=is_grid,
        is_tidy=is_tidy,
        day_told_in=form.published_on[0].column if is_tidy else None,
        unread=UNREAD if form.format in _REFUSING else None,
        spellings=(*form.parties.items(), *parties.spellings(two_letters=form.two_letter_codes)),
        fiscal_years=file.fiscal_years,
    )


def _entries(
    file: FormedFile, *, at_hand: set[str], facts: Mapping[str, str], standard: Standard
) -> Iterator[Entry]:
    """The values of the form, but optional ones whose columns the file lacks."""
    form = file.form
    needless = form.mentioned() if file.content.source is None else form.spared().keys()
    for item in form.values:
        if not item.optional or at_hand.issuperset(item.wanted()):
            yield _entry(
                form,
                item,
                facts=facts,
                name=file.name,
                absent=needless - at_hand,
                standard=standard,
            )


def _tags(dialect: Dialect | None) -> Iterator[LeftOut]:
    """The row of tags right below the heading, which says again what the columns are."""
    if dialect and dialect.has_tags:
        yield LeftOut(
            where={"place": f"row {dialect.header_line + 1}"},
            reason="tags of the Humanitarian Exchange Language (HXL), which name the columns again",
        )


def _entry(
    form: FormFile,
    value: ValueFile,
    *,
    facts: Mapping[str, str],
    name: str,
    absent: Collection[str],
    standard: Standard,
) -> Entry:
    """One value of the form, without the texts whose columns the file need not have and lacks."""
    texts = {
        column: text
        for column, text in {**form.texts, **value.texts}.items()
        if not set(text.wanted()).intersection(absent)
    }
    return Entry(
        where=value.where,
        is_otherwise=value.otherwise,
        set_aside=() if reads_multiplier(value, texts) else standard.multiplied,
        texts={column: _text(text, facts=facts, name=name) for column, text in texts.items()},
    )


def _text(text: TextFile, *, facts: Mapping[str, str], name: str) -> Text:
    constant = text.constant
    if text.fact:
        constant = facts.get(text.fact)
    elif text.file_name:
        found = re.search(text.file_name, name)
        constant = found.group(1) if found else None
    return Text(
        columns=text.wanted(),
        constant=constant,
        pattern=text.pattern,
        lookup=text.lookup,
        default=text.default,
        prefix=text.prefix,
        date_format=text.date_format,
        cadence=text.cadence.value if text.cadence else None,
        fiscal_year_starts=text.fiscal_year_starts,
        fiscal_year_named=text.fiscal_year_named,
        is_organisation=text.organisation,
    )
