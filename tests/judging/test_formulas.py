"""Measures that are worked out: quotients, growth, and shares of what members have together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

import duckdb
import pytest

from commitments.model import (
    FairShare,
    Formula,
    Growth,
    LeftOut,
    Measure,
    Member,
    Ratio,
    Register,
    ShareOfTotal,
    Threshold,
)
from tests.judging.judging import (
    HOME,
    Told,
    commitment,
    empty_ledger,
    fill_ledger,
    judged_in_sql,
    register,
    without_words,
)
from tests.judging.oracle import Ledger, Observation, Submission, judge
from warehouse.judgement import Horizon

MEMBERS = [
    Member(party="NLD", joined_on=date(2000, 1, 1)),
    Member(party="BEL", joined_on=date(2000, 1, 1)),
    Member(party="DNK", joined_on=date(2000, 1, 1), left_on=date(2024, 7, 1)),
    Member(party="FIN", joined_on=date(2025, 1, 1)),
    Member(party="ISL", joined_on=date(2000, 1, 1)),
]
NOBODY_SPENDS = (LeftOut(party="ISL", reason="It has no forces."),)
FORMULAS: dict[str, tuple[Formula, str]] = {
    "ratio": (Ratio(over="gdp", times=100), "percent"),
    "growth": (Growth(), "percent"),
    "share": (ShareOfTotal(among="pact", without=NOBODY_SPENDS), "percent"),
    "all": (ShareOfTotal(among="pact"), "percent"),
    "fair": (FairShare(among="pact", ability="gdp", without=NOBODY_SPENDS), "ratio"),
    "people": (
        FairShare(among="pact", ability="people", ability_source="census", without=NOBODY_SPENDS),
        "ratio",
    ),
}
# Party, indicator, period: value. Denmark left during 2024, Finland joined after it.
FIGURES = {
    ("NLD", "spent", "2023"): "20",
    ("NLD", "spent", "2024"): "30",
    ("BEL", "spent", "2024"): "10",
    ("DNK", "spent", "2024"): "1000",
    ("FIN", "spent", "2024"): "1000",
    ("NLD", "gdp", "2024"): "900",
    ("BEL", "gdp", "2024"): "600",
    ("BEL", "spent", "2023"): "0",
    ("DNK", "spent", "2023"): "80",
    ("NLD", "gdp", "2023"): "0",
}
PEOPLE = {("NLD", "people", "2024"): "18", ("ISL", "people", "2024"): "1"}


def ledger() -> Ledger:
    editions = [
        Submission(
            submission=source,
            source=source,
            published_on=date(2025, 1, day),
            received_at=datetime(2025, 1, day),
        )
        for day, source in enumerate(("figures", "census"), start=10)
    ]
    rows = [
        Observation(
            submission=edition.submission,
            row_number=number,
            source=edition.source,
            published_on=edition.published_on,
            party=party,
            indicator=indicator,
            period=period,
            value=Decimal(value),
            status="E" if party == "BEL" and period == "2024" else "A",
        )
        for edition, figures in zip(editions, (FIGURES, PEOPLE), strict=True)
        for number, ((party, indicator, period), value) in enumerate(figures.items(), start=1)
    ]
    return Ledger(submissions=editions, observations=rows)


def promises() -> Register:
    return register(
        [
            commitment(
                Threshold(at_least=Decimal(1)),
                id=name,
                effective_from=date(2023, 1, 1),
                effective_until=date(2024, 12, 31),
                measure=Measure(
                    name="Spending", source="figures", unit=unit, indicator="spent", formula=formula
                ),
            )
            for name, (formula, unit) in FORMULAS.items()
        ],
        MEMBERS,
    )


Judged = Mapping[tuple[str, str, str], Told]


@pytest.fixture(scope="module")
def judged(tables: duckdb.DuckDBPyConnection) -> Judged:
    """Everything judged at once, by the statements as by the oracle."""
    empty_ledger(tables)
    fill_ledger(tables, ledger())
    horizon = Horizon(as_of=date(2025, 6, 1))
    found = judged_in_sql(tables, promises(), horizon)
    assert without_words(found) == judge(promises(), ledger(), home_party=HOME, as_of=horizon.as_of)
    return found


@pytest.mark.parametrize(
    ("name", "party", "period", "value"),
    [
        ("ratio", "NLD", "2024", "3.333333333333"),  # 30 ÷ 900 × 100
        ("growth", "NLD", "2024", "50"),  # (30 − 20) ÷ 20 × 100
        ("share", "NLD", "2024", "75"),  # 30 ÷ (30 + 10); Denmark has left, Finland not joined
        ("share", "NLD", "2023", "20"),  # 20 ÷ (20 + 0 + 80)
        ("fair", "NLD", "2024", "1.25"),  # 75 ÷ (900 ÷ 1500 × 100)
        ("fair", "BEL", "2024", "0.625"),  # 25 ÷ 40
    ],
)
def test_a_value_is_what_the_formula_says(
    judged: Judged, name: str, party: str, period: str, value: str
) -> None:
    assert judged[name, party, period].value == Decimal(value)


@pytest.mark.parametrize(
    ("name", "party", "period", "lacks"),
    [
        ("ratio", "NLD", "2023", "percent: gdp of 2023 is not above zero"),
        ("ratio", "BEL", "2023", "percent: no figure gdp of 2023"),
        ("growth", "BEL", "2024", "percent: spent of 2023 is not above zero"),
        ("growth", "NLD", "2023", "percent: no figure spent of 2022"),
        ("all", "NLD", "2024", "percent: no figure spent of 2024 for ISL"),
        ("fair", "NLD", "2023", "ratio: no figure gdp of 2023 for BEL, DNK"),
        ("people", "NLD", "2024", "ratio: no figure people of 2024 for BEL"),
    ],
)
def test_a_figure_that_is_missing_makes_no_smaller_total(
    judged: Judged, name: str, party: str, period: str, lacks: str
) -> None:
    told = judged[name, party, period]
    assert (told.value, told.verdict.value, told.gap) == (None, "no_data", None)
    assert told.reason == f"cannot be told in {lacks}"
    assert told.timeliness.value == "on_time"  # it reported; another figure is missing


def test_an_estimate_of_one_makes_every_share_provisional(judged: Judged) -> None:
    assert judged["share", "NLD", "2024"].provisional
    assert not judged["share", "NLD", "2023"].provisional
    assert not judged["ratio", "NLD", "2024"].provisional


def test_every_figure_of_a_total_is_evidence(judged: Judged) -> None:
    roles = sorted(role for role, *_ in judged["fair", "NLD", "2024"].evidence)
    assert roles == ["ability", *["of all ability"] * 2, *["of the total"] * 2, "value"]


def test_a_member_left_out_has_no_share(judged: Judged) -> None:
    assert (
        judged["share", "ISL", "2024"].reason == "no usable figure; it was expected by 2025-01-31"
    )


def test_a_ratio_is_told_without_a_unit(judged: Judged) -> None:
    assert judged["fair", "BEL", "2024"].reason == "0.63 is below the required 1.00"
