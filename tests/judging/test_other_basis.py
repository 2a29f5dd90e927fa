"""A verdict that the measure's other basis would not give is fragile, and says so."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import duckdb
import pytest

from commitments.model import Basis, Measure, Member, OtherBasis, Reach, Rule, Threshold
from tests.judging.judging import (
    HOME,
    commitment,
    empty_ledger,
    fill_ledger,
    judged_in_sql,
    register,
    without_words,
)
from tests.judging.oracle import Ledger, Observation, Submission, judge
from warehouse.judgement import Horizon

TWO = Threshold(at_least=Decimal(2), margin=Decimal("0.2"))
PATH = Reach(at_least=Decimal(3), by=date(2030, 12, 31), baseline="2020")
MEASURE = Measure(
    name="Share",
    source="figures",
    unit="percent",
    indicator="share",
    other_basis=OtherBasis(indicator="spent", over="gdp", times=100),
)
MEMBERS = [Member(party="NLD", joined_on=date(2000, 1, 1))]
CLOSED, RUNNING = date(2026, 1, 1), date(2024, 6, 30)


def figures(told: dict[str, str | None]) -> Ledger:
    """Figures by indicator, with `@` and a year where they are not of 2024."""
    edition = Submission(
        submission="s",
        source="figures",
        published_on=date(2024, 6, 1),
        received_at=datetime(2024, 6, 1),
    )
    rows = [
        Observation(
            submission="s",
            row_number=number,
            source="figures",
            published_on=date(2024, 6, 1),
            party="NLD",
            indicator=name.partition("@")[0],
            period=name.partition("@")[2] or "2024",
            value=None if value is None else Decimal(value),
            status="A" if value else "M",
        )
        for number, (name, value) in enumerate(told.items())
    ]
    return Ledger(submissions=[edition], observations=rows)


@pytest.mark.parametrize(
    ("rule", "as_of", "told", "verdict", "other_value", "fragile_reason"),
    [
        (TWO, CLOSED, {"share": "2", "spent": "2", "gdp": "100"}, "met", "2", None),
        (
            TWO,
            CLOSED,
            {"share": "2", "spent": "1.99", "gdp": "100"},
            "met",
            "1.99",
            "recomputed as spent ÷ gdp × 100 it is 1.99 %, not 2.00 %, against 2.00 %: unmet",
        ),
        (
            TWO,
            CLOSED,
            {"share": "1.9", "spent": "4", "gdp": "100"},
            "unmet",
            "4",
            "recomputed as spent ÷ gdp × 100 it is 4.00 %, not 1.90 %, against 2.00 %: met",
        ),
        (
            TWO,
            RUNNING,
            {"share": "1.8", "spent": "1.7", "gdp": "100"},
            "at_risk",
            "1.7",
            "recomputed as spent ÷ gdp × 100 it is 1.70 %, not 1.80 %, against 2.00 %: off track",
        ),
        (TWO, CLOSED, {"share": "2", "spent": "1.99"}, "met", None, None),
        (TWO, CLOSED, {"share": "2", "spent": "1", "gdp": "0"}, "met", None, None),
        (TWO, CLOSED, {"share": "2", "spent": None, "gdp": "100"}, "met", None, None),
        (TWO, CLOSED, {"spent": "1.99", "gdp": "100"}, "no_data", "1.99", None),
        (
            PATH,  # of each basis its own way, from its own baseline
            CLOSED,
            {"share@2020": "1", "share": "2", "spent@2020": "2", "gdp@2020": "100"}
            | {"spent": "2.3", "gdp": "100"},
            "on_track",
            "2.3",
            "recomputed as spent ÷ gdp × 100 it is 2.30 %, not 2.00 %, against 2.40 %: off track",
        ),
    ],
)
def test_a_verdict_is_held_against_the_other_basis(
    tables: duckdb.DuckDBPyConnection,
    rule: Rule,
    as_of: date,
    told: dict[str, str | None],
    verdict: str,
    other_value: str | None,
    fragile_reason: str | None,
) -> None:
    until = {"effective_until": date(2024, 12, 31)} if as_of is CLOSED else {}
    promises = register([commitment(rule, id="promise", measure=MEASURE, **until)], MEMBERS)
    known = figures(told)
    empty_ledger(tables)
    fill_ledger(tables, known)
    by_basis = {}
    for basis in Basis:
        found = judged_in_sql(tables, promises, Horizon(as_of=as_of), basis)
        oracle = judge(promises, known, home_party=HOME, as_of=as_of, basis=basis)
        assert without_words(found) == oracle
        by_basis[basis] = found["promise", "NLD", "2024"]
    reported, recomputed = by_basis[Basis.REPORTED], by_basis[Basis.RECOMPUTED]
    assert (reported.verdict.value, reported.fragile_reason) == (verdict, fragile_reason)
    assert reported.other_value == (None if other_value is None else Decimal(other_value))
    assert (recomputed.value, recomputed.other_value) == (reported.other_value, reported.value)
    assert reported.fragile is recomputed.fragile is (fragile_reason is not None)
