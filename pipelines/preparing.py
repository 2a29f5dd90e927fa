"""From what a file holds to rows staged in a layout, ready to be audited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from commitments import parties
from pipelines.form_reading import FormedFile, StagedForm, stage_form
from pipelines.headings import meant_by
from pipelines.notices import named
from pipelines.opening import Formed, Tidy
from pipelines.readers.contract import RefusedFileError
from pipelines.readers.delimited import Dialect
from pipelines.readers.line_ends import unended_cell
from pipelines.receipts import Candidate, row_reasons
from pipelines.reception import Reception
from pipelines.sources import Source
from reports.sheet_names import CODES, GUIDE
from warehouse.forms import open_form_staging
from warehouse.layouts import Layout
from warehouse.staging import Staged, Staging
from warehouse.tidy_staging import open_staging

_SHOWN = 60
_NAMELESS = re.compile(r"column \d+")


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A submission staged: `form` is None for a tidy text, `records` are the rows of the file.

    `warnings` are what the file lets doubt and no row of it shows. With `is_day_assumed` nothing
    said when it was published, and the day of receipt stands for it.
    """

    staging: Staging
    staged: Staged
    source: Source
    form: str | None
    columns: tuple[str, ...]
    records: int
    warnings: tuple[str, ...]
    is_day_assumed: bool = False


@contextmanager
def prepared(
    reception: Reception, candidate: Candidate, content: Tidy | Formed, *, folder: Path
) -> Iterator[Prepared]:
    """The submission staged in `folder`, until the block ends.

    Raises:
        RefusedFileError, UnreadableFileError: when it cannot be used as a whole.
    """
    if isinstance(content, Tidy):
        with _tidy(reception, content, folder) as submission:
            yield submission
    else:
        with _formed(reception, candidate, content, folder) as submission:
            yield submission


@contextmanager
def _tidy(reception: Reception, content: Tidy, folder: Path) -> Iterator[Prepared]:
    with open_staging(
        reception.warehouse.location,
        file=content.path,
        layout=content.layout,
        folder=folder,
        delimiter=content.dialect.delimiter,
        header_line=content.dialect.header_line,
        notes=content.dialect.notes,
    ) as staging:
        staged = staging.stage(content.header, spellings=parties.spellings())
        _refuse_unreadable(staging, staged)
        yield Prepared(
            staging=staging,
            staged=staged,
            source=_declared(reception, staged, content.layout),
            form=None,
            columns=tuple(name for name in content.header if name in content.layout.columns),
            records=staged.records,
            warnings=tuple(_cut_off(content.path, content.dialect, content.header)),
        )


@contextmanager
def _formed(
    reception: Reception, candidate: Candidate, content: Formed, folder: Path
) -> Iterator[Prepared]:
    dialect = content.dialect if content.form.format == "delimited" else None
    with open_form_staging(
        reception.warehouse.location,
        file=content.path,
        layout=content.layout,
        folder=folder,
        delimiter=dialect.delimiter if dialect else None,
        header_line=dialect.header_line if dialect else 1,
    ) as staging:
        file = FormedFile(
            content=content,
            sent_as=candidate.sent_as,
            beside=candidate.beside,
            published_on=reception.told.published_on,
            received_on=reception.now.date(),
            limits=reception.settings.limits(),
            fiscal_years=reception.register.fiscal_years,
        )
        formed = stage_form(staging, file, sources=reception.sources)
        _refuse_empty(formed.staged, formed.columns)
        yield Prepared(
            staging=staging,
            staged=formed.staged,
            source=formed.source,
            form=content.form.name,
            columns=formed.columns,
            records=staging.count_rows() + staging.count_refused(),
            warnings=(
                *_cut_off(content.path, content.dialect, formed.columns),
                *warnings_of(content, formed, received_on=file.received_on),
            ),
            is_day_assumed=formed.is_day_assumed,
        )


def _refuse_unreadable(staging: Staging, staged: Staged) -> None:
    """Of a file none of whose lines is a row, say why they are none."""
    if staged.records and not staged.rows_staged:
        told = row_reasons(staging.collect_unreadable(records=staged.records))
        raise RefusedFileError(
            f"no row of the file can be read; correct them and send it again: {'; '.join(told)}",
            rows_read=staged.rows_read,
        )


def _cut_off(path: Path, dialect: Dialect | None, columns: Sequence[str]) -> Iterator[str]:
    if dialect is None or columns[-1] == "note":
        return
    if cell := unended_cell(path, delimiter=dialect.delimiter):
        yield (
            f"warning: last-line-ended: the last line has no end, so that {columns[-1]} "
            f"{cell[-_SHOWN:]!r} in it may be cut off; send the file whole, its last line ended too"
        )


def warnings_of(content: Formed, formed: StagedForm, *, received_on: date) -> Iterator[str]:
    """What a file in a form lets doubt: columns and sheets that nobody reads, what is not said."""
    yield from _unread_columns(content, formed.columns)
    yield from _unread_sheets(content, formed)
    yield from _hidden(formed)
    yield from _other_pages(formed)
    yield from _day_assumed(content, formed, received_on=received_on)
    if content.form.assumes:
        yield f"warning: as-assumed: {content.form.assumes}"


def _unread_columns(content: Formed, columns: Sequence[str]) -> Iterator[str]:
    """Columns beside those that become rows: a heading misspelt there loses all its values."""
    unpivot = content.form.unpivot
    if unpivot is None:
        yield from _misspelt_columns(content, columns)
        return
    pattern, known = unpivot.columns, content.form.wanted().union(unpivot.beside)
    unread = [
        name for name in columns if name and name not in known and not re.fullmatch(pattern, name)
    ]
    named = [name for name in unread if not _NAMELESS.fullmatch(name)]
    if named:
        shown = ", ".join(repr(name[:_SHOWN]) for name in named)
        yield (
            f"warning: columns-read: {shown} not read, since no heading like it is declared "
            f"(expected {pattern}); write it as declared if it holds figures"
        )


def _misspelt_columns(content: Formed, columns: Sequence[str]) -> Iterator[str]:
    """Columns that nobody reads are many; one called nearly like a declared one that is absent."""
    mentioned = content.form.mentioned()
    absent = mentioned.difference(columns)
    for name in columns:
        if name in mentioned or not (meant := meant_by(name, absent)):
            continue
        yield (
            f"warning: columns-read: {name[:_SHOWN]!r} not read, and no column is called "
            f"{meant!r} as declared; write it so if it holds those figures"
        )


def _unread_sheets(content: Formed, formed: StagedForm) -> Iterator[str]:
    ours = {GUIDE, CODES} if content.source is None else ()
    if unread := [name for name in formed.unread_sheets if name not in ours]:
        shown = ", ".join(repr(name[:_SHOWN]) for name in unread)
        yield (
            f"warning: sheets-read: figures on the sheets {shown} were not read, since no table "
            "that is declared stands there; give them its heading, or send them as a file of their "
            "own"
        )


def _hidden(formed: StagedForm) -> Iterator[str]:
    if formed.hidden:
        yield (
            f"warning: all-shown: hidden in the workbook, and read like what is shown: "
            f"{named(formed.hidden)}; take out what is not meant, and send the file again"
        )


def _other_pages(formed: StagedForm) -> Iterator[str]:
    if formed.pages and not formed.pages.isdecimal():
        yield (
            f"warning: pages-whole: the file goes on at {formed.pages[:_SHOWN]}, and what is there "
            "is not in it; send that as well"
        )
    elif formed.pages not in {None, "", "0", "1"}:
        yield (
            f"warning: pages-whole: the file is one of {formed.pages} pages, and what the others "
            "hold is not in it; ask for all figures on one page, or send every page"
        )


def _day_assumed(content: Formed, formed: StagedForm, *, received_on: date) -> Iterator[str]:
    if formed.is_day_assumed:
        by_name = any(item.file_name for item in content.form.published_on)
        yield (
            "warning: published-on-stated: nothing says when the file was published, so that it "
            f"counts as the edition of {received_on}, the day of receipt, and more than any before "
            f"it; if it is older, send it again and say its day: `pledgewatch receive "
            f"--published-on 2024-12-31 FILE`{', or the day in its name' if by_name else ''}"
        )


def _refuse_empty(staged: Staged, columns: tuple[str, ...]) -> None:
    if staged.records == 0:
        raise RefusedFileError(
            "the file has no row below its heading; fill it in and send it again",
            rows_read=staged.rows_read,
        )
    if staged.rows_staged == 0:
        raise RefusedFileError(
            "the file has no row that can be read as a table; "
            f"expected rows below the heading with the columns {', '.join(columns)}",
            rows_read=staged.rows_read,
        )


def _declared(reception: Reception, staged: Staged, layout: Layout) -> Source:
    _refuse_empty(staged, tuple(layout.columns))
    source = reception.sources.get(staged.source or "")
    if source is None:
        known = ", ".join(reception.sources)
        raise RefusedFileError(
            f"source {staged.source!r} is not declared; known sources: {known}",
            rows_read=staged.rows_read,
        )
    if source.layout != layout.name:
        raise RefusedFileError(
            f"source {source.id} sends {source.layout}, and the columns are those of {layout.name}",
            rows_read=staged.rows_read,
        )
    return source
