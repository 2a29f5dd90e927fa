"""Fair shares as the judgement works them out, read for showing; nothing is judged by them."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from commitments.burdens import BurdenShare
from warehouse.reading import SubmissionUsed
from warehouse.statements import named_rows, statement
from warehouse.workings import burden_sharing_book


def read_burden_shares(
    connection: duckdb.DuckDBPyConnection,
    *,
    arrangement: str,
    ability: str,
    period: str | None = None,
) -> list[BurdenShare]:
    """Every member counted in a period, or in the latest of which a fair share is known.

    `judge` or `gather_figures` must have run on this connection.
    """
    book = burden_sharing_book(arrangement, ability)
    found = named_rows(
        connection, statement("read/burden_shares"), {"book": book, "period": period}
    )
    return [BurdenShare(**{**row, "files": tuple(row["files"])}) for row in found]


def read_burden_editions(
    connection: duckdb.DuckDBPyConnection,
    *,
    arrangement: str,
    abilities: Sequence[str],
    period: str,
) -> list[SubmissionUsed]:
    """The submissions that the fair shares of a period rest on."""
    books = [burden_sharing_book(arrangement, ability) for ability in abilities]
    parameters = {"books": books, "period": period}
    found = named_rows(connection, statement("read/burden_editions"), parameters)
    return [SubmissionUsed(**row) for row in found]
