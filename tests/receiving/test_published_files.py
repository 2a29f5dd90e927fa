"""Files as publishers really publish them: every value arrives as it stands in its cell."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from commitments.model import Receipt, SubmissionStatus
from pipelines.judge import registered
from pipelines.receive import receive_submissions
from pipelines.reception import Told
from pipelines.settings import Settings
from pipelines.sources import checks_of, load_sources
from tests.conftest import NOW
from tests.judging.judging import judged_in_sql
from tests.published import published
from warehouse.connection import open_warehouse
from warehouse.findings import read_findings
from warehouse.judgement import Horizon

pytestmark = pytest.mark.slow

WORKBOOK = "nato-defence-expenditure/240617-def-exp-2024-TABLES-en.xlsx"
EXTRACT = "nato-defence-expenditure/230707-def-exp-2023-TABLES-en.csv"
HOBBY_TABLE = "nato-defence-expenditure/unreliable_nato_spending.csv"
KIEL = (
    "kiel-ukraine-support/2026-07-21_e4ba24e",
    "kiel-ukraine-support/2026-07-27_c65f928",
    "kiel-ukraine-support/2026-07-30_f259890",
)
SHEETS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
BELOW_TWO_PERCENT = {"BEL", "CAN", "ESP", "HRV", "ITA", "LUX", "PRT", "SVN"}


class House:
    """A warehouse of its own, and what it was given."""

    def __init__(self, home: Path) -> None:
        self.settings = Settings(home=home, settle_seconds=0)
        self._night = 0

    def receive(self, *names: str, told: Told | None = None) -> list[Receipt]:
        """Receive published files, in this order, each call an hour after the one before."""
        self._night += 1
        return receive_submissions(
            self.settings,
            paths=[published(name) for name in names],
            now=NOW + timedelta(hours=self._night),
            told=told,
        )

    def rows(self, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
        with self.opened() as warehouse:
            return warehouse.connection.execute(query, parameters or None).fetchall()

    def opened(self) -> Any:
        return open_warehouse(self.settings.location())

    def verdicts(self, commitment: str, period: str, **horizon: Any) -> dict[str, str]:
        with self.opened() as warehouse:
            judged = judged_in_sql(
                warehouse.connection, registered(self.settings), Horizon(**horizon)
            )
        return {
            party: item.verdict.value
            for (name, party, label), item in judged.items()
            if (name, label) == (commitment, period)
        }


@pytest.fixture(scope="module")
def nato(tmp_path_factory: pytest.TempPathFactory) -> House:
    """The workbook, received as its publisher published it."""
    house = House(tmp_path_factory.mktemp("nato"))
    house.receive(WORKBOOK)
    return house


def cells(sheet: str, *, path: Path) -> dict[str, str]:
    """Cells of a sheet by their address, read without any of our code."""
    with zipfile.ZipFile(path) as archive:
        strings = [
            "".join(part.text or "" for part in item.iter(f"{SHEETS}t"))
            for item in ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))  # noqa: S314
        ]
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
        names = [item.attrib["name"] for item in book.iter(f"{SHEETS}sheet")]
        content = archive.read(f"xl/worksheets/sheet{names.index(sheet) + 1}.xml")
        root = ElementTree.fromstring(content)  # noqa: S314
    found = {}
    for cell in root.iter(f"{SHEETS}c"):
        value = cell.find(f"{SHEETS}v")
        if value is not None and value.text:
            text = strings[int(value.text)] if cell.attrib.get("t") == "s" else value.text
            found[cell.attrib["r"]] = text
    return found


def test_every_cell_of_every_table_is_published_or_set_aside(nato: House) -> None:
    (found,) = nato.rows(
        "SELECT rows_read, rows_accepted, rows_set_aside, status FROM ops.submissions"
    )
    assert found == (5566, 5346, 220, "accepted_in_part")
    assert dict(nato.rows("SELECT reason, count(*) FROM raw.set_aside GROUP BY ALL")) == {
        "table 4 repeats figures of tables 2 and 3 for two years": 5 * 31,
        "zeros and broken references where the publisher took an aggregate out of the table": 40,
        "a note of the sheet": 25,
    }
    per_indicator = dict(
        nato.rows("SELECT indicator, count(*) FROM core.observations GROUP BY ALL")
    )
    allies, with_totals = 31 * 11, 33 * 11
    with_iceland = with_totals + 11  # which has no armed forces, and a gross domestic product
    assert per_indicator == {
        "defence-expenditure": with_totals,
        "defence-expenditure-2015": with_totals,
        "defence-expenditure-national": allies,
        "defence-expenditure-national-2015": allies,
        "defence-expenditure-per-head-2015": with_totals,
        "defence-real-change": with_totals,
        "defence-share-gdp": with_totals,
        "equipment-share": allies,
        "gdp": with_iceland,
        "gdp-2015": with_iceland,
        "gdp-per-head-2015": with_iceland,
        "infrastructure-share": allies,
        "military-personnel": with_totals,
        "other-share": allies,
        "personnel-share": allies,
    }


def test_the_share_of_gdp_equals_the_cells_it_came_from(nato: House) -> None:
    rows = nato.rows(
        "SELECT party, period, value, place FROM core.observations "
        "WHERE indicator = 'defence-share-gdp' AND party NOT LIKE 'nato-%'"
    )
    sheet = cells("TABLE3", path=published(WORKBOOK))
    assert len(rows) == len({(party, period) for party, period, *_ in rows}) == 31 * 11
    for _, period, value, place in rows:
        address = place.removeprefix("TABLE3!")
        assert float(value) == float(sheet[address])  # the shortest text of the same double
        heading = sheet[re.sub(r"\d+", "", address) + "8"]
        assert heading.removesuffix("e").removesuffix(".0") == period


def test_estimates_and_aggregates_are_told_from_figures_of_allies(nato: House) -> None:
    statuses = nato.rows("SELECT DISTINCT period, status FROM core.observations ORDER BY period")
    assert statuses == [(str(y), "E" if y > 2022 else "A") for y in range(2014, 2025)]
    parties = {party for (party,) in nato.rows("SELECT DISTINCT party FROM core.observations")}
    assert {party for party in parties if not re.fullmatch("[A-Z]{3}", party)} == {
        "nato-total",
        "nato-europe-canada",
    }
    judged = nato.verdicts("nato-defence-share-2024", "2024", as_of=date(2025, 6, 30))
    assert not {"nato-total", "nato-europe-canada"} & set(judged)


def test_an_ally_keeps_its_currency(nato: House) -> None:
    units = dict(
        nato.rows(
            "SELECT DISTINCT party, unit FROM core.observations "
            "WHERE indicator = 'defence-expenditure-national'"
        )
    )
    assert (units["NOR"], units["DNK"], units["SWE"]) == (
        "nok_million",
        "dkk_million",
        "sek_million",
    )
    assert (units["BGR"], units["DEU"], units["USA"]) == (
        "bgn_million",
        "eur_million",
        "usd_million",
    )


def test_twenty_three_allies_are_at_two_percent_as_reported(nato: House) -> None:
    judged = nato.verdicts("nato-defence-share-2024", "2024", as_of=date(2025, 6, 30))
    assert {party for party, verdict in judged.items() if verdict == "unmet"} == BELOW_TWO_PERCENT
    assert Counter(judged.values()) == {"met": 23, "unmet": 8, "waived": 1}


def test_twenty_two_are_by_division_and_three_cells_differ_from_it(nato: House) -> None:
    recomputed = """
        SELECT share.party, share.period, share.value AS reported,
            100 * CAST(spent.value AS DOUBLE) / CAST(gdp.value AS DOUBLE) AS recomputed
        FROM core.observations AS share
        INNER JOIN core.observations AS spent
            ON share.party = spent.party AND share.period = spent.period
            AND spent.indicator = 'defence-expenditure-2015'
        INNER JOIN core.observations AS gdp
            ON share.party = gdp.party AND share.period = gdp.period AND gdp.indicator = 'gdp-2015'
        WHERE share.indicator = 'defence-share-gdp'
    """
    differing = nato.rows(
        f"SELECT party, period, reported FROM ({recomputed}) "
        "WHERE abs(recomputed - CAST(reported AS DOUBLE)) > 1e-9 ORDER BY party"
    )
    assert differing == [("FRA", "2020", 2), ("LTU", "2019", 2), ("SVK", "2024", 2)]
    (count,) = nato.rows(
        f"SELECT count(*) FROM ({recomputed}) "
        "WHERE period = '2024' AND recomputed >= 2 AND party NOT LIKE 'nato-%'"
    )
    assert count == (22,)


def test_an_older_edition_received_later_changes_nothing_current(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.receive(WORKBOOK)
    before = house.rows("FROM core.current_observations ORDER BY submission, row_number")
    (receipt,) = house.receive(EXTRACT)
    assert (receipt.edition, receipt.rows_accepted) == (date(2023, 7, 7), 30)
    after = house.rows("FROM core.current_observations ORDER BY submission, row_number")
    assert after == before
    known = {"as_of": date(2024, 2, 1), "known_on": date(2023, 12, 31)}
    judged = house.verdicts("nato-defence-share", "2023", **known)
    later = house.verdicts("nato-defence-share", "2023", as_of=date(2024, 7, 1))
    # 2.44 in July 2023, restated as 1.60 a year later; and 2.03, restated as 1.84.
    assert (judged["ROU"], later["ROU"]) == ("met", "unmet")
    assert (judged["SVK"], later["SVK"]) == ("met", "unmet")
    assert (judged["DNK"], later["DNK"]) == ("unmet", "met")


def test_a_hobby_table_is_refused_with_a_reason(tmp_path: Path) -> None:
    (receipt,) = House(tmp_path).receive(HOBBY_TABLE)
    assert receipt.status is SubmissionStatus.REJECTED
    assert "nor a form of a declared source" in receipt.reasons[0]


def test_dues_turn_from_due_to_kept_late_or_outstanding(tmp_path: Path) -> None:
    house = House(tmp_path)
    vintage = "un-regular-budget/vintage_2026-02-02_member_states_payment.csv"
    house.receive(vintage)
    february = Counter(
        house.verdicts("un-regular-budget-dues", "2026", as_of=date(2026, 2, 3)).values()
    )
    assert february == {"met": 39, "pending": 154}
    house.receive("un-regular-budget/regular-budget-contributors-2026.json")
    august = Counter(
        house.verdicts("un-regular-budget-dues", "2026", as_of=date(2026, 8, 20)).values()
    )
    assert august == {"met": 55, "met_late": 74, "unmet": 64}


@pytest.mark.parametrize(
    ("year", "counts"),
    [
        (2022, {"met": 53, "met_late": 93, "unmet": 47}),
        (2024, {"met": 51, "met_late": 101, "unmet": 41}),
        (2025, {"met": 49, "met_late": 102, "unmet": 42}),
    ],
)
def test_dues_of_a_year_are_counted_as_published(
    tmp_path: Path, year: int, counts: dict[str, int]
) -> None:
    house = House(tmp_path)
    name = f"un-regular-budget/regular-budget-contributors-{year}.json"
    (receipt,) = house.receive(name)
    assert receipt.rows_set_aside == 0
    judged = house.verdicts("un-regular-budget-dues", str(year), as_of=date(2026, 8, 20))
    assert Counter(judged.values()) == counts
    document = json.loads(published(name).read_text())
    (total,) = house.rows(
        "SELECT sum(value) FROM core.observations "
        "WHERE indicator = 'regular-budget-assessed' AND party <> 'un-total'"
    )
    assert total == (sum(item["assessment_amount"] for item in document["contributors"]),)


def test_states_of_a_tracker_end_alike_in_any_order(tmp_path: Path) -> None:
    current = (
        "SELECT published_on, party, indicator, period, value, status, place "
        "FROM core.current_observations ORDER BY ALL"
    )
    ends = []
    for number, order in enumerate((KIEL, tuple(reversed(KIEL)))):
        house = House(tmp_path / str(number))
        for name in order:
            house.receive(name)
        ends.append(house.rows(current))
    assert ends[0] == ends[1]
    latest = rows_of(f"{KIEL[-1]}/data_explorer.csv")
    for indicator, column in (("ukraine-allocated", "total"), ("ukraine-committed", "commitments")):
        found = sum(row[4] for row in ends[0] if row[2] == indicator)
        assert found == sum(Decimal(row[column]) for row in latest)


def rows_of(name: str) -> list[dict[str, str]]:
    with published(name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


FLOWS = ("un-fts/fts_incoming_funding_afg.csv", "un-fts/fts_incoming_funding_global.csv")


@pytest.mark.parametrize("name", FLOWS)
def test_every_flow_is_published_or_set_aside_with_its_status_and_currency(
    tmp_path: Path, name: str
) -> None:
    house = House(tmp_path)
    (receipt,) = house.receive(name)
    flows = rows_of(name)
    assert receipt.rows_read == len(flows) == receipt.rows_accepted + receipt.rows_set_aside
    told: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for flow in flows:
        told[flow["status"], flow["originalCurrency"]] += Decimal(flow["amountUSD"])
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for indicator, currency, amount in house.rows(
        "SELECT indicator, original_currency, value FROM core.observations"
    ):
        found[indicator.removeprefix("humanitarian-"), currency or ""] += amount
    for (as_read,) in house.rows(
        "SELECT DISTINCT as_read FROM raw.set_aside WHERE as_read IS NOT NULL"
    ):
        row = json.loads(as_read, parse_float=Decimal)
        status = row["indicator"].removeprefix("humanitarian-")
        found[status, row["original_currency"] or ""] += Decimal(row["value"])
    assert found == told


@pytest.mark.parametrize("name", ["dfid-589.xml", "okfn_CD.xml", "worldbank-tz.xml"])
def test_transactions_add_up_as_in_an_independent_count(tmp_path: Path, name: str) -> None:
    house = House(tmp_path)
    (receipt,) = house.receive(f"iati/{name}")
    letters = {"C": "commitment", "D": "disbursement", "E": "expenditure", "IF": "incoming-funds"}
    letters |= {"LR": "loan-repayment", "IR": "interest-repayment", "R": "reimbursement"}
    told: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    root = ElementTree.parse(published(f"iati/{name}")).getroot()  # noqa: S314
    budgets = sum(1 for _ in root.iter("budget"))
    transactions = 0
    for activity in root.iter("iati-activity"):
        for transaction in activity.iter("transaction"):
            transactions += 1
            kind = letters[transaction.find("transaction-type").attrib["code"]]  # type: ignore[union-attr]
            value = transaction.find("value")
            assert value is not None
            assert value.text
            currency = value.attrib.get("currency") or activity.attrib["default-currency"]
            told[kind, currency.lower()] += Decimal(value.text.strip())
    assert receipt.rows_read == transactions + budgets == receipt.rows_accepted
    found = house.rows(
        "SELECT indicator, unit, sum(value) FROM core.observations "
        "WHERE indicator NOT LIKE 'aid-budget%' GROUP BY ALL"
    )
    assert {(kind.removeprefix("aid-"), unit): total for kind, unit, total in found} == told


def test_rates_are_published_for_each_day_and_currency_or_said_to_be_missing(
    tmp_path: Path,
) -> None:
    house = House(tmp_path)
    (receipt,) = house.receive("exchange-rates/eurofxref-hist.zip")
    assert receipt.status is SubmissionStatus.ACCEPTED
    with zipfile.ZipFile(published("exchange-rates/eurofxref-hist.zip")) as archive:
        text = archive.read("eurofxref-hist.csv").decode()
    days = list(csv.DictReader(io.StringIO(text)))
    quoted = sum(1 for day in days for key, rate in day.items() if len(key) == 3 and rate != "N/A")
    counts = dict(house.rows("SELECT status, count(*) FROM core.observations GROUP BY ALL"))
    assert counts["A"] == quoted
    (rate,) = house.rows(
        "SELECT value FROM core.observations "
        "WHERE indicator = 'eur-rate-usd' AND period = '2026-04-13'"
    )
    assert rate == (Decimal("1.1684"),)


def test_aggregates_of_the_world_bank_are_groups_and_no_parties(tmp_path: Path) -> None:
    house = House(tmp_path)
    told = Told(published_on=date(2026, 7, 1))
    receipts = house.receive("world-bank/gdp.csv", "world-bank/population.csv", told=told)
    # Georgia's gross domestic product from 1987 to 1989 is published as about 12,000 dollars.
    assert [receipt.rows_set_aside for receipt in receipts] == [3, 0]
    assert "value-within-limits: 3 rows set aside" in receipts[0].reasons[0]
    assert [receipt.edition for receipt in receipts] == [date(2026, 7, 1)] * 2
    (world,) = house.rows(
        "SELECT count(*) FROM core.observations WHERE party = 'wb-wld' AND period = '2020'"
    )
    assert world == (2,)


def findings(house: House) -> list[tuple[str, str | None, str | None, float, float | None]]:
    declared = load_sources(house.settings.sources_folder).values()
    register = registered(house.settings)
    checks = [check for source in declared for check in checks_of(source, register)]
    with house.opened() as warehouse:
        found = read_findings(warehouse.connection, checks=checks)
    return [(f.kind, f.party, f.period, f.figure, f.other_figure) for f in found]


def test_shares_that_are_not_the_quotient_are_found(nato: House) -> None:
    assert [finding[:4] for finding in findings(nato)] == [
        ("ratio", "FRA", "2020", 2.0),
        ("ratio", "LTU", "2019", 2.0),
        ("ratio", "SVK", "2024", 2.0),
    ]


def test_two_documents_that_name_different_amounts_are_found(tmp_path: Path) -> None:
    house = House(tmp_path)
    for year in (2022, 2024, 2025, 2026):
        house.receive(f"un-regular-budget/regular-budget-contributors-{year}.json")
    assert findings(house) == [
        ("equals", "MYS", "2026", 10371574, 10371474),
        ("equals", "TKM", "2022", 976707, 967707),
    ]


@pytest.mark.parametrize("order", list(permutations(KIEL)))
def test_a_restated_total_and_a_backward_release_are_found_in_any_order(
    tmp_path: Path, order: Sequence[str]
) -> None:
    house = House(tmp_path)
    for name in order:
        house.receive(name)
    found = findings(house)
    assert ("never_falls", "kiel-tracker", "2026-07-26", 29, 30) in found
    totals = [(period, figure) for kind, _, period, figure, _ in found if kind == "steady_total"]
    assert totals == [
        ("2026-07-26", Decimal("350.884644")),
        ("2026-07-30", Decimal("358.399501")),
    ]
    above = {party for kind, party, *_ in found if kind == "not_above"}
    assert above == {"AUS", "IRL", "SVK"}


def test_a_file_that_disburses_more_than_it_commits_is_a_query(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.receive("iati/worldbank-tz.xml")
    found = findings(house)
    assert {(kind, party) for kind, party, *_ in found} == {("not_above", "org:44000")}
    # What has no commitment beside it is told once, and buries nothing.
    (unmatched,) = [finding for finding in found if finding[2] is None]
    assert unmatched[3:] == (392750048, None)
    assert len(found) == 5


def test_figures_that_agree_are_no_finding(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.receive("un-regular-budget/regular-budget-contributors-2024.json")
    assert findings(house) == []
