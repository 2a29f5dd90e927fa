"""Submissions: what has arrived, and the one transaction in which a new one becomes known."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb

from commitments.model import Receipt
from warehouse.connection import Warehouse
from warehouse.findings import Check, Finding, read_findings
from warehouse.layouts import Layout
from warehouse.statements import filled, literal, run, statement


@dataclass(frozen=True, kw_only=True)
class Known:
    """A submission the warehouse already holds.

    With `is_day_assumed` nothing said when it was published, and it counts as of its receipt.
    """

    submission: str
    source: str | None
    published_on: date | None
    file: str
    received_at: datetime
    is_accepted: bool
    is_day_assumed: bool


@dataclass(frozen=True, kw_only=True)
class QualityResult:
    """One rule checked on one submission, as it is kept."""

    rule: str
    severity: str
    scope: str
    passed: bool
    rows_unexpected: int
    message: str


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """What is recorded of a submission beside its receipt.

    `published` is the address of its usable rows, `set_aside` the file of the others; `form` is
    which of its source's forms it has, None for our tidy table. `supersedes` are the same bytes
    under a day that was assumed.
    """

    archived_as: str
    size_bytes: int
    is_illustrative: bool
    layout: Layout | None = None
    published: str | None = None
    set_aside: Path | None = None
    quality: Sequence[QualityResult] = ()
    form: str | None = None
    columns: Sequence[str] = ()
    is_day_assumed: bool = False
    supersedes: Known | None = None


def next_moment(warehouse: Warehouse, *, now: datetime) -> datetime:
    """This moment, or the one after the last receipt: of editions of one day, the later counts."""
    row = run(warehouse.connection, statement("receive/latest_receipt")).fetchone()
    last = row[0] if row else None
    return now if last is None or last < now else last + timedelta(microseconds=1)


def find_submission(warehouse: Warehouse, *, sha256: str) -> Known | None:
    """The submission whose bytes have this hash, if any."""
    return _find(warehouse.connection, sha256)


def _find(connection: duckdb.DuckDBPyConnection, sha256: str) -> Known | None:
    row = run(connection, statement("receive/find_submission"), {"sha256": sha256}).fetchone()
    if row is None:
        return None
    submission, source, published_on, file, received_at, is_accepted, is_day_assumed = row
    return Known(
        submission=submission,
        source=source,
        published_on=published_on,
        file=file,
        received_at=received_at,
        is_accepted=is_accepted,
        is_day_assumed=is_day_assumed,
    )


def write_published(
    warehouse: Warehouse,
    *,
    layout: Layout,
    staged: Path,
    findings: Path,
    submission: str,
    at: datetime,
    is_illustrative: bool,
    series: str | None,
) -> tuple[str, int]:
    """Write a submission's usable rows beside the lake, not yet part of it: address and count.

    The name is new each time: a file that is part of the lake is never written again.
    """
    folder = f"{warehouse.location.data.rstrip('/')}/core/{layout.name}"
    if not warehouse.location.store:
        Path(folder).mkdir(parents=True, exist_ok=True)
    address = f"{folder}/{submission}-{uuid.uuid4().hex}.parquet"
    parameters: dict[str, object] = {
        "submission": submission,
        "recorded_at": at,
        "is_illustrative": is_illustrative,
    }
    if layout.name == "observations":
        parameters["series"] = series
    row = run(
        warehouse.connection,
        filled(
            f"receive/write_{layout.name}",
            staged=literal(staged),
            findings=literal(findings),
            published=literal(address),
        ),
        parameters,
    ).fetchone()
    return address, int(row[0]) if row else 0


def find_corrected(warehouse: Warehouse, *, published: str, staged: Path) -> str | None:
    """The submission whose set-aside rows these rows send again, if any.

    `published` is the address of those of `staged` that may be used.
    """
    query = filled("receive/find_corrected", published=literal(published), staged=literal(staged))
    row = run(warehouse.connection, query).fetchone()
    return row[0] if row else None


def record_submission(
    warehouse: Warehouse,
    receipt: Receipt,
    *,
    arrival: Arrival,
    checks: Sequence[Check] = (),
    tell: Callable[[Sequence[Finding]], Iterable[str]] = lambda _: (),
) -> Known | Receipt:
    """Publish a submission's rows, keep its set-aside rows and its receipt: all or nothing.

    The receipt is kept and returned with what there is to `tell` of figures that agreed before and
    break one of the checks once these rows are among them.
    Returns what is known of the submission instead, and writes nothing, when the same bytes were
    recorded before: unless they were rejected then and are acceptable now, or are the ones this
    supersedes.
    """
    before = frozenset(read_findings(warehouse.connection, checks=checks))

    def write(connection: duckdb.DuckDBPyConnection) -> Known | Receipt:
        known = _find(connection, receipt.sha256)
        if known and known == arrival.supersedes:
            if receipt.rows_accepted:
                _withdraw(connection, known, edition=receipt.edition, at=receipt.received_at)
        elif known and (known.is_accepted or not receipt.rows_accepted):
            return known
        elif known:
            submission = {"submission": receipt.submission}
            run(connection, statement("receive/forget_set_aside"), submission)
            run(connection, statement("receive/forget_quality_results"), submission)
        _insert_rows(connection, receipt, arrival)
        _insert(connection, receipt, arrival)
        found = read_findings(connection, checks=checks)
        new = tell([finding for finding in found if finding not in before])
        return _with_notices(connection, receipt, tuple(new))

    return warehouse.commit(write, message=f"receive {receipt.submission}")


def _with_notices(
    connection: duckdb.DuckDBPyConnection, receipt: Receipt, more: tuple[str, ...]
) -> Receipt:
    """The receipt with what was noticed once its rows stood among the others."""
    told = replace(receipt, notices=(*receipt.notices, *more))
    if more:
        parameters = {
            "submission": receipt.submission,
            "received_at": receipt.received_at,
            "notices": list(told.notices),
        }
        run(connection, statement("receive/update_notices"), parameters)
    return told


def _withdraw(
    connection: duckdb.DuckDBPyConnection,
    known: Known,
    *,
    edition: date | None,
    at: datetime | None,
) -> None:
    parameters = {
        "submission": known.submission,
        "reason": "the same bytes came again with the day on which they were published, "
        f"{edition}; it had been assumed to be {known.published_on}, the day of receipt",
        "recorded_at": at,
    }
    run(connection, statement("withdraw/supersede"), parameters)


@contextmanager
def supposing_superseded(
    warehouse: Warehouse, known: Known | None, *, at: datetime
) -> Iterator[None]:
    """Within the block the warehouse reads as if this submission were withdrawn; it stays.

    What is withdrawn within the block stays as well.
    """
    warehouse.connection.execute("BEGIN")
    try:
        if known:
            _withdraw(warehouse.connection, known, edition=None, at=at)
        yield
    finally:
        warehouse.connection.execute("ROLLBACK")


def _insert_rows(connection: duckdb.DuckDBPyConnection, receipt: Receipt, arrival: Arrival) -> None:
    if arrival.published and arrival.layout:
        table, published = literal(arrival.layout.name), literal(arrival.published)
        run(connection, filled("receive/publish_file", table=table, published=published))
    if arrival.set_aside:
        run(
            connection,
            filled("receive/insert_set_aside", set_aside=literal(arrival.set_aside)),
            {"submission": receipt.submission},
        )


def _insert(connection: duckdb.DuckDBPyConnection, receipt: Receipt, arrival: Arrival) -> None:
    run(
        connection,
        statement("receive/insert_submission"),
        {
            "submission": receipt.submission,
            "sha256": receipt.sha256,
            "source": receipt.source,
            "published_on": receipt.edition,
            "file": receipt.file,
            "archived_as": arrival.archived_as,
            "size_bytes": arrival.size_bytes,
            "received_at": receipt.received_at,
            "status": receipt.status.value,
            "rows_read": receipt.rows_read,
            "rows_accepted": receipt.rows_accepted,
            "rows_set_aside": receipt.rows_set_aside,
            "reasons": list(receipt.reasons),
            "quality_page": receipt.quality_page,
            "is_illustrative": arrival.is_illustrative,
            "form": arrival.form,
            "columns": list(arrival.columns),
            "corrects": receipt.corrects,
            "notices": list(receipt.notices),
            "is_day_assumed": arrival.is_day_assumed,
        },
    )
    for result in arrival.quality:
        run(
            connection,
            statement("receive/insert_quality_result"),
            {"submission": receipt.submission, **asdict(result)},
        )
