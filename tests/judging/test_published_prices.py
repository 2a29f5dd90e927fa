"""Prices, a plan's funding and both bases, on the files as their publishers published them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest

from commitments.model import (
    Basis,
    ConstantPrices,
    Deliver,
    Measure,
    Member,
    RateDay,
    Rates,
    Register,
    Threshold,
)
from pipelines.judge import registered
from tests.judging.judging import Told, commitment, judged_in_sql, register
from tests.published import published
from tests.receiving.test_published_files import WORKBOOK, House
from warehouse.findings import read_missing_prices
from warehouse.judgement import Horizon

pytestmark = pytest.mark.slow

RATES = "exchange-rates/eurofxref-hist.zip"
PLAN = "un-fts/fts_requirements_funding_afg.csv"
AID = "iati/dfid-589.xml"
MID_2025, TODAY = date(2025, 6, 30), date(2026, 11, 30)

ByKey = Mapping[tuple[str, str, str], Told]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house that has received the workbook, a plan, aid in pounds, and exchange rates."""
    opened = House(tmp_path_factory.mktemp("prices"))
    opened.receive(WORKBOOK, PLAN, AID, RATES)
    return opened


def judged(
    house: House, promises: Register, as_of: date, basis: Basis = Basis.REPORTED
) -> tuple[ByKey, int]:
    """What is judged, and how many prices were missing for it."""
    with house.opened() as warehouse:
        told = judged_in_sql(warehouse.connection, promises, Horizon(as_of=as_of), basis)
        return told, len(read_missing_prices(warehouse.connection))


@pytest.mark.parametrize(
    ("basis", "verdicts"),
    [
        (Basis.REPORTED, {"met": 23, "unmet": 8, "waived": 1}),
        (Basis.RECOMPUTED, {"met": 22, "unmet": 9, "waived": 1}),
    ],
)
def test_of_2024_slovakia_alone_is_at_two_percent_on_one_basis_only(
    house: House, basis: Basis, verdicts: dict[str, int]
) -> None:
    told, _ = judged(house, registered(house.settings), MID_2025, basis)
    of_2024 = {
        party: item
        for (name, party, period), item in told.items()
        if (name, period) == ("nato-defence-share", "2024")
    }
    assert Counter(item.verdict.value for item in of_2024.values()) == verdicts
    assert [party for party, item in of_2024.items() if item.fragile] == ["SVK"]
    slovakia = {of_2024["SVK"].value, of_2024["SVK"].other_value}
    assert slovakia == {Decimal(2), Decimal("1.989050282986")}


def test_a_plans_funding_is_the_share_of_its_requirement_that_is_published(house: House) -> None:
    told, _ = judged(house, registered(house.settings), TODAY)
    item = told["afghanistan-response-2020-funded", "DONORS", "2020"]
    with published(PLAN).open(encoding="utf-8", newline="") as stream:
        (row,) = (row for row in csv.DictReader(stream) if row["code"] == "HAFG20")
    assert (item.target, item.value) == (Decimal(row["requirements"]), Decimal(row["funding"]))
    assert item.gap == item.gap_usd == Decimal(row["requirements"]) - Decimal(row["funding"])
    assert item.target
    assert item.value
    assert round(100 * item.value / item.target) == int(row["percentFunded"])
    assert (item.verdict.value, item.due_on) == ("unmet", date(2020, 12, 31))


def test_an_implicit_deflator_gives_constant_prices_as_the_publisher_does(house: House) -> None:
    prices = ConstantPrices(
        source="nato-defence-expenditure", indicator="gdp", over="gdp-2015", base="2015"
    )
    measure = Measure(
        name="Spent",
        source="nato-defence-expenditure",
        unit="usd_million",
        indicator="defence-expenditure",
        constant_prices=prices,
    )
    spent = commitment(
        Threshold(at_least=Decimal(1)),
        id="spent",
        measure=measure,
        effective_from=date(2014, 1, 1),
        effective_until=date(2024, 12, 31),
    )
    figures: dict[tuple[str, str, str], Decimal] = {
        (party, period, indicator): value
        for party, period, indicator, value in house.rows(
            "SELECT party, period, indicator, value FROM core.observations WHERE source = 'nato-"
            "defence-expenditure' AND unit = 'usd_million' AND length(party) = 3"
        )
    }
    allies = sorted(
        {party for party, _, indicator in figures if indicator == "defence-expenditure"}
    )
    members = [Member(party=party, joined_on=date(2000, 1, 1)) for party in allies]
    told, missing = judged(house, register([spent], members), MID_2025)
    assert (len(told), missing) == (31 * 11, 0)
    otherwise = set()
    for (_, party, period), item in told.items():
        by_hand = (
            Fraction(figures[party, period, "defence-expenditure"])
            * Fraction(figures[party, period, "gdp-2015"])
            / Fraction(figures[party, period, "gdp"])
        )
        assert item.value is not None
        # An index is stated to twelve decimals: within a dollar of the exact product.
        assert abs(Fraction(item.value) - by_hand) < Fraction(1, 1_000_000)
        real = figures[party, period, "defence-expenditure-2015"]
        if abs(item.value - real) > Decimal("0.000001"):
            otherwise.add((party, period))
    # For the others the publisher deflates by something else than the amounts beside them.
    assert len(told) - len(otherwise) == 318
    assert {party for party, _ in otherwise} == {"ITA", "NLD", "USA"}


def quoted() -> dict[str, dict[str, Fraction]]:
    """Units of a currency for one euro by day, read without any of our code."""
    with zipfile.ZipFile(published(RATES)) as archive:
        text = archive.read("eurofxref-hist.csv").decode()
    return {
        row["Date"]: {
            key: Fraction(rate) for key, rate in row.items() if len(key) == 3 and rate != "N/A"
        }
        for row in csv.DictReader(io.StringIO(text))
    }


def in_dollars(amount: str, day: date, rates: dict[str, dict[str, Fraction]]) -> Fraction:
    while day.isoformat() not in rates:
        day -= timedelta(days=1)
    of_day = rates[day.isoformat()]
    return Fraction(amount) * of_day["USD"] / of_day["GBP"]


def transactions(path: Path, letter: str) -> list[tuple[str, date]]:
    root = ElementTree.parse(path).getroot()  # noqa: S314
    found = []
    for item in root.iter("transaction"):
        value = item.find("value")
        kind = item.find("transaction-type")
        made = item.find("transaction-date")
        assert value is not None
        assert kind is not None
        assert made is not None
        if kind.attrib["code"] == letter:
            found.append((value.text or "", date.fromisoformat(made.attrib["iso-date"][:10])))
    return found


def aid(**rule: bool) -> Register:
    measure = Measure(
        name="Aid disbursed",
        source="iati",
        unit="usd",
        rates=Rates(source="ecb-reference-rates", at=RateDay.DAY),
    )
    promise = commitment(
        Deliver(
            owed=("aid-commitment",), delivered=("aid-disbursement",), is_cumulative=True, **rule
        ),
        id="aid",
        measure=measure,
        obligors=("GBR",),
        effective_from=date(2013, 1, 1),
        effective_until=date(2013, 12, 31),
    )
    return register([promise], ())


def test_aid_in_pounds_is_judged_in_dollars_of_the_day_of_each_transaction(house: House) -> None:
    told, missing = judged(house, aid(is_open_ended=True), TODAY)
    item, rates = told["aid", "GBR", "2013"], quoted()
    owed, given = (
        sum(in_dollars(*one, rates) for one in transactions(published(AID), letter))
        for letter in "CD"
    )
    assert missing == 0
    assert item.target is not None
    assert item.value is not None
    assert abs(Fraction(item.target) - owed) < Fraction(1, 10_000)
    assert abs(Fraction(item.value) - given) < Fraction(1, 10_000)
    assert item.gap_usd == round(item.target - item.value, 2)


def test_without_rates_aid_in_pounds_is_not_told_in_dollars_and_every_amount_is_found(
    tmp_path: Path,
) -> None:
    house = House(tmp_path)
    house.receive(AID)
    told, missing = judged(house, aid(is_open_ended=True), TODAY)
    item = told["aid", "GBR", "2013"]
    assert (item.value, item.target, item.gap, item.gap_usd) == (None, None, None, None)
    assert item.reason.startswith("cannot be told in usd: no rate of GBP for 20")
    days = {(letter, day) for letter in "CD" for _, day in transactions(published(AID), letter)}
    assert missing == len(days)
