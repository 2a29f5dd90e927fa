"""What the tests of the judgement share: commitments in few words, ledgers put into tables."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from importlib.resources import files
from typing import Any

import duckdb

from commitments.model import (
    Arrangement,
    ArrangementKind,
    Basis,
    Cadence,
    Citation,
    Commitment,
    Composite,
    Deliver,
    FiscalYears,
    Measure,
    Member,
    Milestone,
    Reach,
    Register,
    Reporting,
    Respond,
    Rule,
    Sustain,
    TakePart,
    Threshold,
    Timeliness,
    Verdict,
)
from tests.judging.oracle import Activity, Judged, Key, Ledger, Observation, Submission
from warehouse.judgement import Horizon
from warehouse.judgement import judge as judge_in_sql
from warehouse.reading import Assessed
from warehouse.rules import to_json

HOME = "USA"
FISCAL_YEARS = FiscalYears(begins_on=(("BEL", "04-01"), (HOME, "10-01")))
SOURCE = Citation(
    document="A declaration", place="Paragraph 1", dated=date(2020, 1, 1), url="https://example.org"
)
MEASURES: dict[type[Rule], Measure] = {
    Threshold: Measure(
        name="Share", source="figures", unit="percent", indicator="share", money_base="gdp"
    ),
    Reach: Measure(
        name="Share", source="figures", unit="percent", indicator="share", money_base="gdp"
    ),
    Deliver: Measure(name="Dues", source="dues", unit="usd"),
    Respond: Measure(name="Answers", source="requests", unit="percent"),
    TakePart: Measure(name="Exercises", source="requests", unit="number"),
    Milestone: Measure(name="Exchange", source="requests", unit="flag"),
    Sustain: Measure(name="Share", source="figures", unit="percent", indicator="share"),
    Composite: Measure(name="Parts", source="", unit="number"),
}
LEDGER_FIELDS = {item.name for item in dataclasses.fields(Observation)} - {"priced_by", "lacks"}
KINDS: dict[str, type[Rule]] = {
    "threshold": Threshold,
    "reach": Reach,
    "deliver": Deliver,
    "respond": Respond,
    "take_part": TakePart,
    "milestone": Milestone,
    "sustain": Sustain,
}


def arrangement(members: Iterable[Member], *, name: str = "pact") -> Arrangement:
    return Arrangement(
        id=name,
        name=name,
        kind=ArrangementKind.ALLIANCE,
        purpose="To be judged.",
        source=SOURCE,
        regions=("nato-europe",),
        interests=(),
        members=tuple(members),
        started_on=date(1949, 4, 4),
    )


def commitment(rule: Rule, **given: Any) -> Commitment:
    """A commitment of members from 2024 on, by year, reported within 31 and 60 days."""
    usual: dict[str, Any] = {
        "id": f"a-{rule.kind}",
        "arrangement": "pact",
        "title": "A promise",
        "text": "Something is promised.",
        "source": SOURCE,
        "obligors": "members",
        "beneficiary": "all members",
        "effective_from": date(2024, 1, 1),
        "effective_until": None,
        "cadence": Cadence.YEAR,
        "measure": MEASURES[type(rule)],
        "rule": rule,
        "reporting": Reporting(due_days=31, delinquent_days=60),
    }
    if isinstance(rule, Composite):
        usual["reporting"] = None
    return Commitment(**{**usual, **given})


def register(
    commitments: Iterable[Commitment], members: Iterable[Member], *, version: str = "first"
) -> Register:
    return Register(
        version=version,
        arrangements=(arrangement(members),),
        commitments=tuple(commitments),
        fiscal_years=FISCAL_YEARS,
    )


# Tables


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """The tables of the migrations and the views in a plain database, without a lake."""
    for folder in ("migrations", "views"):
        for file in sorted(files("warehouse").joinpath(folder).iterdir(), key=lambda f: f.name):
            connection.execute(file.read_text(encoding="utf-8"))


def empty_ledger(connection: duckdb.DuckDBPyConnection) -> None:
    for table in ("core.observations", "core.activities", "ops.submissions"):
        connection.execute(f"DELETE FROM {table}")


def empty_judgements(connection: duckdb.DuckDBPyConnection) -> None:
    for table in ("out.assessments", "out.changes", "ops.judgements", "ops.register_versions"):
        connection.execute(f"DELETE FROM {table}")


def fill_ledger(connection: duckdb.DuckDBPyConnection, ledger: Ledger) -> None:
    """Add a ledger's rows to the tables, as if each submission had been received."""
    received = {item.submission: item.received_at for item in ledger.submissions}
    for table, rows in (
        ("ops.submissions", [_submission_row(item) for item in ledger.submissions]),
        ("core.observations", [_observation_row(row, received) for row in ledger.observations]),
        ("core.activities", [_activity_row(row, received) for row in ledger.activities]),
    ):
        if rows:
            insert_rows(connection, table, rows)


def insert_rows(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Add rows to a table; what a row does not say is NULL."""
    described = connection.execute(f"DESCRIBE {table}").fetchall()
    shape = to_json([{name: kind for name, kind, *_ in described}])
    rows_of = f"SELECT unnest(from_json($rows, '{shape}'), recursive := true)"
    connection.execute(f"INSERT INTO {table} BY NAME {rows_of}", {"rows": to_json(rows)})


def _submission_row(item: Submission) -> dict[str, Any]:
    return {
        **dataclasses.asdict(item),
        "sha256": item.submission,
        "file": f"{item.submission}.csv",
        "archived_as": item.submission,
        "size_bytes": 1,
        "status": "accepted" if item.rows_accepted else "rejected",
        "rows_read": 1,
        "rows_set_aside": 0,
        "reasons": [],
        "is_illustrative": False,
    }


def _observation_row(row: Observation, received: dict[str, datetime]) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in LEDGER_FIELDS},
        "recorded_at": received[row.submission],
    }


def _activity_row(row: Activity, received: dict[str, datetime]) -> dict[str, Any]:
    return {
        **dataclasses.asdict(row),
        "recorded_at": received[row.submission],
    }


# Judging


@dataclasses.dataclass(frozen=True, kw_only=True)
class Told(Judged):
    """What the statements say of one obligation, with what only they say."""

    reason: str
    fragile_reason: str | None
    is_illustrative: bool
    commitment_kind: str


def judged_in_sql(
    connection: duckdb.DuckDBPyConnection,
    promises: Register,
    horizon: Horizon,
    basis: Basis = Basis.REPORTED,
) -> dict[Key, Told]:
    """The judgement of the statements, by commitment, party and period."""
    judge_in_sql(connection, promises, home_party=HOME, horizon=horizon, basis=basis)
    return told_in(connection, Assessed.ASKED, promises)


def told_in(
    connection: duckdb.DuckDBPyConnection, relation: Assessed, promises: Register
) -> dict[Key, Told]:
    """The assessments that stand in a relation, by commitment, party and period."""
    cursor = connection.execute(f"SELECT * FROM {relation.value}")
    names = [column[0] for column in cursor.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    keys = [(row["commitment"], row["party"], row["period"]) for row in rows]
    assert len(set(keys)) == len(keys), "an obligation is judged twice"
    kinds = {item.id: item.rule.kind.value for item in promises.commitments}
    return {key: _told(row, kinds[key[0]]) for key, row in zip(keys, rows, strict=True)}


def _told(row: dict[str, Any], kind: str) -> Told:
    assert row["gap"] is None or row["gap"] >= 0
    assert row["reason"], "every judgement gives its reason"
    cells = [(cell["role"], cell["submission"], cell["row_number"]) for cell in row["evidence"]]
    assert len(set(cells)) == len(cells), "a piece of evidence is given twice"
    judged = {
        name: row[name]
        for name in (item.name for item in dataclasses.fields(Judged))
        if name not in {"verdict", "timeliness", "evidence", "alternatives"}
    }
    tried = [
        (one["kind"], one["value"], one["required"], Verdict(one["verdict"]))
        for one in row["alternatives"] or ()
    ]
    return Told(
        **judged,
        verdict=Verdict(row["verdict"]),
        timeliness=Timeliness(row["timeliness"]),
        evidence=frozenset(cells),
        alternatives=tuple(tried),
        reason=row["reason"],
        fragile_reason=row["fragile_reason"],
        is_illustrative=row["is_illustrative"],
        commitment_kind=kind,
    )


def without_words(told: dict[Key, Told]) -> dict[Key, Judged]:
    """What the oracle says too."""
    names = [item.name for item in dataclasses.fields(Judged)]
    return {
        key: Judged(**{name: getattr(item, name) for name in names}) for key, item in told.items()
    }
