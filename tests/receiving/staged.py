"""A submission staged and its refused records located, without the audit."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from commitments import parties
from pipelines.tidy import tidy_header
from warehouse.connection import Location
from warehouse.staging import LocatedRow, Staged, Staging
from warehouse.statements import literal
from warehouse.tidy_staging import open_staging

NO_FINDINGS = "SELECT 1::BIGINT AS row_number, '' AS rule, '' AS severity, '' AS reason WHERE false"


@dataclass(frozen=True, kw_only=True)
class SetAside:
    """One refused line."""

    line: int
    rule: str
    reason: str
    original: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Everything that is known of a staged file."""

    staged: Staged
    rows: list[tuple[str | None, Decimal | None, str | None]]
    refused: list[str | None]
    located: list[LocatedRow]
    set_aside: list[SetAside]
    lines_set_aside: int


def stage(
    content: bytes, *, folder: Path, refused_rows: Sequence[int] = (), delimiter: str = ","
) -> Outcome:
    """Stage a file; `refused_rows` stand for rows that an audit refused."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    file = folder / "figures.csv"
    file.write_bytes(content)
    first_line = content.splitlines()[0].decode("utf-8-sig")
    cells = next(csv.reader([first_line], delimiter=delimiter))
    layout, header = tidy_header([cell or f"column {at}" for at, cell in enumerate(cells)])
    location = Location(catalogue=folder / "none", data="none", scratch=folder / "scratch")
    with open_staging(
        location, file=file, layout=layout, folder=folder / "staging", delimiter=delimiter
    ) as staging:
        staged = staging.stage(header, spellings=parties.spellings())
        _refuse(staging, refused_rows)
        staging.collect_set_aside(records=staged.rows_read)
        return _outcome(staging, staged)


def _refuse(staging: Staging, row_numbers: Sequence[int]) -> None:
    findings = " UNION ALL ".join(
        [
            NO_FINDINGS,
            *(f"SELECT {number}, 'refused', 'critical', 'told'" for number in row_numbers),
        ]
    )
    staging.connection.execute(
        f"COPY ({findings}) TO {literal(staging.findings_path)} (FORMAT parquet)"
    )


def _outcome(staging: Staging, staged: Staged) -> Outcome:
    connection = staging.connection
    set_aside = connection.execute(
        "SELECT line, rule, reason, original FROM read_parquet($path) ORDER BY line, rule",
        {"path": str(staging.set_aside_path)},
    ).fetchall()
    rows = connection.execute(
        "SELECT party, value, note FROM read_parquet($path)", {"path": str(staging.staged_path)}
    ).fetchall()
    refused = connection.execute(
        "SELECT refusal FROM read_parquet($path)", {"path": str(staging.staged_path)}
    ).fetchall()
    lines_set_aside = staging.count_set_aside()
    numbers = range(1, staged.rows_staged + 1)
    return Outcome(
        staged=staged,
        rows=rows,
        refused=[refusal for (refusal,) in refused],
        located=staging.locate_rows(records=staged.rows_read, row_numbers=numbers),
        set_aside=[
            SetAside(line=line, rule=rule, reason=reason, original=original)
            for line, rule, reason, original in set_aside
        ],
        lines_set_aside=lines_set_aside,
    )
