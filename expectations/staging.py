"""The database of one audit: the staged file beside what it is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from expectations.rules import Rule
from expectations.statements import quote, read_statement
from expectations.suites import ActivitySuite, Beside, ObservationSuite, Oddity, Suite

Parameters = Mapping[str, Any]

REFERENCE = (
    "shown",
    "plain",
    "known-party",
    "known-currency",
    "declared-indicator",
    "allowed-stage",
    "allowed-priority",
    "period-end",
    "period-start",
    "member",
    "oddity",
    "is-odd",
)


def open_staged(
    connection: Connection, *, staged: Path, suite: Suite, beside: Beside | None
) -> None:
    """Make the file readable as `staged`, and fill the tables its rows are compared with."""
    for name in REFERENCE:
        _run(connection, name)
    _run(connection, "know-party", [{"party": party} for party in sorted(suite.parties)])
    if isinstance(suite, ObservationSuite):
        _run(connection, "declare-indicator", [vars(item) for item in suite.indicators])
        _run(connection, "know-currency", [{"currency": code} for code in sorted(suite.currencies)])
        _run(connection, "add-member", [vars(item) for item in suite.members])
        _run(connection, "know-oddity", [vars(item) for item in suite.oddities])
    else:
        _run(connection, "allow-stage", list(_stages(suite)))
        _run(connection, "allow-priority", list(_priorities(suite)))
    _run(connection, "staged-path", {"staged": str(staged)})
    _run(connection, "staged")
    _run(connection, "unread")
    expected = {
        "source": suite.source,
        "received_on": suite.received_on,
        "has_organisations": isinstance(suite, ObservationSuite) and suite.has_organisations,
        "series": suite.series if isinstance(suite, ObservationSuite) else None,
    }
    _run(connection, "expected", expected)
    _open_beside(connection, suite, beside)


def _open_beside(connection: Connection, suite: Suite, beside: Beside | None) -> None:
    none = dict.fromkeys(("standing", "accepted", "correctable", "stood"))
    paths = vars(beside) if beside else none
    for name, path in paths.items():
        if path is None:
            _run(connection, f"nothing-{name}")
            continue
        _run(connection, f"{name}-path", {name: str(path)})
        _run(connection, name)
    if isinstance(suite, ObservationSuite):
        _run(connection, "met")


def read_edition(connection: Connection) -> date | None:
    """The date most rows of the file were published on; None when no row has one."""
    edition: date | None = connection.execute(text(read_statement("setup/edition"))).scalar()
    return edition


def write_findings(
    connection: Connection, *, failed: Sequence[Rule], findings: Path
) -> dict[str, int]:
    """Write the offending rows of the failed rules to `findings`; rows written, by rule."""
    parts = [read_statement("setup/no-findings"), *(_findings_of(rule) for rule in failed)]
    statement = read_statement("setup/findings").format(rows="\nUNION ALL\n".join(parts))
    connection.execute(text(statement), {"findings": str(findings)})
    count = text(read_statement("setup/findings-per-rule"))
    rows = connection.execute(count, {"findings": str(findings)})
    return {row.rule: row.rows_written for row in rows}


def read_reasons_of_file(connection: Connection, *, findings: Path) -> dict[str, str]:
    """What is wrong with the file as a whole, by rule."""
    query = text(read_statement("setup/reasons-of-file"))
    rows = connection.execute(query, {"findings": str(findings)})
    return {row.rule: row.reasons for row in rows}


def read_oddities_met(
    connection: Connection, *, suite: Suite, rules: Sequence[Rule]
) -> Iterator[Oddity]:
    """The oddities that keep a rule from telling something. Forgets all oddities of such rules."""
    if not isinstance(suite, ObservationSuite):
        return
    for rule in rules:
        oddities = [item for item in suite.oddities if item.rule == rule.name]
        if not oddities:
            continue
        _run(connection, "forget-oddities", {"rule": rule.name})
        unknown = _count(connection, rule)
        for item in oddities:
            _run(connection, "know-oddity", [vars(item)])
            if _count(connection, rule) < unknown:
                yield item
            _run(connection, "forget-oddities", {"rule": rule.name})


def _count(connection: Connection, rule: Rule) -> int:
    rows = read_statement("setup/count-findings").format(rows=_findings_of(rule))
    return int(connection.execute(text(rows)).scalar() or 0)


def _findings_of(rule: Rule) -> str:
    if rule.query is None:
        raise ValueError(f"rule {rule.name} has no query, there is nothing to write")
    return read_statement("setup/findings-of-rule").format(
        rule=quote(rule.name),
        severity=quote(rule.severity.value),
        rows=read_statement(rule.query).format(batch="staged"),
    )


def _stages(suite: ActivitySuite) -> Iterable[Parameters]:
    for kind, stages in suite.kinds.items():
        steps = {stage: step for step, stage in enumerate(suite.paths.get(kind, ()))}
        for place, stage in enumerate(stages):
            yield {"kind": kind, "stage": stage, "place": place, "step": steps.get(stage)}


def _priorities(suite: ActivitySuite) -> Iterable[Parameters]:
    for kind, priorities in suite.priorities.items():
        for place, priority in enumerate(priorities):
            yield {"kind": kind, "priority": priority, "place": place}


def _run(
    connection: Connection, name: str, parameters: Parameters | list[Parameters] | None = None
) -> None:
    if parameters != []:
        connection.execute(text(read_statement(f"setup/{name}")), parameters)
