"""Rules as tables: what is given and what is expected, boundary by boundary, in `cases/`.

Each case is judged by the statements and by the oracle; both must say what the table says.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from commitments.model import (
    Cadence,
    Exemption,
    Instalment,
    Measure,
    Member,
    RateDay,
    Rates,
    Register,
    Stage,
    StageName,
    Step,
    TakePart,
    Timeliness,
    Verdict,
    Waiver,
)
from tests.judging.judging import (
    HOME,
    KINDS,
    MEASURES,
    commitment,
    empty_ledger,
    fill_ledger,
    judged_in_sql,
    register,
    without_words,
)
from tests.judging.oracle import Activity, Judged, Ledger, Observation, Submission, judge
from warehouse.judgement import Horizon

# What only the statements say.
ONLY_TOLD = {"reason", "fragile_reason", "is_illustrative"}
FOLDER = Path(__file__).parent / "cases"
STAGES = ("asked", "answered", "closed")
Given = Mapping[str, Any]


class ExactLoader(yaml.SafeLoader):
    """YAML whose numbers keep every digit, and in which nothing is said twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        assert len(keys) == len(set(keys)), f"said twice at {node.start_mark}"
        return super().construct_mapping(node, deep=deep)


ExactLoader.add_constructor(
    "tag:yaml.org,2002:float", lambda loader, node: Decimal(loader.construct_scalar(node))
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Case:
    """One row of a table: a sentence, what is given and what is expected."""

    sentence: str
    given: Given

    def register(self) -> Register:
        terms = dict(self.given["commitment"])
        rule = dict(terms.pop("rule"))
        kind = KINDS[rule.pop("kind")]
        for name in {"at_least", "at_most", "margin", "growth"} & rule.keys():
            rule[name] = rule[name] if kind is TakePart else Decimal(rule[name])
        if "instalments" in rule:
            rule["instalments"] = tuple(
                Instalment(share=Decimal(share), month=month, day=day)
                for share, month, day in rule["instalments"]
            )
        if "stages" in rule:
            rule["stages"] = tuple(
                Stage(name=StageName(name), indicators=tuple(indicators))
                for name, indicators in rule["stages"].items()
            )
        for name in {"owed", "delivered"} & rule.keys():
            named = rule[name]
            rule[name] = tuple(named) if isinstance(named, list) else tuple(filter(None, [named]))
        if "steps" in rule:
            rule["steps"] = tuple(
                Step(since=str(since), amount=Decimal(amount))
                for since, amount in rule["steps"].items()
            )
        if "measure" in terms:
            terms["measure"] = _measure(MEASURES[kind], terms["measure"])
        terms["cadence"] = Cadence(terms.get("cadence", "year"))
        terms["exemptions"] = tuple(
            Exemption(reason="a reason", **item) for item in terms.get("exemptions", ())
        )
        terms["waivers"] = tuple(
            Waiver(author="me", reason="a reason", **item) for item in terms.get("waivers", ())
        )
        if isinstance(terms.get("obligors"), list):
            terms["obligors"] = tuple(terms["obligors"])
        members = self.given.get("members", [{"party": "NLD", "joined_on": date(2000, 1, 1)}])
        promise = commitment(kind(**rule), id="promise", **terms)
        return register([promise], [Member(**member) for member in members])

    def horizon(self) -> Horizon:
        return Horizon(
            as_of=self.given["as_of"],
            known_on=self.given.get("known_on"),
            recorded_before=self.given.get("recorded_before"),
        )

    def ledger(self) -> Ledger:
        """Rows with the same edition, source and name are of one submission."""
        source = self.register().commitment("promise").measure.source
        submissions: dict[str, Submission] = {}
        rows: list[Observation] = []
        for number, told in enumerate(self.given.get("rows", [{}]), start=1):
            row = {**self.given["row"], **told}
            edition = self._edition(row, source)
            submissions.setdefault(edition.submission, edition)
            rows.append(_observation(row, edition, number))
        activities: list[Activity] = []
        for number, told in enumerate(self.given.get("cases", ()), start=1):
            case = {**self.given["row"], "name": f"case-{number}", **told}
            edition = self._edition({**case, "name": ""}, source)
            submissions.setdefault(edition.submission, edition)
            activities += _stages(case, edition, number)
        return Ledger(
            submissions=list(submissions.values()),
            observations=[] if activities else rows,
            activities=activities,
        )

    def _edition(self, row: Given, source: str) -> Submission:
        published_on = row.get("edition", self.given["edition"])
        received_on = row.get("received", published_on)
        source = row.get("source", source)
        return Submission(
            submission=f"{source}-{published_on}-{row.get('name', '')}",
            source=source,
            published_on=published_on,
            received_at=datetime.combine(received_on, time(8)),
            rows_accepted=row.get("rows_accepted", 1),
        )

    def expected(self) -> dict[tuple[str, str], Given]:
        """What is expected, by party and period."""
        keyed = {}
        for key, fields in self.given["expect"].items():
            party, _, period = str(key).rpartition(" ")
            keyed[party or "NLD", period] = fields
        return keyed

    def is_asked(self, period: str) -> bool:
        years = self.given.get("years")
        return years is None or period in {str(year) for year in years}


def _measure(usual: Measure, told: Given) -> Measure:
    given = dict(told)
    if "rates" in given:
        source, at = given["rates"]
        given["rates"] = Rates(source=source, at=RateDay(at))
    return replace(usual, **given)


def _observation(row: Given, edition: Submission, number: int) -> Observation:
    value = None if row.get("status") == "M" else row.get("value")
    return Observation(
        submission=edition.submission,
        row_number=number,
        source=edition.source,
        published_on=edition.published_on,
        party=row.get("party", "NLD"),
        indicator=row.get("indicator", "none"),
        period=str(row.get("period", "none")),
        value=None if value is None else Decimal(value),
        status=row.get("status", "A"),
        due_on=row.get("due_on"),
        occurred_on=row.get("occurred_on"),
        item=row.get("item"),
        series=row.get("series"),
        unit=row.get("unit", "percent"),
        is_illustrative=row.get("is_illustrative", False),
    )


def _stages(case: Given, edition: Submission, number: int) -> Iterator[Activity]:
    for place, stage in enumerate(STAGES):
        if stage in case:
            yield Activity(
                submission=edition.submission,
                row_number=10 * number + place,
                source=edition.source,
                published_on=edition.published_on,
                activity=case["name"],
                kind=case["kind"],
                responder=case.get("responder", "NLD"),
                initiator=case.get("initiator", "JPN"),
                stage=stage,
                occurred_on=case[stage],
                is_illustrative=case.get("is_illustrative", False),
            )


def read_cases() -> list[Any]:
    return [case for file in sorted(FOLDER.glob("*.yaml")) for case in _cases_in(file)]


def _cases_in(file: Path) -> Iterator[Any]:
    table = yaml.load(file.read_text(encoding="utf-8"), Loader=ExactLoader)  # noqa: S506
    for sentence, told in table.pop("cases").items():
        given = {**table, **told, "commitment": _merged(table["commitment"], told)}
        yield pytest.param(Case(sentence=sentence, given=given), id=f"{file.stem}: {sentence}")


def _merged(shared: Given, told: Given) -> Given:
    own = dict(told.get("commitment", {}))
    terms = own.pop("rule", {})
    rule = terms if "kind" in terms else {**shared["rule"], **terms}
    return {**shared, **own, "rule": rule}


def assert_as_told(
    case: Case, judged: Mapping[tuple[str, str, str], Judged], *, but: Container[str] = ()
) -> None:
    found = {(party, period): item for (_, party, period), item in judged.items()}
    asked = {key: item for key, item in found.items() if case.is_asked(key[1])}
    expected = case.expected()
    assert asked.keys() == expected.keys()
    for key, fields in expected.items():
        for name in (name for name in fields if name not in but):
            value = fields[name]
            assert getattr(asked[key], name) == _read(name, value), f"{key}: {name}"


def _read(name: str, value: Any) -> Any:
    match name:
        case "verdict":
            return Verdict(value)
        case "timeliness":
            return Timeliness(value)
    return value


@pytest.mark.parametrize("case", read_cases())
def test_statements_and_oracle_say_what_the_table_says(
    tables: duckdb.DuckDBPyConnection, case: Case
) -> None:
    empty_ledger(tables)
    fill_ledger(tables, case.ledger())
    told = judged_in_sql(tables, case.register(), case.horizon())
    horizon = case.horizon()
    oracle = judge(
        case.register(),
        case.ledger(),
        home_party=HOME,
        as_of=horizon.as_of,
        known_on=horizon.known_on,
        recorded_before=horizon.recorded_before,
    )
    assert_as_told(case, told)
    assert_as_told(case, oracle, but=ONLY_TOLD)
    assert without_words(told) == oracle
