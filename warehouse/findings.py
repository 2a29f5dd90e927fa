"""Findings: figures that disagree with each other, always both shown, and prices not at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

import duckdb

from commitments.model import Member
from warehouse.rules import to_json
from warehouse.statements import named_rows, run, statement


@dataclass(frozen=True, kw_only=True)
class Check:
    """Figures that ought to agree: see `queries/read/findings.sql` for the kinds.

    `tolerance` is in the indicator's unit, of a `steady_total` a share of the total before;
    `tolerance_share` a share of the other figure. `members` are whose figures an `adds_up` adds, at
    the end of their period; None: those of every party.
    """

    source: str
    kind: str
    indicator: str
    other: str | None
    other_source: str | None
    divided_by: str | None
    total: str | None
    members: tuple[Member, ...] | None
    times: float
    tolerance: float
    tolerance_share: float
    reason: str


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Two figures that disagree; `period` is the edition's day where editions are compared.

    Where a rate or an index is missing, `figure` is the amount that waits for it, `commitment` what
    needs it and `needed_on` the day it would be of. `known` is why nobody needs to be told again.
    """

    source: str
    kind: str
    party: str | None
    period: str | None
    indicator: str
    unit: str
    figure: Decimal
    other_figure: Decimal | None
    reason: str
    commitment: str | None = None
    needed_on: date | None = None
    known: str | None = None


def read_findings(
    connection: duckdb.DuckDBPyConnection,
    *,
    checks: Sequence[Check],
    known_on: date | None = None,
    recorded_before: datetime | None = None,
) -> list[Finding]:
    """What the figures that may be known break of these checks, in whatever order they arrived."""
    if not checks:
        return []
    run(connection, statement("judge/create_period_end"))
    known = {"known_on": known_on, "recorded_before": recorded_before}
    run(connection, statement("judge/select_editions"), known)
    told = to_json([asdict(check) for check in checks])
    found = named_rows(connection, statement("read/findings"), {"checks": told})
    return [Finding(**row) for row in found]


def read_missing_prices(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    """Rates and indices the judgement made on this connection asked for and did not find."""
    return [Finding(**row) for row in named_rows(connection, statement("read/missing_prices"))]
