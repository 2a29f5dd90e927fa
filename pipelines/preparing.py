"""From what a file holds to rows staged in a layout, ready to be audited."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from commitments import parties
from pipelines.file_warnings import cut_off, said_otherwise, warnings_of
from pipelines.form_reading import stage_form
from pipelines.formed_file import FormedFile
from pipelines.opening import Formed, Tidy
from pipelines.readers.contract import RefusedFileError
from pipelines.receipts import Candidate, row_reasons
from pipelines.reception import Reception
from pipelines.sources import Source
from warehouse.forms import open_form_staging
from warehouse.layouts import Layout
from warehouse.staging import Staged, Staging
from warehouse.submissions import QualityResult
from warehouse.tidy_staging import open_staging


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
    warnings: tuple[QualityResult, ...]
    is_day_assumed: bool = False


@contextmanager
def prepared(
    reception: Reception, candidate: Candidate, content: Tidy | Formed, *, folder: Path
) -> Iterator[Prepared]:
    """The submission staged in `folder`, until the block ends.

    Raises:
        RefusedFileError, UnreadableFileError: when it cannot be used as a whole.
    """
    staged = (
        _tidy(reception, content, folder)
        if isinstance(content, Tidy)
        else _formed(reception, candidate, content, folder)
    )
    with staged as submission:
        overruled = said_otherwise(
            source=submission.source.id,
            published_on=submission.staged.published_on,
            said_source=_said_source(reception, candidate),
            said_day=reception.told.published_on,
        )
        yield replace(submission, warnings=(*submission.warnings, *overruled))


def _said_source(reception: Reception, candidate: Candidate) -> str | None:
    """The source that the submitter names, or the folder it was put into."""
    said = reception.told.source or candidate.sent_as.parent.name
    return said if said in reception.sources else None


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
            warnings=tuple(cut_off(content.path, content.dialect, content.header)),
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
                *cut_off(content.path, content.dialect, formed.columns),
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
