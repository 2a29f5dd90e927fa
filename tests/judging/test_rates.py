"""A gap in another currency is told in US dollars by published rates, or not at all."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import duckdb
import pytest

from commitments.model import Deliver, Measure, Member, RateDay, Rates
from tests.judging.judging import commitment, empty_ledger, fill_ledger, judged_in_sql, register
from tests.judging.oracle import Ledger, Observation, Submission
from warehouse.judgement import Horizon

RULE = Deliver(owed="owed", delivered="paid", is_open_ended=True)
# Units of a currency for one euro, by day.
QUOTED = {
    "usd": {"2024-01-02": "1.1", "2024-03-29": "1.2", "2025-01-02": "9"},
    "gbp": {"2024-01-02": "0.8", "2024-03-29": "0.6"},
}
AS_OF = date(2026, 1, 1)


def _row(
    number: int, source: str, party: str, indicator: str, period: str, value: str
) -> Observation:
    return Observation(
        submission=source,
        row_number=number,
        source=source,
        published_on=date(2026, 1, 1),
        party=party,
        indicator=indicator,
        period=period,
        value=Decimal(value),
        occurred_on=date(2024, 2, 1) if indicator == "paid" else None,
        due_on=date(2024, 2, 15) if indicator == "owed" else None,
    )


def _ledger(*, quoted: dict[str, dict[str, str]]) -> Ledger:
    dues = [("owed", "100"), ("paid", "40")]
    rates = [
        (f"eur-rate-{currency}", day, rate)
        for currency, days in quoted.items()
        for day, rate in days.items()
    ]
    return Ledger(
        submissions=[
            Submission(
                submission=source,
                source=source,
                published_on=date(2026, 1, 1),
                received_at=datetime(2026, 1, 1),
            )
            for source in ("dues", "rates")
        ],
        observations=[
            *(_row(n, "dues", "NLD", name, "2024", value) for n, (name, value) in enumerate(dues)),
            *(_row(n, "rates", "euro-area", *rate) for n, rate in enumerate(rates)),
        ],
    )


@pytest.mark.parametrize(
    ("unit", "at", "gap_usd"),
    [
        ("usd", RateDay.PERIOD_END, "60"),
        ("usd_million", RateDay.PERIOD_END, "60000000"),
        ("eur", RateDay.DAY, "66.00"),  # 60 × 1.1, the last rate before the day due
        ("eur", RateDay.PERIOD_END, "72.00"),
        ("eur_billion", RateDay.PERIOD_END, "72000000000"),
        ("eur", RateDay.PERIOD_AVERAGE, "69.00"),
        ("gbp", RateDay.PERIOD_END, "120.00"),  # 60 ÷ 0.6 × 1.2
        ("jpy", RateDay.PERIOD_END, None),
        ("number", RateDay.PERIOD_END, None),
    ],
)
def test_a_gap_is_converted_at_the_rate_declared(
    tables: duckdb.DuckDBPyConnection, unit: str, at: RateDay, gap_usd: str | None
) -> None:
    empty_ledger(tables)
    fill_ledger(tables, _ledger(quoted=QUOTED))
    measure = Measure(name="Dues", source="dues", unit=unit, rates=Rates(source="rates", at=at))
    promise = commitment(RULE, id="promise", measure=measure)
    members = [Member(party="NLD", joined_on=date(2000, 1, 1))]
    judged = judged_in_sql(tables, register([promise], members), Horizon(as_of=AS_OF))
    told = judged["promise", "NLD", "2024"]
    assert told.gap == 60
    assert told.gap_usd == (None if gap_usd is None else Decimal(gap_usd))


def test_without_a_rate_a_gap_is_not_told_in_dollars(tables: duckdb.DuckDBPyConnection) -> None:
    empty_ledger(tables)
    fill_ledger(tables, _ledger(quoted={}))
    rates = Rates(source="rates", at=RateDay.PERIOD_END)
    measure = Measure(name="Dues", source="dues", unit="eur", rates=rates)
    promise = commitment(RULE, id="promise", measure=measure)
    members = [Member(party="NLD", joined_on=date(2000, 1, 1))]
    judged = judged_in_sql(tables, register([promise], members), Horizon(as_of=AS_OF))
    assert (judged["promise", "NLD", "2024"].gap, judged["promise", "NLD", "2024"].gap_usd) == (
        60,
        None,
    )
