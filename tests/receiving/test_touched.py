"""Which verdicts a revised figure may touch, whatever their measure makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
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
    ShareOfTotal,
    Threshold,
)
from tests.judging.judging import HOME, commitment, register
from warehouse.comparing import Touched, read_touched

MEMBERS = [
    Member(party="NLD", joined_on=date(2000, 1, 1)),
    Member(party="BEL", joined_on=date(2000, 1, 1)),
    Member(party="DNK", joined_on=date(2000, 1, 1), left_on=date(2024, 7, 1)),
    Member(party="ISL", joined_on=date(2000, 1, 1)),
]
WITHOUT = (LeftOut(party="ISL", reason="It has no forces."),)
FORMULAS: dict[str, Formula | None] = {
    "fair": FairShare(among="pact", ability="gdp", without=WITHOUT),
    "growth": Growth(),
    "people": FairShare(among="pact", ability="people", ability_source="census", without=WITHOUT),
    "plain": None,
    "ratio": Ratio(over="gdp", times=100),
    "share": ShareOfTotal(among="pact", without=WITHOUT),
}
PROMISES = register(
    [
        commitment(
            Threshold(at_least=Decimal(25)),
            id=name,
            effective_from=date(2023, 1, 1),
            measure=Measure(
                name="Spending",
                source="figures",
                unit="percent",
                indicator="spent",
                formula=formula,
            ),
        )
        for name, formula in FORMULAS.items()
    ],
    MEMBERS,
)

# source, party, indicator, period of the figure that rises from 20 to 30: whose verdicts
TOUCHED = {
    "an indicator": (
        ("figures", "NLD", "spent", "2023"),
        {"fair": 4, "growth": 2, "people": 4, "plain": 1, "ratio": 1, "share": 4},
    ),
    "before the promise": (("figures", "NLD", "spent", "2022"), {"growth": 1}),
    "after a member left": (
        ("figures", "NLD", "spent", "2024"),
        {"fair": 3, "growth": 2, "people": 3, "plain": 1, "ratio": 1, "share": 3},
    ),
    "what is divided by": (("figures", "NLD", "gdp", "2023"), {"fair": 4, "ratio": 1}),
    "an ability of another source": (("census", "BEL", "people", "2023"), {"people": 4}),
    "who is left out of the total": (
        ("figures", "ISL", "spent", "2023"),
        {"growth": 2, "plain": 1, "ratio": 1},
    ),
    "who has left": (("figures", "DNK", "spent", "2024"), {}),
    "an indicator of another source": (("census", "NLD", "spent", "2023"), {}),
    "a fiscal year": (
        ("figures", "NLD", "spent", "FY2023/24"),
        {"fair": 4, "growth": 2, "people": 4, "plain": 1, "ratio": 1, "share": 4},
    ),
}


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as found:
        yield found


def _touched(
    connection: duckdb.DuckDBPyConnection, source: str, party: str, indicator: str, period: str
) -> dict[str, Touched]:
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE met AS SELECT $party AS party, $indicator AS indicator, "
        "$period AS period, CAST(20 AS DECIMAL(38, 18)) AS from_value, "
        "CAST(30 AS DECIMAL(38, 18)) AS to_value, true AS counts, true AS differs",
        {"party": party, "indicator": indicator, "period": period},
    )
    found = read_touched(connection, source=source, register=PROMISES, home_party=HOME)
    return {item.commitment: item for item in found}


@pytest.mark.parametrize(("figure", "verdicts"), TOUCHED.values(), ids=TOUCHED.keys())
def test_every_verdict_that_rests_on_a_figure_is_counted(
    connection: duckdb.DuckDBPyConnection,
    figure: tuple[str, str, str, str],
    verdicts: dict[str, int],
) -> None:
    found = _touched(connection, *figure)
    assert {name: item.verdicts for name, item in found.items()} == verdicts


def test_a_figure_crosses_a_target_only_where_it_is_the_value(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    found = _touched(connection, "figures", "NLD", "spent", "2023")
    assert [name for name, item in found.items() if item.crossed] == ["plain"]
    assert found["share"].parties == ["BEL", "DNK", "ISL", "NLD"]
