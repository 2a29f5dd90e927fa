"""The rows of a file, as the reader of its form gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pipelines.formed_file import FormedFile
from pipelines.forms import FormFile
from pipelines.readers.contract import Hidden, Limits, RefusedFileError, Row, Table
from pipelines.readers.signed_texts import SignedTexts
from pipelines.tidy import TOLD
from warehouse.forms import FormStaging

# Formats in which a number is told from a text, and those whose standard says how one is written.
_KINDS = frozenset({"grid", "sheet", "records"})


@dataclass(frozen=True, kw_only=True)
class RowsRead:
    """What is known of a file once its rows are taken."""

    columns: tuple[str, ...]
    facts: Mapping[str, str] = field(default_factory=dict)
    unread_sheets: tuple[str, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    signed: SignedTexts | None = None


def read_rows(staging: FormStaging, file: FormedFile) -> RowsRead:
    """Take the rows of the file into the staging, with the places they stand at.

    Raises:
        RefusedFileError: when it cannot be read as its form says.
    """
    form = file.form
    if form.format == "delimited" and file.content.dialect:
        dialect = file.content.dialect
        staging.read_delimited(dialect.columns)
        return RowsRead(columns=dialect.columns, facts=dialect.facts)
    if form.format == "parquet":
        return RowsRead(columns=staging.read_parquet())
    table = _table(file)
    _refuse_nul(table.facts.values(), place="what the file says of itself")
    signed = SignedTexts(columns=table.columns)
    staging.spool(table.columns, signed.noted(_bounded(table.rows, limits=file.limits)))
    is_text = file.content.dialect is not None
    return RowsRead(
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


def facts_read(form: FormFile) -> Iterator[tuple[str, str]]:
    """The facts that stand in rows, each with the column it is read for."""
    texts = [*form.texts.items(), *(t for value in form.values for t in value.texts.items())]
    yield from ((text.fact, to) for to, text in texts if text.fact)


def _facts(form: FormFile) -> Iterator[str]:
    yield from (fact for fact, _ in facts_read(form))
    yield from (item.fact for item in form.published_on if item.fact)
    if form.pages:
        yield form.pages
