"""The bundled register judged on the bundled figures, against what is publicly known of them."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from commitments.model import Register, Timeliness, Verdict
from pipelines.judge import registered
from pipelines.receive import receive_submissions
from pipelines.settings import PREFIX, Settings
from tests.conftest import NOW
from tests.judging.judging import HOME, Told, judged_in_sql
from warehouse.connection import Warehouse, open_warehouse
from warehouse.judgement import Horizon
from warehouse.storing import store_judgement

pytestmark = pytest.mark.slow

SAMPLE = Path(__file__).parents[2] / "sample" / "inbox"
MID_2024, MID_2025, TODAY = date(2024, 6, 30), date(2025, 6, 30), date(2026, 8, 20)
BELOW_TWO_PERCENT = {"BEL", "CAN", "ESP", "HRV", "ITA", "LUX", "PRT", "SVN"}
MET, LATE, UNMET, WAIVED = Verdict.MET, Verdict.MET_LATE, Verdict.UNMET, Verdict.WAIVED
ON_TRACK, AT_RISK, OFF_TRACK = Verdict.ON_TRACK, Verdict.AT_RISK, Verdict.OFF_TRACK
NO_DATA = Verdict.NO_DATA

ByParty = Mapping[str, Told]
Ask = Callable[..., ByParty]


@pytest.fixture(scope="session")
def received(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, Register]]:
    """A house of its own in which the sample has been received, as on a first night."""
    with pytest.MonkeyPatch.context() as environment:
        for name in [name for name in os.environ if name.startswith(PREFIX)]:
            environment.delenv(name)
        settings = Settings(home=tmp_path_factory.mktemp("published"))
        receive_submissions(settings, paths=[SAMPLE], now=NOW)
        yield settings, registered(settings)


@pytest.fixture(scope="session")
def published(received: tuple[Settings, Register]) -> Iterator[Warehouse]:
    """The warehouse of that house."""
    with open_warehouse(received[0].location()) as warehouse:
        yield warehouse


@pytest.fixture(scope="session")
def ask(received: tuple[Settings, Register], published: Warehouse) -> Ask:
    """The judgement of one commitment and period as of a day, by party."""
    judged = {
        day: judged_in_sql(published.connection, received[1], Horizon(as_of=day))
        for day in (MID_2024, MID_2025, TODAY)
    }

    def asked(commitment: str, period: str, *, as_of: date = TODAY) -> ByParty:
        return {
            party: item
            for (of, party, label), item in judged[as_of].items()
            if (of, label) == (commitment, period)
        }

    return asked


def parties(judged: ByParty, *verdicts: Verdict) -> set[str]:
    return {party for party, item in judged.items() if item.verdict in verdicts}


def counts(judged: ByParty) -> dict[Verdict, int]:
    return dict(Counter(item.verdict for item in judged.values()))


def rows_of(file: str) -> dict[tuple[str, str, str], dict[str, str]]:
    """The rows of a sample file by party, indicator and period, read without the warehouse."""
    with (SAMPLE / file).open(encoding="utf-8", newline="") as stream:
        return {
            (row["party"], row["indicator"], row["period"]): row for row in csv.DictReader(stream)
        }


# NATO


def test_in_2014_three_allies_spent_two_percent(ask: Ask) -> None:
    judged = ask("nato-defence-share-2024", "2014")
    above = {party for party, item in judged.items() if item.value and item.value >= 2}
    assert above == {"GRC", "GBR", "USA"}
    assert counts(judged) == {ON_TRACK: 27, WAIVED: 1}
    assert parties(judged, WAIVED) == {"ISL"}


@pytest.mark.parametrize(
    ("party", "first"), [("MNE", 2017), ("MKD", 2020), ("FIN", 2023), ("SWE", 2024)]
)
def test_no_ally_is_judged_before_it_joined(ask: Ask, party: str, first: int) -> None:
    years = [
        year for year in range(2014, 2025) if party in ask("nato-defence-share-2024", str(year))
    ]
    assert years == list(range(first, 2025))


def test_of_2024_while_it_runs_23_allies_are_on_track_and_eight_are_not(ask: Ask) -> None:
    judged = ask("nato-defence-share", "2024", as_of=MID_2024)
    assert len(parties(judged, ON_TRACK)) == 23
    assert parties(judged, AT_RISK, OFF_TRACK) == BELOW_TWO_PERCENT
    assert parties(judged, AT_RISK) == {"HRV"}
    assert parties(judged, WAIVED) == {"ISL"}
    assert len(judged) == 32


def test_of_2024_after_its_end_the_same_allies_are_met_and_unmet_provisionally(ask: Ask) -> None:
    running = ask("nato-defence-share", "2024", as_of=MID_2024)
    judged = ask("nato-defence-share", "2024", as_of=MID_2025)
    assert parties(judged, MET) == parties(running, ON_TRACK)
    assert parties(judged, UNMET) == BELOW_TWO_PERCENT
    assert parties(judged, WAIVED) == {"ISL"}
    assert {party for party, item in judged.items() if not item.provisional} == {"ISL"}


def test_of_2024_equipment_belgium_and_canada_alone_fall_short(ask: Ask) -> None:
    running = ask("nato-equipment-share", "2024", as_of=MID_2024)
    judged = ask("nato-equipment-share", "2024", as_of=MID_2025)
    assert parties(running, AT_RISK, OFF_TRACK) == {"BEL", "CAN"}
    assert parties(judged, UNMET) == {"BEL", "CAN"}
    assert counts(judged) == {MET: 29, UNMET: 2, WAIVED: 1}


def test_both_guidelines_of_2024_together_are_met_by_those_who_met_each(ask: Ask) -> None:
    both = ask("nato-investment-pledge-2024", "2024", as_of=MID_2025)
    parts = [
        ask(part, "2024", as_of=MID_2025)
        for part in ("nato-defence-share-2024", "nato-equipment-share-2024")
    ]
    assert parties(both, MET) == parties(parts[0], MET) & parties(parts[1], MET)
    assert parties(both, UNMET) == BELOW_TWO_PERCENT
    assert counts(both) == {MET: 23, UNMET: 8, WAIVED: 1}
    assert {party for party, item in both.items() if item.value == 0} == {"BEL", "CAN"}
    assert both["ESP"].reason == (
        "2 of 2 parts must hold: nato-defence-share-2024 unmet; nato-equipment-share-2024 met"
    )


def test_the_gap_of_spain_in_dollars_is_its_gap_of_its_gdp(ask: Ask) -> None:
    spain = ask("nato-defence-share", "2024", as_of=MID_2025)["ESP"]
    assert spain.value == Decimal("1.282549642204323")
    assert spain.gap == Decimal("0.717450357795677")  # 2 - 1.282549642204323
    # 0.717450357795677 % of 1,658,360.1528221054 million
    assert spain.gap_usd == Decimal("11897910849.96")
    assert {role for role, *_ in spain.evidence} == {"value", "money base"}


def test_every_gap_in_dollars_is_exact_to_the_cent(ask: Ask) -> None:
    rows = rows_of("nato-defence-expenditure-2024-06-17.csv")
    for party, item in ask("nato-defence-share", "2024", as_of=MID_2025).items():
        if party != "ISL":
            share = Decimal(rows[party, "defence-share-gdp", "2024"]["value"])
            gdp = Decimal(rows[party, "gdp", "2024"]["value"])
            gap = max(2 - share, Decimal(0))
            assert item.value == share
            assert item.gap_usd is not None
            assert abs(item.gap_usd - gap / 100 * gdp * 1_000_000) <= Decimal("0.005")


def test_the_way_to_two_percent_runs_straight_from_the_share_of_2014(ask: Ask) -> None:
    spain = ask("nato-defence-share-2024", "2019")["ESP"]
    # 0.9207511466112989 + (2 - 0.9207511466112989) * 5 / 10 = 1.46037557330564945
    assert spain.required == Decimal("1.460375573")
    assert spain.value == Decimal("0.9057456646377838")
    assert (spain.verdict, spain.due_on) == (OFF_TRACK, date(2024, 12, 31))
    assert spain.unmet_since == "2016"


def test_the_pledge_of_the_hague_waits_for_its_first_figures(ask: Ask) -> None:
    judged = ask("nato-core-defence-2035", "2025", as_of=MID_2025)
    assert counts(judged) == {Verdict.PENDING: 31, WAIVED: 1}
    assert judged["ESP"].value is None
    # 1.282549642204323 + (3.5 - 1.282549642204323) / 11
    assert judged["ESP"].required == Decimal("1.484136038")


# United Nations


@pytest.mark.parametrize(
    ("year", "met", "late", "unmet"),
    [("2022", 53, 93, 47), ("2024", 51, 101, 41), ("2025", 49, 102, 42), ("2026", 55, 74, 64)],
)
def test_timely_late_and_silent_payers_are_told_apart(
    ask: Ask, year: str, met: int, late: int, unmet: int
) -> None:
    judged = ask("un-regular-budget-dues", year)
    assert counts(judged) == {MET: met, LATE: late, UNMET: unmet}
    assert met + late + unmet == 193


@pytest.mark.parametrize("year", ["2022", "2024", "2025", "2026"])
def test_every_amount_and_every_day_is_the_one_published(ask: Ask, year: str) -> None:
    rows = rows_of(f"un-regular-budget-{year}.csv")
    for party, item in ask("un-regular-budget-dues", year).items():
        owed = rows[party, "regular-budget-assessed", year]
        paid = rows[party, "regular-budget-paid-in-full", year]
        due_on = date.fromisoformat(owed["due_on"])
        until = date.fromisoformat(paid["occurred_on"] or paid["published_on"])
        is_late = until > due_on
        assert (item.target, item.due_on) == (Decimal(owed["value"]), due_on)
        assert item.days_late == ((until - due_on).days if is_late else None)
        assert item.kept_on == (until if paid["value"] == "1" else None)
        assert item.gap == (0 if paid["value"] == "1" else None)
        assert item.value == (Decimal(owed["value"]) if paid["value"] == "1" else None)


@pytest.mark.parametrize(
    ("party", "year", "verdict", "owed", "days_late"),
    [
        ("ITA", "2024", MET, 100481777, None),  # paid on 7 February, due on the 8th
        ("FRA", "2024", LATE, 136055287, 4),  # paid on 12 February
        ("CHN", "2024", LATE, 480636257, 323),  # paid on 27 December
        ("ITA", "2022", LATE, 91609458, 22),  # due on 9 February, paid on 3 March
        ("USA", "2024", UNMET, 762434310, 326),  # the edition is of 30 December
        ("CHN", "2026", UNMET, 641361387, 191),  # the edition is of 18 August
    ],
)
def test_days_late_counted_by_hand(
    ask: Ask, party: str, year: str, verdict: Verdict, owed: int, days_late: int | None
) -> None:
    item = ask("un-regular-budget-dues", year)[party]
    assert (item.verdict, item.target, item.days_late) == (verdict, owed, days_late)


def test_a_year_without_a_file_is_no_data(ask: Ask) -> None:
    judged = ask("un-regular-budget-dues", "2023")
    assert counts(judged) == {Verdict.NO_DATA: 193}
    assert {item.timeliness for item in judged.values()} == {Timeliness.DELINQUENT}


@pytest.mark.parametrize(
    ("year", "declined"),
    [
        ("2015", {"ALB", "BEL", "BGR", "DNK", "FRA", "HRV", "ITA", "SVN"}),
        ("2017", {"MNE", "POL"}),
        ("2019", {"ESP", "ITA", "LVA"}),
        ("2023", {"ITA", "ROU"}),
        ("2024", {"SVN"}),
    ],
)
def test_whose_expenditure_fell_in_constant_prices(ask: Ask, year: str, declined: set[str]) -> None:
    judged = ask("nato-halt-decline", year)
    assert parties(judged, UNMET) == declined
    assert parties(judged, WAIVED) == {"ISL", "GBR", "GRC", "USA"}
    rows = rows_of("nato-defence-expenditure-2024-06-17.csv")
    for party in parties(judged, MET, UNMET):
        before, now = (
            Decimal(rows[party, "defence-expenditure-2015", str(told)]["value"])
            for told in (int(year) - 1, int(year))
        )
        assert (judged[party].required, judged[party].value) == (before, now)


def test_slovenia_fell_short_of_2023_by_ten_million_dollars_of_2015(ask: Ask) -> None:
    fell = ask("nato-halt-decline", "2024")["SVN"]
    assert fell.gap == Decimal("728.2168016125277") - Decimal("717.9719969631035")
    assert (fell.gap_usd, fell.provisional) == (Decimal("10244804.65"), True)


def test_without_a_figure_of_2013_nobody_is_said_to_have_declined_in_2014(ask: Ask) -> None:
    judged = ask("nato-halt-decline", "2014")
    assert counts(judged) == {NO_DATA: 24, WAIVED: 4}
    assert {item.reason for item in judged.values() if item.verdict is NO_DATA} == {
        "no figure of 2013 to hold it against"
    }


# Illustrative: partners


def test_exercises_and_an_exchange_show_each_outcome(ask: Ask) -> None:
    verdicts = {
        year: {party: item.verdict for party, item in ask("joint-exercises-yearly", year).items()}
        for year in ("2024", "2025", "2026")
    }
    kept = dict.fromkeys(("EST", "JPN", "KEN", "PHL", "USA"), MET)
    assert verdicts["2024"] == kept | {"KEN": UNMET}
    assert verdicts["2025"] == kept | {"PHL": UNMET}
    assert verdicts["2026"] == kept | dict.fromkeys(("JPN", "KEN", "PHL"), ON_TRACK)
    exchange = ask("information-exchange-opened", "2025-H1")
    opened = {party: (item.verdict, item.kept_on) for party, item in exchange.items()}
    assert opened == {
        "USA": (MET, date(2025, 3, 1)),
        "JPN": (MET, date(2025, 3, 1)),
        "EST": (MET, date(2025, 6, 30)),
        "PHL": (LATE, date(2025, 9, 15)),
        "KEN": (UNMET, None),
    }


# Our own


def test_we_are_judged_by_the_same_rules(ask: Ask) -> None:
    verdicts = {
        period: ask("equipment-request-acknowledgement", period)[HOME].verdict
        for period in ("2023-H2", "2024-H1", "2024-H2", "2025-H1", "2025-H2", "2026-H1")
    }
    assert {period for period, verdict in verdicts.items() if verdict is MET} == {
        "2024-H1",
        "2025-H1",
    }
    assert set(verdicts.values()) == {MET, UNMET}


# Storing


def test_every_obligation_is_stored_and_a_second_night_stores_nothing(
    received: tuple[Settings, Register], published: Warehouse
) -> None:
    register = received[1]
    first, second = (
        store_judgement(published, register, home_party=HOME, as_of=TODAY, now=NOW)
        for _ in range(2)
    )
    # NATO by 2024, twice and both together, and of its decline: four times 28, 29 and 30 Allies in
    # three years each, 31 and 32; of its decline twice 32 more; since 2023: twice 31 and
    # three times 32; by 2035: twice 32.
    nato = 4 * (3 * (28 + 29 + 30) + 31 + 32) + 2 * 32 + 2 * (31 + 3 * 32) + 2 * 32
    # Illustrative: seven halves of our own, five partners in three years, and five once.
    illustrative = 7 + 5 * 3 + 5
    # United Nations: five years. Ukraine: 25 donors, three years. Afghanistan: a plan, 18 donors.
    owed = nato + illustrative + 5 * 193 + 25 * 3 + 1 + 18
    assert first.assessments_written == first.obligations == second.obligations == owed
    assert (second.assessments_written, second.changes) == (0, 0)
