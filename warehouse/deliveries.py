"""Letters written and sent: the record that keeps the same news from going out twice."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

import duckdb

from warehouse.connection import Warehouse
from warehouse.statements import run, statement


@dataclass(frozen=True, kw_only=True)
class LetterWritten:
    """One letter for one audience; `letter` is its file, relative to the home folder.

    The receipt of a `submission` is about no arrangement; its audience is the submission's source.
    """

    audience: str
    arrangement: str
    content_hash: str
    as_of: date
    subject: str
    letter: str
    submission: str | None = None

    @property
    def delivery(self) -> str:
        """The same for the same content to the same audience."""
        return hashlib.sha256(f"{self.audience}\n{self.content_hash}".encode()).hexdigest()[:16]


@dataclass(frozen=True, kw_only=True)
class PendingDelivery:
    """A letter that waits to be handed over."""

    delivery: str
    audience: str
    letter: str


def queue_letters(
    warehouse: Warehouse, letters: Sequence[LetterWritten], *, at: datetime
) -> list[LetterWritten]:
    """Queue the letters whose content their audience has not been written yet; those queued."""
    if not _news(warehouse.connection, letters):
        return []

    def write(connection: duckdb.DuckDBPyConnection) -> list[LetterWritten]:
        news = _news(connection, letters)
        for letter in news:
            parameters = {**asdict(letter), "delivery": letter.delivery, "written_at": at}
            run(connection, statement("deliver/insert_delivery"), parameters)
        return news

    return warehouse.commit(write, message=f"queue {len(letters)} letters")


def _news(
    connection: duckdb.DuckDBPyConnection, letters: Sequence[LetterWritten]
) -> list[LetterWritten]:
    return [
        letter
        for letter in letters
        if run(
            connection,
            statement("deliver/find_delivery"),
            {"audience": letter.audience, "content_hash": letter.content_hash},
        ).fetchone()
        is None
    ]


def pending_deliveries(warehouse: Warehouse) -> list[PendingDelivery]:
    """Letters queued and not handed over yet, the oldest first."""
    rows = run(warehouse.connection, statement("deliver/pending_deliveries")).fetchall()
    return [
        PendingDelivery(delivery=delivery, audience=audience, letter=letter)
        for delivery, audience, letter in rows
    ]


def mark_sent(
    warehouse: Warehouse, pending: PendingDelivery, *, channel: str, at: datetime
) -> None:
    """Record that a letter was handed over."""

    def write(connection: duckdb.DuckDBPyConnection) -> None:
        run(
            connection,
            statement("deliver/mark_sent"),
            {"delivery": pending.delivery, "channel": channel, "sent_at": at},
        )

    warehouse.commit(write, message=f"sent {pending.delivery}")
