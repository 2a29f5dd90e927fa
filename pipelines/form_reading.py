"""Reading a file in a declared form: its rows of text, its day of publication, its mapping."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from commitments import parties
from commitments.model import FiscalYears
from pipelines.companions import told_by_companion
from pipelines.forms import EditionFile, FormFile, TextFile, ValueFile
from pipelines.hidden_figures import hidden_and_staged
from pipelines.opening import Formed
from pipelines.readers.contract import UNREAD, Hidden, Limits, RefusedFileError, Row, Table
from pipelines.readers.delimited import Dialect
from pipelines.readers.grid_sheet import NOTE
from pipelines.readers.signed_texts import SignedTexts
from pipelines.sdmx_rules import Standard, reads_multiplier, standard_of
from pipelines.sources import Source
from pipelines.tidy import TOLD, is_column
from warehouse.forms import FormStaging
from warehouse.mapping import Entry, LeftOut, Numbers, RowMapping, Text
from warehouse.staging import Staged

# Formats whose reader says why a row is none to publish.
_REFUSING = frozenset({"grid", "iati"})
# Formats in which a number is told from a text, and those whose standard says how one is written.
_KINDS = frozenset({"grid", "sheet", "records"})
_STANDARD = frozenset({"iati", "sdmx", "parquet"})
_SHOWN = 2
_LONGEST = 80
_IS_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NOTES = LeftOut(where={UNREAD: NOTE}, reason=NOTE)


@dataclass(frozen=True, kw_only=True)
class FormedFile:
    """One file to be read in a form.

    `sent_as` is where it lay, for its name and companions; `beside` are the files beside it in an
    archive, by name; `published_on` is what the submitter said; `fiscal_years` are those of the
    parties.
    """

    content: Formed
    sent_as: Path
    beside: Mapping[str, Path] = field(default_factory=dict)
    published_on: date | None
    received_on: date
    limits: Limits
    fiscal_years: FiscalYears

    @property
    def form(self) -> FormFile:
        """The form the file has."""
        return self.content.form

    @property
    def name(self) -> str:
        """Its folder and name."""
        return "/".join(self.sent_as.parts[-2:])


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


@dataclass(frozen=True, kw_only=True)
class _Read:
    """What is known of a file once its rows are taken."""

    columns: tuple[str, ...]
    facts: Mapping[str, str] = field(default_factory=dict)
    unread_sheets: tuple[str, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    signed: SignedTexts | None = None


def stage_form(
    staging: FormStaging, file: FormedFile, *, sources: Mapping[str, Source]
) -> StagedForm:
    """Read, map and stage the file.

    Raises:
        RefusedFileError: when it cannot be read, or does not say its source or day of publication.
        UnreadableFileError: when the reader cannot take it as a table.
    """
    read = _read(staging, file)
    columns, facts = read.columns, read.facts
    source = file.content.source
    if source is None:
        sent = [name for name in columns if file.form.format != "records" or name != "records"]
        source = _source_told(staging, sent, sources=sources)
    stated = _published_on(file, facts=facts, staging=staging)
    mapping = _mapping(
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
    unsaid = {fact: to for fact, to in _facts_read(form) if not facts.get(fact)}
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


def _read(staging: FormStaging, file: FormedFile) -> _Read:
    form = file.form
    if form.format == "delimited" and file.content.dialect:
        dialect = file.content.dialect
        staging.read_delimited(dialect.columns)
        return _Read(columns=dialect.columns, facts=dialect.facts)
    if form.format == "parquet":
        return _Read(columns=staging.read_parquet())
    table = _table(file)
    _refuse_nul(table.facts.values(), place="what the file says of itself")
    signed = SignedTexts(columns=table.columns)
    staging.spool(table.columns, signed.noted(_bounded(table.rows, limits=file.limits)))
    is_text = file.content.dialect is not None
    return _Read(
        columns=table.columns,
        facts=table.facts,
        unread_sheets=table.unread_sheets,
        hidden=table.hidden,
        signed=signed if form.format in _KINDS and not is_text else None,
    )


def _bounded(rows: Iterator[Row], *, limits: Limits) -> Iterator[Row]:
    for number, row in enumerate(rows, start=1):
        if number > limits.rows:
            raise RefusedFileError(f"the file has more than {limits.rows} rows, the limit (rows)")
        _refuse_nul(row, place=row[0])
        yield row


def _refuse_nul(texts: Iterable[str | None], *, place: str | None) -> None:
    if any(text and "\0" in text for text in texts):
        raise RefusedFileError(
            f"{place}: a text holds a NUL, which no text has; export the file again"
        )


def _table(file: FormedFile) -> Table:
    """The rows a reader gives; imported here, since each brings its library."""
    form, path, limits = file.form, file.content.path, file.limits
    if form.format == "grid":
        return _grid(file)
    if form.format == "sheet":
        from pipelines.readers.sheet_table import read_sheet

        layout = file.content.layout if file.content.source is None else None
        return read_sheet(
            path,
            columns=layout.required if layout else sorted(form.wanted()),
            sheet=form.sheet,
            limits=limits,
            names=layout.columns if layout else (),
        )
    if form.format == "records":
        return _records(file)
    if form.format == "elements":
        from pipelines.readers.elements import read_elements

        columns = sorted(form.mentioned())
        return read_elements(path, records=form.records[0], columns=columns, limits=limits)
    if form.format == "sdmx":
        from pipelines.readers.sdmx import read_sdmx

        return read_sdmx(path, columns=form.mentioned(), limits=limits)
    from pipelines.readers.iati import read_activities

    return read_activities(path, limits=limits)


def _grid(file: FormedFile) -> Table:
    from pipelines.readers import grid, grid_layout

    form = file.form
    headers = [
        grid_layout.Header(matches=item.matches, at_least=item.at_least) for item in form.headers
    ]
    if file.content.dialect:
        return grid.read_text_grid(
            file.content.path,
            delimiter=file.content.dialect.delimiter,
            headers=headers,
            limits=file.limits,
        )
    return grid.read_grid(
        file.content.path,
        headers=headers,
        sheets=form.sheet,
        limits=file.limits,
        indispensable=form.recognise.sheets,
        unused=[
            item.matches
            for item in form.left_out
            if item.column == "sheet" and item.where.keys() <= {"title"}
        ],
    )


def _records(file: FormedFile) -> Table:
    from pipelines.readers.records import has_records, read_records

    form, path = file.form, file.content.path
    first, *others = form.records
    paths = (
        first,
        *(other for other in others if has_records(path, records=other, limits=file.limits)),
    )
    mentioned = form.mentioned() | ({"source"} if file.content.source is None else set())
    columns = {name: name for name in sorted(mentioned)}
    facts = {name: name for name in sorted(_facts(form))}
    layout = file.content.layout if file.content.source is None else None
    known = (*layout.columns, *TOLD) if layout else None
    tables = [
        read_records(
            path, records=records, columns=columns, facts=facts, limits=file.limits, known=known
        )
        for records in paths
    ]
    rows = (
        (row[0], records, *row[1:])
        for records, table in zip(paths, tables, strict=True)
        for row in table.rows
    )
    return Table(columns=("records", *columns), rows=rows, facts=tables[0].facts)


def _facts_read(form: FormFile) -> Iterator[tuple[str, str]]:
    """The facts that stand in rows, each with the column it is read for."""
    texts = [*form.texts.items(), *(t for value in form.values for t in value.texts.items())]
    yield from ((text.fact, to) for to, text in texts if text.fact)


def _facts(form: FormFile) -> Iterator[str]:
    yield from (fact for fact, _ in _facts_read(form))
    yield from (item.fact for item in form.published_on if item.fact)
    if form.pages:
        yield form.pages


def _mapping(
    file: FormedFile,
    *,
    source: Source,
    columns: tuple[str, ...],
    facts: Mapping[str, str],
    published_on: date,
) -> RowMapping:
    form = file.form
    unpivoted = tuple(c for c in columns if form.unpivot and re.fullmatch(form.unpivot.columns, c))
    is_grid, is_tidy = form.format == "grid", file.content.source is None
    standard = standard_of(columns, written_as=form.format, mentioned=form.mentioned())
    at_hand = {*columns, *(("column_label", "text") if unpivoted else ())}
    values = [
        item for item in form.values if not item.optional or at_hand.issuperset(item.wanted())
    ]
    return RowMapping(
        layout=file.content.layout,
        source=source.id,
        published_on=published_on,
        columns=columns,
        entries=tuple(
            _entry(
                form,
                item,
                facts=facts,
                name=file.name,
                absent=form.mentioned() - at_hand if is_tidy else form.spared().keys() - at_hand,
                standard=standard,
            )
            for item in values
        ),
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


def _published_on(
    file: FormedFile, *, facts: Mapping[str, str], staging: FormStaging
) -> date | None:
    """The day the submitter gave, else the first the form's declaration finds; None: of receipt.

    Raises:
        RefusedFileError: when nothing says it, or what says it is no day.
    """
    if file.published_on:
        return file.published_on
    for item in file.form.published_on:
        if item.received:
            return None
        if told := _told(item, file, facts=facts, staging=staging):
            return _day(told, item.date_format)
    raise RefusedFileError(
        "the file does not say when it was published; say it: "
        "`pledgewatch receive --published-on 2024-12-31 FILE`"
    )


def _told(
    item: EditionFile, file: FormedFile, *, facts: Mapping[str, str], staging: FormStaging
) -> str | None:
    if item.fact:
        return facts.get(item.fact)
    if item.file_name:
        found = re.search(item.file_name, file.name)
        return found.group(1) if found else None
    if item.companion:
        path = file.beside.get(item.companion, file.sent_as.with_name(item.companion))
        return told_by_companion(path, column=str(item.column), limits=file.limits)
    column = str(item.column)
    if file.content.source is None:
        told = staging.distinct_texts(column)
        return next((text for text in told if _IS_DAY.match(text)), told[0] if told else None)
    told = staging.days_told(column, pattern=item.pattern, date_format=item.date_format)
    if len(told) > 1 and not item.latest:
        raise RefusedFileError(
            f"column {column} says two days of publication, {told[0]} and {told[1]}; "
            "send each edition as a file of its own"
        )
    return told[0] if told else None


def _day(told: str, date_format: str) -> date:
    text = told[:10] if date_format == "%Y-%m-%d" else told
    try:
        return datetime.strptime(text, date_format).date()  # noqa: DTZ007  a day has no zone
    except ValueError:
        raise RefusedFileError(
            f"the day of publication {told!r} is not written like "
            f"{date(2024, 12, 31):{date_format}}; say it: "
            "`pledgewatch receive --published-on 2024-12-31 FILE`"
        ) from None
