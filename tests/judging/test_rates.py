"""Amounts in other money are judged by published rates, or not at all; so are gaps in dollars."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

import duckdb
import pytest

from commitments.model import (
    ConstantPrices,
    Deliver,
    Measure,
    Member,
    RateDay,
    Rates,
    Register,
    Threshold,
    Verdict,
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
from warehouse.findings import read_missing_prices
from warehouse.judgement import Horizon

RULE = Deliver(owed=("owed",), delivered=("paid",), is_open_ended=True)
# Units of a currency for one euro, by day; the gap is due on 15 February 2024.
QUOTED = {
    "usd": {"2024-01-02": "1.1", "2024-02-08": "1.3", "2024-12-27": "1.2", "2025-01-02": "9"},
    "gbp": {"2024-01-02": "0.8", "2024-02-07": "0.5", "2024-12-27": "0.6"},
}
EDITION, AS_OF = date(2025, 12, 31), date(2026, 1, 1)
AT_END, ON_DAY, ON_AVERAGE = RateDay.PERIOD_END, RateDay.DAY, RateDay.PERIOD_AVERAGE
MEMBERS = [Member(party="NLD", joined_on=date(2000, 1, 1))]

Paid = tuple[str, str, str]  # amount, unit, day


def observation(number: int, source: str, **given: object) -> Observation:
    usual: dict[str, object] = {"party": "NLD", "period": "2024", "published_on": EDITION}
    row = {**usual, "submission": source, "row_number": number, "source": source, **given}
    return Observation(**row)  # type: ignore[arg-type]


def ledger(rows: Iterable[Observation], *, quoted: dict[str, dict[str, str]]) -> Ledger:
    rates = [
        (f"eur-rate-{currency}", day, Decimal(rate))
        for currency, days in quoted.items()
        for day, rate in days.items()
    ]
    return Ledger(
        submissions=[
            Submission(
                submission=source,
                source=source,
                published_on=EDITION,
                received_at=datetime(2026, 1, 1),
            )
            for source in ("dues", "rates")
        ],
        observations=[
            *rows,
            *(
                observation(n, "rates", party="euro-area", indicator=name, period=day, value=rate)
                for n, (name, day, rate) in enumerate(rates)
            ),
        ],
    )


def dues(*paid: Paid, owed: str = "100", unit: str = "usd") -> list[Observation]:
    debt = observation(
        0, "dues", indicator="owed", value=Decimal(owed), unit=unit, due_on=date(2024, 2, 15)
    )
    return [
        debt,
        *(
            observation(
                number,
                "dues",
                indicator="paid",
                value=Decimal(amount),
                unit=of,
                occurred_on=date.fromisoformat(day),
            )
            for number, (amount, of, day) in enumerate(paid, start=1)
        ),
    ]


def judged(tables: duckdb.DuckDBPyConnection, promises: Register, known: Ledger) -> Told:
    """What statements and oracle agree on."""
    empty_ledger(tables)
    fill_ledger(tables, known)
    told = judged_in_sql(tables, promises, Horizon(as_of=AS_OF))
    assert without_words(told) == judge(promises, known, home_party=HOME, as_of=AS_OF)
    return told["promise", "NLD", "2024"]


def promise(unit: str, at: RateDay, rule: Deliver = RULE) -> Register:
    measure = Measure(name="Dues", source="dues", unit=unit, rates=Rates(source="rates", at=at))
    until = {"effective_until": date(2024, 12, 31)}
    return register([commitment(rule, id="promise", measure=measure, **until)], MEMBERS)


@pytest.mark.parametrize(
    ("unit", "at", "gap_usd"),
    [
        ("usd", AT_END, "60"),
        ("usd_million", AT_END, "60000000"),
        ("eur", ON_DAY, "78.00"),  # 60 × 1.3, quoted seven days before the day due
        ("gbp", ON_DAY, None),  # quoted eight days before
        ("eur", AT_END, "72.00"),
        ("eur_billion", AT_END, "72000000000"),
        ("eur", ON_AVERAGE, "72.00"),  # 60 × (1.1 + 1.3 + 1.2) ÷ 3
        ("gbp", AT_END, "120.00"),  # 60 ÷ 0.6 × 1.2
        ("gbp", ON_AVERAGE, "113.68"),  # 60 × 1.2 ÷ 0.633333333333 = 113.6842…
        ("jpy", AT_END, None),
    ],
)
def test_a_gap_is_told_in_dollars_at_the_rate_declared(
    tables: duckdb.DuckDBPyConnection, unit: str, at: RateDay, gap_usd: str | None
) -> None:
    known = ledger(dues(("40", unit, "2024-02-01"), unit=unit), quoted=QUOTED)
    told = judged(tables, promise(unit, at), known)
    assert told.gap == 60
    assert told.gap_usd == (None if gap_usd is None else Decimal(gap_usd))
    assert ("the gap is not told in US dollars: no rate of" in told.reason) is (gap_usd is None)


@pytest.mark.parametrize(
    ("unit", "at", "paid", "value"),
    [
        ("usd", ON_DAY, [("40", "usd", "2024-01-05")], "40"),
        ("usd", ON_DAY, [("0.04", "usd_thousand", "2024-01-05")], "40"),
        ("usd", ON_DAY, [("40", "eur", "2024-01-05")], "44"),
        ("usd_thousand", ON_DAY, [("40", "eur", "2024-01-02")], "0.044"),
        ("eur", ON_DAY, [("40", "usd", "2024-01-09")], "36.363636"),  # 40 ÷ 1.1
        ("eur", ON_DAY, [("-40", "usd", "2024-01-09")], "-36.363636"),  # taken back
        ("eur", AT_END, [("40", "gbp", "2024-01-09")], "66.666667"),
        ("usd", AT_END, [("40", "gbp", "2024-01-09"), ("1.5", "eur", "2024-05-05")], "81.8"),
    ],
)
def test_amounts_in_other_money_add_up_in_the_money_of_the_measure(
    tables: duckdb.DuckDBPyConnection, unit: str, at: RateDay, paid: list[Paid], value: str
) -> None:
    known = ledger(dues(*paid, unit=unit, owed="1000"), quoted=QUOTED)
    told = judged(tables, promise(unit, at), known)
    assert told.value == Decimal(value)
    assert told.gap == 1000 - Decimal(value)


@pytest.mark.parametrize("due", ["open-ended", "due"])
def test_a_sum_of_which_one_amount_has_no_rate_is_not_told(
    tables: duckdb.DuckDBPyConnection, due: str
) -> None:
    paid = [("400", "usd", "2024-01-05"), ("7", "jpy", "2024-01-06"), ("5", "gbp", "2024-02-15")]
    rule = Deliver(owed=("owed",), delivered=("paid",), is_open_ended=due == "open-ended")
    promises = promise("usd", ON_DAY, rule)
    told = judged(tables, promises, ledger(dues(*paid), quoted=QUOTED))
    assert (told.value, told.gap, told.gap_usd, told.kept_on) == (None, None, None, None)
    assert told.verdict is Verdict.NO_DATA
    assert told.timeliness.value == "on_time"  # they did report; the rate is for us to find
    assert told.reason == "cannot be told in usd: no rate of GBP for 2024-02-15"
    found = [
        (f.kind, f.commitment, f.indicator, f.party, f.period, f.unit, f.figure, f.needed_on)
        for f in read_missing_prices(tables)
    ]
    missing = ("no_rate", "promise", "paid", "NLD", "2024")
    assert found == [
        (*missing, "jpy", 7, date(2024, 1, 6)),
        (*missing, "gbp", 5, date(2024, 2, 15)),
    ]


def test_a_gap_without_a_rate_is_a_finding(tables: duckdb.DuckDBPyConnection) -> None:
    known = ledger(dues(("40", "eur", "2024-01-05"), unit="eur"), quoted={})
    told = judged(tables, promise("eur", AT_END), known)
    assert (told.gap, told.gap_usd) == (60, None)
    (finding,) = read_missing_prices(tables)
    assert (finding.unit, finding.figure, finding.needed_on) == ("eur", 60, date(2024, 12, 31))
    assert finding.reason == (
        "no rate of USD for 2024-12-31 in rates; the gap is not told in US dollars"
    )


def test_an_average_needs_rates_to_the_end_of_its_period(
    tables: duckdb.DuckDBPyConnection,
) -> None:
    quoted = {"usd": {"2024-01-02": "1.1", "2024-12-23": "1.3"}}
    known = ledger(dues(("40", "eur", "2024-01-05"), unit="eur"), quoted=quoted)
    assert judged(tables, promise("eur", ON_AVERAGE), known).gap_usd is None


# Constant prices


def in_constant_prices(over: str | None, base: str = "2015") -> Register:
    prices = ConstantPrices(source="dues", indicator="deflator", over=over, base=base)
    measure = Measure(
        name="Spent", source="dues", unit="usd", indicator="spent", constant_prices=prices
    )
    rule = Threshold(at_least=Decimal(90))
    until = {"effective_until": date(2024, 12, 31)}
    return register([commitment(rule, id="promise", measure=measure, **until)], MEMBERS)


@pytest.mark.parametrize(
    ("over", "figures", "value"),
    [
        (None, {("deflator", "2015"): "80", ("deflator", "2024"): "100"}, "80"),
        (None, {("deflator", "2015"): "100", ("deflator", "2024"): "110"}, "90.909091"),
        (None, {("deflator", "2024"): "110"}, None),
        (None, {("deflator", "2015"): "100"}, None),
        (None, {("deflator", "2015"): "100", ("deflator", "2024"): "0"}, None),
        (
            "real",
            {
                ("deflator", "2015"): "500",
                ("real", "2015"): "500",
                ("deflator", "2024"): "660",
                ("real", "2024"): "600",
            },
            "90.909091",
        ),
        ("real", {("deflator", "2015"): "500", ("deflator", "2024"): "660"}, None),
    ],
)
def test_an_amount_is_told_in_prices_of_the_base_year(
    tables: duckdb.DuckDBPyConnection,
    over: str | None,
    figures: dict[tuple[str, str], str],
    value: str | None,
) -> None:
    rows = [
        observation(n, "dues", indicator=name, period=period, value=Decimal(figure), unit="number")
        for n, ((name, period), figure) in enumerate(figures.items(), start=1)
    ]
    spent = observation(0, "dues", indicator="spent", value=Decimal(100), unit="usd")
    told = judged(tables, in_constant_prices(over), ledger([spent, *rows], quoted={}))
    assert told.value == (None if value is None else Decimal(value))
    found = [(f.kind, f.party, f.period, f.figure) for f in read_missing_prices(tables)]
    if value is None:
        assert told.verdict is Verdict.NO_DATA
        index = f"deflator ÷ {over}" if over else "deflator"
        assert told.reason.startswith(f"cannot be told in usd: no index {index} of")
        assert found == [("no_index", "NLD", "2024", 100)]
    else:
        assert told.verdict is (Verdict.MET if Decimal(value) >= 90 else Verdict.UNMET)
        assert found == []
