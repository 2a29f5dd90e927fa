"""What follows from verdicts: by tables, against the oracle, and by hand on the workbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from commitments.model import (
    Cadence,
    Commitment,
    Deliver,
    Member,
    Reach,
    Rule,
    Threshold,
    Verdict,
    Waiver,
)
from commitments.outlook import Outlook
from pipelines.judge import registered
from tests.judging.judging import HOME, commitment, empty_ledger, fill_ledger, register
from tests.judging.oracle import Ledger, Observation, Submission
from tests.judging.outlook_oracle import Facts, Figure, Line, label_of, outlook, rounds_to, student
from tests.judging.test_oracle import drawn
from tests.judging.worlds import World, worlds
from tests.published import published
from tests.receiving.test_published_files import WORKBOOK, House
from warehouse.consequences import read_outlooks
from warehouse.judgement import Horizon, judge
from warehouse.reading import Assessed, Filters, read_assessments

Values = dict[str, str]
NOW = date(2024, 7, 1)
HAGUE = Reach(
    at_least=Decimal("3.5"), by=date(2035, 12, 31), baseline="2024", margin=Decimal("0.2")
)
RISING = {"2021": "1", "2022": "1.1", "2023": "1.2", "2024": "1.3"}


def asked(
    tables: duckdb.DuckDBPyConnection, world: World, *, until: date | None = None
) -> dict[tuple[str, str], Outlook]:
    """The outlooks of a world, by commitment and party."""
    empty_ledger(tables)
    fill_ledger(tables, world.ledger)
    judge(tables, world.register, home_party=HOME, horizon=world.horizon)
    found = read_outlooks(
        tables,
        relation=Assessed.ASKED,
        filters=Filters(),
        as_of=world.horizon.as_of,
        until=until,
    )
    return {(item.commitment, item.party): item for item in found}


def world_of(
    promise: Commitment, rows: Sequence[dict[str, Any]], *, as_of: date, left_on: date | None = None
) -> World:
    """The Netherlands alone, with rows of one edition."""
    source = promise.measure.source
    edition = Submission(
        submission="edition",
        source=source,
        published_on=date(2024, 6, 1),
        received_at=datetime(2024, 6, 2),
    )
    plain = {"status": "A", "party": "NLD", "indicator": "share"}
    observations = [
        Observation(
            submission="edition",
            row_number=number,
            source=source,
            published_on=edition.published_on,
            **{**plain, **row, "value": Decimal(row["value"])},
        )
        for number, row in enumerate(rows, start=1)
    ]
    members = [Member(party="NLD", joined_on=date(2000, 1, 1), left_on=left_on)]
    members.append(Member(party="BEL", joined_on=date(2000, 1, 1)))
    return World(
        register=register([promise], members),
        ledger=Ledger(submissions=[edition], observations=observations, activities=[]),
        horizon=Horizon(as_of=as_of),
    )


def shares(values: Values) -> list[dict[str, Any]]:
    return [{"period": period, "value": value} for period, value in values.items()]


def outlook_of(
    tables: duckdb.DuckDBPyConnection,
    values: Values,
    rule: Rule = HAGUE,
    *,
    as_of: date = NOW,
    gdp: str | None = None,
    until: date | None = None,
    left_on: date | None = None,
    party: str = "NLD",
    **terms: Any,
) -> Outlook:
    """How the Netherlands, or another, stand with these shares."""
    promise = commitment(rule, **{"effective_from": date(2020, 1, 1), **terms})
    rows = shares(values)
    if gdp:
        rows += [{"period": year, "value": gdp, "indicator": "gdp"} for year in values]
    rows = [{**row, "party": party} for row in rows]
    world = world_of(promise, rows, as_of=as_of, left_on=left_on)
    return asked(tables, world, until=until)[promise.id, party]


# What it takes


def test_what_is_left_is_divided_by_the_years_left(tables: duckdb.DuckDBPyConnection) -> None:
    item = outlook_of(tables, RISING, gdp="1000")
    assert (item.latest_period, item.to_go, item.remaining) == ("2024", Decimal("2.2"), 11)
    assert item.takes == Decimal("0.2")
    assert item.to_go_usd == Decimal("22000000.00")  # 2.2 % of 1,000 million
    assert item.takes_usd == Decimal("2000000.00")


def test_a_target_that_is_reached_takes_nothing(tables: duckdb.DuckDBPyConnection) -> None:
    item = outlook_of(tables, {**RISING, "2024": "3.5"})
    assert (item.to_go, item.takes, item.arrives, item.is_never) == (0, 0, None, False)
    below = outlook_of(tables, {**RISING, "2024": "3.499999999"})
    assert (below.to_go, below.takes) == (Decimal("0.000000001"), Decimal("0.000000000091"))


@pytest.mark.parametrize(
    ("as_of", "by", "remaining"),
    [
        (date(2024, 7, 1), date(2025, 12, 31), 1),
        (date(2025, 12, 31), date(2025, 12, 31), 1),
        (date(2026, 1, 1), date(2025, 12, 31), None),  # the day has passed: nothing is left to do
        (date(2024, 7, 1), date(2024, 12, 31), None),  # the figure is already of the year promised
    ],
)
def test_years_are_left_until_the_year_promised_is_over(
    tables: duckdb.DuckDBPyConnection, as_of: date, by: date, remaining: int | None
) -> None:
    rule = Reach(at_least=Decimal("3.5"), by=by, baseline="2021")
    item = outlook_of(tables, RISING, rule, as_of=as_of)
    assert (item.remaining, item.takes is None) == (remaining, remaining is None)


def test_without_a_figure_nothing_is_told(tables: duckdb.DuckDBPyConnection) -> None:
    item = outlook_of(tables, {})
    told = (item.latest_value, item.to_go, item.remaining, item.takes, item.pace, item.expected)
    assert told == (None,) * 6
    assert (item.verdict, item.shortfall_usd) == (Verdict.PENDING, None)


def test_nothing_is_asked_of_whom_the_promise_no_longer_binds(
    tables: duckdb.DuckDBPyConnection,
) -> None:
    waiver = Waiver(
        party="NLD", author="me", reason="why", starts_on=NOW, ends_on=date(2024, 12, 31)
    )
    for item in (
        outlook_of(tables, RISING, waivers=(waiver,)),
        outlook_of(tables, RISING, left_on=date(2024, 1, 1)),
        outlook_of(tables, RISING, effective_until=date(2023, 12, 31)),
    ):
        assert (item.takes, item.pace, item.arrives) == (None, None, None)


def test_what_is_owed_by_a_day_is_divided_by_the_days_left(
    tables: duckdb.DuckDBPyConnection,
) -> None:
    promise = commitment(Deliver(owed=("owed",), delivered=("paid",)))
    rows = [
        {
            "period": "2024",
            "indicator": "owed",
            "value": "100",
            "due_on": date(2024, 7, 10),
        },
        {
            "period": "2024",
            "indicator": "paid",
            "value": "60",
            "occurred_on": date(2024, 3, 1),
        },
    ]
    for as_of, left, takes in (
        (date(2024, 7, 1), 10, Decimal(4)),
        (date(2024, 7, 10), 1, Decimal(40)),
        (date(2024, 7, 11), None, None),
    ):
        item = asked(tables, world_of(promise, rows, as_of=as_of))[promise.id, "NLD"]
        assert (item.to_go, item.remaining, item.takes) == (Decimal(40), left, takes)
        assert item.pace is None


# Shortfall


def test_gaps_in_points_are_added_up_in_dollars_only(tables: duckdb.DuckDBPyConnection) -> None:
    rule = Threshold(at_least=Decimal(2))
    item = outlook_of(tables, RISING, rule, gdp="1000", as_of=date(2025, 7, 1))
    assert (item.in_a_row, item.unmet_since, item.verdict) == (4, "2021", Verdict.UNMET)
    assert item.shortfall is None
    assert item.shortfall_usd == Decimal("34000000.00")  # (1 + 0.9 + 0.8 + 0.7) % of 1,000 million
    assert (item.periods_judged, item.periods_short) == (4, 4)


def test_a_gap_that_is_not_known_leaves_the_shortfall_unknown(
    tables: duckdb.DuckDBPyConnection,
) -> None:
    rule = Threshold(at_least=Decimal(2))
    assert outlook_of(tables, RISING, rule).shortfall_usd is None
    kept = outlook_of(tables, dict.fromkeys(RISING, "2"), rule)
    assert (kept.periods_short, kept.in_a_row) == (0, 0)


def test_a_year_looked_back_at_knows_nothing_of_later_ones(
    tables: duckdb.DuckDBPyConnection,
) -> None:
    rule = Threshold(at_least=Decimal(2))
    values = {**RISING, "2024": "2"}
    given_ = {"gdp": "1000", "as_of": date(2025, 7, 1)}
    before = outlook_of(tables, values, rule, until=date(2023, 12, 31), **given_)
    now = outlook_of(tables, values, rule, **given_)
    assert (before.period, before.in_a_row, before.latest_period) == ("2023", 3, "2023")
    assert (now.period, now.in_a_row, now.shortfall_usd) == ("2024", 0, before.shortfall_usd)


# The pace


def test_the_quantiles_are_those_of_published_tables() -> None:
    assert [round(student(free), 3) for free in (2, 3, 4)] == [1.886, 1.638, 1.533]


def test_a_straight_line_arrives_when_it_is_there_and_not_a_year_later(
    tables: duckdb.DuckDBPyConnection,
) -> None:
    item = outlook_of(tables, RISING)
    assert (item.pace, item.pace_since, item.values_used) == (Decimal("0.1"), "2021", 4)
    # 1.3 + 22 × 0.1 = 3.5
    assert (item.arrives, item.earliest, item.latest) == ("2046", "2046", "2046")
    assert (item.expected, item.pace_band) == (Decimal("2.4"), Verdict.OFF_TRACK)


@pytest.mark.parametrize(
    ("step", "band"),
    [
        ("0.2", Verdict.ON_TRACK),
        ("0.199999999", Verdict.AT_RISK),
        ("0.181818182", Verdict.AT_RISK),  # 1.3 + 11 × 0.181818182 = 3.300000002
        ("0.181818181", Verdict.OFF_TRACK),
    ],
)
def test_the_pace_is_held_against_the_target_and_the_margin(
    tables: duckdb.DuckDBPyConnection, step: str, band: Verdict
) -> None:
    values = {str(2024 - back): str(Decimal("1.3") - back * Decimal(step)) for back in range(4)}
    assert outlook_of(tables, values).pace_band is band


@pytest.mark.parametrize("values", [["1.3"] * 4, ["1.6", "1.5", "1.4", "1.3"]])
def test_a_pace_that_does_not_rise_never_arrives(
    tables: duckdb.DuckDBPyConnection, values: list[str]
) -> None:
    item = outlook_of(tables, dict(zip(RISING, values, strict=True)))
    assert item.is_never
    assert (item.arrives, item.earliest, item.latest) == (None, None, None)
    assert item.pace_band is Verdict.OFF_TRACK


def test_a_pace_that_needs_more_than_a_hundred_years_names_none(
    tables: duckdb.DuckDBPyConnection,
) -> None:
    def rising(step: str) -> Values:
        return {str(2024 - back): str(Decimal("1.3") - back * Decimal(step)) for back in range(4)}

    assert outlook_of(tables, rising("0.022")).arrives == "2124"
    item = outlook_of(tables, rising("0.0219"))
    assert (item.arrives, item.is_never) == (None, False)


def test_figures_that_vary_too_much_name_no_latest_year(tables: duckdb.DuckDBPyConnection) -> None:
    item = outlook_of(tables, {"2021": "1", "2022": "1.6", "2023": "0.9", "2024": "1.5"})
    assert item.pace
    assert item.pace > 0
    assert item.arrives
    assert item.earliest
    assert item.earliest < item.arrives
    assert item.latest is None


@pytest.mark.parametrize(
    ("years", "used"),
    [
        ((2022, 2023, 2024), None),
        ((2018, 2022, 2023, 2024), None),  # the oldest is not of the last six years
        ((2019, 2022, 2023, 2024), 4),
        ((2019, 2021, 2022, 2024), 4),
        (tuple(range(2014, 2025)), 6),
    ],
)
def test_a_pace_needs_four_values_of_the_last_six_years(
    tables: duckdb.DuckDBPyConnection, years: tuple[int, ...], used: int | None
) -> None:
    item = outlook_of(tables, {str(year): str(Decimal(year - 2000) / 20) for year in years})
    assert item.values_used == used
    assert item.pace == (Decimal("0.05") if used else None)
    assert (item.arrives is None, item.expected is None) == (used is None, used is None)
    assert item.takes is not None


@pytest.mark.parametrize("cadence", list(Cadence))
def test_periods_of_every_length_are_counted(
    tables: duckdb.DuckDBPyConnection, cadence: Cadence
) -> None:
    last = {"day": 738_702, "month": 24_293, "quarter": 8_097, "half": 4_048}.get(cadence, 2024)
    party = "BEL" if cadence is Cadence.FISCAL_YEAR else "NLD"
    values = {label_of(cadence, last - back): f"1.{9 - 2 * back}" for back in range(4)}
    rule = Threshold(at_least=Decimal(3))
    began = date(2024, 6, 29)
    item = outlook_of(tables, values, rule, cadence=cadence, effective_from=began, party=party)
    assert item.pace == Decimal("0.2")
    assert item.arrives == label_of(cadence, last + 6)  # 1.9 + 5.5 × 0.2 = 3


def test_a_path_by_fiscal_years_leads_to_the_one_that_holds_the_day(
    tables: duckdb.DuckDBPyConnection,
) -> None:
    values = {"FY2020/21": "1", "FY2021/22": "1.1", "FY2022/23": "1.2", "FY2023/24": "1.3"}
    other_years = dict.fromkeys(("2021", "2022", "2023", "2024"), "9")
    rule = Reach(at_least=Decimal(2), by=date(2028, 1, 1), baseline="FY2020/21")
    item = outlook_of(
        tables, values | other_years, rule, cadence=Cadence.FISCAL_YEAR, party="BEL", gdp="1000"
    )
    assert (item.latest_period, item.remaining, item.to_go) == ("FY2023/24", 4, Decimal("0.7"))
    assert item.to_go_usd == Decimal("7000000.00")
    assert (item.pace, item.arrives) == (Decimal("0.1"), "FY2030/31")


def test_a_calendar_year_is_numbered_as_such_though_others_have_fiscal_years(
    tables: duckdb.DuckDBPyConnection,
) -> None:
    rule = Threshold(at_least=Decimal(2))
    item = outlook_of(tables, RISING | {"FY2023/24": "9"}, rule, cadence=Cadence.FISCAL_YEAR)
    assert (item.latest_period, item.arrives) == ("2024", "2031")
    gone = outlook_of(tables, RISING, rule, cadence=Cadence.FISCAL_YEAR, left_on=date(2022, 1, 1))
    assert (gone.period, gone.pace, gone.arrives) == ("2021", None, None)


# Against the oracle


def assert_told(item: Outlook, expected: Facts) -> None:
    facts = dict(expected)
    line, slope = facts.pop("line", None), facts.pop("slope", None)
    in_dollars = facts.pop("to_go_usd", None)
    for name, value in facts.items():
        assert getattr(item, name) == value, name
    if isinstance(in_dollars, Fraction):
        assert item.to_go_usd is not None
        assert abs(Fraction(item.to_go_usd) - in_dollars) <= Fraction(1, 100)
    if isinstance(slope, Fraction) and isinstance(line, Line):
        assert item.pace is not None
        assert rounds_to(slope, item.pace)
        if item.expected is not None and item.remaining is not None:
            by = line.points[-1][0] + item.remaining
            assert rounds_to(line.at(by), item.expected, places=7)


def assert_as_the_oracle(tables: duckdb.DuckDBPyConnection, world: World) -> None:
    found = asked(tables, world)
    told = read_assessments(tables, relation=Assessed.ASKED, filters=Filters())
    cursor = tables.execute(
        "SELECT rules.commitment, figures.party, figures.indicator, figures.period, figures.value "
        "FROM figures INNER JOIN rules ON figures.book = rules.book OR (rules.book <> rules.source "
        "AND rules.source = figures.book AND rules.money_base = figures.indicator) "
        "WHERE figures.value IS NOT NULL"
    )
    figures = defaultdict(list)
    for name, party, indicator, period, value in cursor.fetchall():
        figures[name, party].append(Figure(indicator=indicator, period=period, value=value))
    of_party = defaultdict(list)
    for assessment in told:
        of_party[assessment.commitment, assessment.party].append(assessment)
    assert found.keys() == of_party.keys()
    for key, items in of_party.items():
        ends = [one.period_end for one in told if one.commitment == key[0]]
        expected = outlook(
            world.register.commitment(key[0]),
            items,
            figures[key],
            as_of=world.horizon.as_of,
            last_of_any=max(ends),
        )
        assert_told(found[key], expected)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_statement_and_oracle_agree_on_whole_worlds(tables: duckdb.DuckDBPyConnection) -> None:
    @drawn(30)
    @given(world=worlds(editions=6))
    def agree(world: World) -> None:
        assert_as_the_oracle(tables, world)

    agree()


@st.composite
def paths(draw: st.DrawFn) -> World:
    """Shares of up to ten years, with gaps, under a promise of a level or of a way to it."""
    years = draw(st.sets(st.integers(2015, 2025), min_size=3))
    values = {
        str(year): str(draw(st.decimals("0.5", "4", places=draw(st.sampled_from([1, 3])))))
        for year in sorted(years)
    }
    target = draw(st.sampled_from([Decimal(2), Decimal("3.5")]))
    by = draw(st.sampled_from([date(2024, 12, 31), date(2026, 12, 31), date(2035, 12, 31)]))
    rule = draw(
        st.sampled_from(
            [
                Threshold(at_least=target, margin=Decimal("0.2")),
                Reach(at_least=target, by=by, baseline="2016", margin=Decimal("0.2")),
            ]
        )
    )
    rows = shares(values)
    rows += [{"period": year, "value": "1000", "indicator": "gdp"} for year in values]
    as_of = draw(st.dates(date(2023, 1, 1), date(2026, 12, 31)))
    return world_of(
        commitment(rule, effective_from=date(2018, 1, 1)),
        rows,
        as_of=as_of,
        left_on=draw(st.sampled_from([None, None, None, date(2022, 1, 1)])),
    )


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_statement_and_oracle_agree_on_paths_with_gaps(tables: duckdb.DuckDBPyConnection) -> None:
    @drawn(60)
    @given(world=paths())
    def agree(world: World) -> None:
        assert_as_the_oracle(tables, world)

    agree()


# The path of The Hague, from the cells of the workbook


def cell(sheet: list[list[Any]], name: str, *, year: int) -> Decimal:
    """The first cell of a country in a sheet, for 2014 to 2024, as it is written."""
    row = next(
        row for row in sheet if any(str(text).split("  ")[0].strip() == name for text in row)
    )
    values = [value for value in row if isinstance(value, float)]
    return Decimal(repr(values[year - 2014]))


@pytest.mark.slow
def test_the_way_to_three_and_a_half_percent_is_what_the_cells_come_to(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.receive(WORKBOOK)
    as_of = date(2025, 6, 30)
    with house.opened() as warehouse:
        judge(
            warehouse.connection,
            registered(house.settings),
            home_party=HOME,
            horizon=Horizon(as_of=as_of),
        )
        found = read_outlooks(
            warehouse.connection,
            relation=Assessed.ASKED,
            filters=Filters(commitment="nato-core-defence-2035"),
            as_of=as_of,
        )
    told = {item.party: item for item in found}
    assert len([item for item in found if item.takes is not None]) == 31
    assert [item.party for item in found if item.takes == 0] == ["POL"]
    book = CalamineWorkbook.from_path(str(published(WORKBOOK)))
    shares_of, gdp_of = (book.get_sheet_by_name(f"TABLE{number}").to_python() for number in (3, 5))
    by_hand = {
        # Share 1.2825…: 2.2174… points in 11 years, of a GDP of 1,658,360 million.
        "Spain": ("ESP", "0.2016", 3_343, "2055", "2051", "2059"),
        "Belgium": ("BEL", "0.2001", 1_312, "2052", "2048", "2057"),
        "Canada": ("CAN", "0.1941", 4_335, None, None, None),  # it falls by 0.0006 points a year
    }
    for name, (party, takes, millions, *years) in by_hand.items():
        item = told[party]
        share, gdp = cell(shares_of, name, year=2024), cell(gdp_of, name, year=2024)
        exact = (Fraction(7, 2) - Fraction(share)) / 11
        assert item.takes is not None
        assert item.takes_usd is not None
        assert abs(Fraction(item.takes) - exact) < Fraction(1, 10**9)
        assert abs(Fraction(item.takes_usd) - exact * Fraction(gdp) * 10_000) < 1
        assert (round(item.takes, 4), round(item.takes_usd / 10**6)) == (Decimal(takes), millions)
        assert [item.arrives, item.earliest, item.latest] == years
        points = [(year, Fraction(cell(shares_of, name, year=year))) for year in range(2019, 2025)]
        assert item.pace is not None
        assert rounds_to(Line(points=points).slope, item.pace)
        assert item.is_never == (party == "CAN")
