"""How far amounts have come and who gives them, on the files as publishers published them."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from pipelines.judge import registered
from tests.judging.judging import Told, judged_in_sql
from tests.published import published
from tests.receiving.test_published_files import KIEL, House
from warehouse.judgement import Horizon

pytestmark = pytest.mark.slow

FLOWS = "un-fts/fts_incoming_funding_afg.csv"
DONORS = f"{KIEL[-1]}/data_explorer.csv"
ByKey = Mapping[tuple[str, str, str], Told]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> ByKey:
    """What is judged of one plan's flows and of aid to Ukraine."""
    house = House(tmp_path_factory.mktemp("stages"))
    house.receive(FLOWS, DONORS, "exchange-rates/eurofxref-hist.zip")
    with house.opened() as warehouse:
        horizon = Horizon(as_of=date(2026, 11, 20))
        return judged_in_sql(warehouse.connection, registered(house.settings), horizon)


def flows_of(donor: str) -> dict[str, Decimal]:
    """What is listed of a donor for the plan by the end of 2020, by status."""
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    with published(FLOWS).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            is_of_the_plan = row["destPlanCode"] == "HAFG20" and row["date"] <= "2020-12-31"
            if is_of_the_plan and row["srcOrganization"] == f"{donor}, Government of":
                amounts[row["status"]] += Decimal(row["amountUSD"])
    return amounts


@pytest.mark.parametrize(
    ("party", "donor"),
    [("USA", "United States of America"), ("DEU", "Germany"), ("SAU", "Saudi Arabia (Kingdom of)")],
)
def test_what_a_government_committed_is_owed_and_what_it_paid_is_delivered(
    told: ByKey, party: str, donor: str
) -> None:
    item, flows = told["afghanistan-2020-commitments-paid", party, "2020"], flows_of(donor)
    assert (item.value, item.target) == (flows["paid"], flows["paid"] + flows["commitment"])
    is_paid = not flows["commitment"]
    assert item.verdict.value == ("met" if is_paid else "on_track")
    assert f"in full as far as: {'disbursed' if is_paid else 'committed'}" in item.reason
    assert "pledged" not in item.reason


def test_aid_given_through_the_european_union_is_its_own_and_no_members(told: ByKey) -> None:
    """What members give themselves and what the Union gives add up to the table, each once."""
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    with published(DONORS).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if int(row["year"]) <= 2025:
                amounts[row["iso"]] += Decimal(row["total"])
    found = {
        party: item
        for (commitment, party, period), item in told.items()
        if (commitment, period) == ("ukraine-aid-allocated", "2025")
    }
    assert found["EU"].value == amounts["EU"] > 0
    assert {party: item.value for party, item in found.items()} == {
        party: amounts[party] for party in found
    }
