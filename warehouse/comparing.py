"""A submission beside what stood before: what it revises, and what it says too late to count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from commitments.model import Register
from warehouse.connection import Warehouse
from warehouse.judgement import PERIOD_MACROS
from warehouse.rules import rule_tables
from warehouse.statements import filled, identifier, literal, named_rows, run, statement

_MOST_EXAMPLES = 5


@dataclass(frozen=True, kw_only=True)
class PreviousFile:
    """What the last file of a form had: its columns, and the indicators it spoke of."""

    file: str
    columns: Sequence[str]
    indicators: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Revised:
    """One figure that an edition states otherwise than the one that stood, or its days."""

    party: str
    indicator: str
    period: str
    unit: str
    from_value: Decimal | None
    to_value: Decimal | None
    from_due_on: date | None = None
    to_due_on: date | None = None
    from_occurred_on: date | None = None
    to_occurred_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Crossing:
    """A revised figure that lies on the other side of a target now."""

    party: str
    period: str
    from_value: Decimal
    to_value: Decimal


@dataclass(frozen=True, kw_only=True)
class Touched:
    """A commitment, how many of its verdicts rest on revised figures, and what has crossed over.

    `target` is None where the measure is more than the indicator itself or the target moves.
    """

    commitment: str
    verdicts: int
    target: Decimal | None
    parties: Sequence[str]
    crossed: Sequence[Crossing]


@dataclass(frozen=True, kw_only=True)
class Revision:
    """What a submission changes: `compared` figures met older ones, `outdated` ones newer ones.

    `dropped` figures of the series it replaces are no longer said, `dropped_set_aside` of them
    because their rows are set aside.
    """

    compared: int
    revised: int
    from_edition: date | None
    outdated: int
    newer_edition: date | None
    dropped: int
    dropped_parties: Sequence[str]
    dropped_set_aside: int
    largest: Sequence[Revised]
    touched: Sequence[Touched]


def write_standing(warehouse: Warehouse, *, source: str, staged: Path) -> Path:
    """Write what stands of a source, beside a staged file."""
    path = staged.with_name("standing.parquet")
    query = filled("receive/write_standing", path=literal(path))
    run(warehouse.connection, query, {"source": source})
    return path


@dataclass(frozen=True, kw_only=True)
class Late:
    """An edition that comes after a newer one.

    `path` is the file of what stood on its day, of which the newest edition is `stood_on`, None
    where nothing did; `newer` is the first edition after it.
    """

    path: Path
    stood_on: date | None
    newer: date


def write_stood(
    warehouse: Warehouse, *, source: str, published_on: date, staged: Path, at: datetime
) -> Late | None:
    """Write what stood on the day of an edition, beside its staged file; None if none is newer.

    It withdraws what is newer: only for use within a block that undoes it.
    """
    connection, of_day = warehouse.connection, {"source": source, "published_on": published_on}
    row = run(connection, statement("receive/newer_edition"), of_day).fetchone()
    if row is None or row[0] is None:
        return None
    run(connection, statement("withdraw/suppose_unknown"), {**of_day, "at": at})
    path = staged.with_name("stood.parquet")
    run(connection, filled("receive/write_standing", path=literal(path)), {"source": source})
    stood = run(connection, filled("receive/newest_stood", path=literal(path))).fetchone()
    return Late(path=path, stood_on=stood[0] if stood else None, newer=row[0])


def write_correctable(warehouse: Warehouse, *, source: str, staged: Path) -> Path:
    """Write the rows of a source that may be corrected, beside a staged file."""
    path = staged.with_name("correctable.parquet")
    query = filled("receive/write_correctable", path=literal(path))
    run(warehouse.connection, query, {"source": source})
    return path


def write_accepted(warehouse: Warehouse, *, staged: Path) -> Path:
    """Write what was accepted of the editions that a staged file corrects, beside it."""
    path = staged.with_name("accepted.parquet")
    query = filled("receive/write_accepted", path=literal(path), staged=literal(staged))
    run(warehouse.connection, query)
    return path


def read_revision(
    warehouse: Warehouse,
    *,
    source: str,
    published: str,
    staged: Path,
    standing: Path,
    dated: Sequence[str],
    register: Register,
    home_party: str,
) -> Revision:
    """What the rows at the address `published`, of those `staged`, change of what stands.

    Nothing is stored.

    `standing` is the file that `write_standing` wrote before they were published; `dated` are the
    indicators that are told once for each day.
    """
    connection = warehouse.connection
    beside = {"published": literal(published), "standing": literal(standing)}
    run(connection, filled("receive/compare_published", **beside), {"dated": list(dated)})
    counted = named_rows(connection, statement("receive/count_met"))[0]
    dropped = filled("receive/count_dropped", **beside, staged=literal(staged))
    counted |= named_rows(connection, dropped)[0]
    counted["dropped_parties"] = tuple(counted["dropped_parties"] or ())
    if not counted["revised"]:
        return Revision(**counted, largest=(), touched=())
    largest = named_rows(connection, statement("receive/largest_revised"), {"most": _MOST_EXAMPLES})
    return Revision(
        **counted,
        largest=[Revised(**row) for row in largest],
        touched=read_touched(connection, source=source, register=register, home_party=home_party),
    )


def read_touched(
    connection: duckdb.DuckDBPyConnection, *, source: str, register: Register, home_party: str
) -> list[Touched]:
    """The verdicts that rest on figures of the source which its table `met` says are revised."""
    tables = rule_tables(register, home_party=home_party)
    for name in ("rules", "named", "bound", "books", "workings", "circles", "fiscal_years"):
        run(connection, statement(f"judge/load_{name}"), {name: getattr(tables, name)})
    for name in PERIOD_MACROS:
        run(connection, statement(f"judge/{name}"))
    run(connection, statement("receive/create_year_after"))
    return [
        _touched(row)
        for row in named_rows(connection, statement("receive/touched"), {"source": source})
    ]


def _touched(row: Mapping[str, Any]) -> Touched:
    crossed = [Crossing(**crossing) for crossing in row["crossed"] or ()]
    return Touched(**{**row, "crossed": crossed})


def previous_file(
    connection: duckdb.DuckDBPyConnection,
    *,
    source: str,
    form: str | None,
    submission: str,
    published_on: date | None,
    parties: Sequence[str] | None,
) -> PreviousFile | None:
    """The last file of a source and form up to an edition, of one of these parties if given."""
    parameters = {
        "source": source,
        "form": form,
        "submission": submission,
        "published_on": published_on,
        "parties": parties if parties is None else list(parties),
    }
    rows = named_rows(connection, statement("receive/previous_file"), parameters)
    return PreviousFile(**rows[0]) if rows else None


def published_texts(warehouse: Warehouse, column: str, *, published: str) -> list[str]:
    """What the rows at this address say in a column, in the order of the alphabet."""
    query = filled(
        "receive/published_texts", published=literal(published), column=identifier(column)
    )
    return [text for (text,) in run(warehouse.connection, query).fetchall()]
