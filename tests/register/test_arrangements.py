"""The arrangements of the register, and the mistakes `check` finds in one."""

from __future__ import annotations

from datetime import date

import pytest

from commitments.model import Arrangement, ArrangementKind, Interest
from commitments.parties import REGIONS
from commitments.register import load_register
from tests.register.conftest import REGISTER, Register

TODAY = date(2026, 11, 25)
ARRANGEMENTS = {item.id: item for item in load_register(REGISTER).arrangements}
NORAD = "arrangements/norad.yaml"
KENYA = "arrangements/kenya-defence-cooperation.yaml"


def _members(name: str, day: date) -> set[str]:
    return {
        member.party
        for member in ARRANGEMENTS[name].members
        if member.joined_on <= day and (member.left_on is None or day < member.left_on)
    }


def test_real_arrangements_stand_in_all_five_regions() -> None:
    standing = {
        region
        for item in ARRANGEMENTS.values()
        if item.stands_on(TODAY) and not item.is_illustrative and item.id != "un"
        for region in item.regions
    }
    assert standing == set(REGIONS)


@pytest.mark.parametrize(
    ("name", "kind", "started_on", "members"),
    [
        ("united-states-japan", ArrangementKind.ALLIANCE, date(1960, 6, 23), {"JPN", "USA"}),
        ("united-states-korea", ArrangementKind.ALLIANCE, date(1954, 11, 17), {"KOR", "USA"}),
        ("united-states-philippines", ArrangementKind.ALLIANCE, date(1952, 8, 27), {"PHL", "USA"}),
        ("united-states-thailand", ArrangementKind.ALLIANCE, date(1955, 2, 19), {"THA", "USA"}),
        ("anzus", ArrangementKind.ALLIANCE, date(1952, 4, 29), {"AUS", "NZL", "USA"}),
        ("norad", ArrangementKind.ALLIANCE, date(1958, 5, 12), {"CAN", "USA"}),
        ("aukus", ArrangementKind.PARTNERSHIP, date(2021, 9, 15), {"AUS", "GBR", "USA"}),
        ("quad", ArrangementKind.PARTNERSHIP, date(2017, 11, 12), {"AUS", "IND", "JPN", "USA"}),
    ],
)
def test_an_alliance_is_registered_with_its_first_day_and_members(
    name: str, kind: ArrangementKind, started_on: date, members: set[str]
) -> None:
    item = ARRANGEMENTS[name]
    assert (item.kind, item.started_on, item.ends_on) == (kind, started_on, None)
    assert _members(name, started_on) == _members(name, TODAY) == members


@pytest.mark.parametrize(
    ("day", "count", "absent"),
    [
        (date(1948, 12, 2), 0, set()),
        (date(1948, 12, 3), 14, {"CUB", "CHL", "ARG"}),
        (date(2004, 9, 5), 23, set()),
        (date(2004, 9, 6), 22, {"MEX"}),
        (date(2014, 9, 20), 21, {"MEX", "NIC"}),
        (TODAY, 18, {"MEX", "NIC", "BOL", "ECU", "VEN"}),
    ],
)
def test_the_rio_treaty_binds_whom_it_bound_then(day: date, count: int, absent: set[str]) -> None:
    members = _members("rio-treaty", day)
    assert len(members) == count
    assert not members & absent
    assert day != TODAY or "URY" in members


def test_what_dates_cannot_say_is_noted() -> None:
    told = {name: item.note or "" for name, item in ARRANGEMENTS.items()}
    assert "suspended its obligations to New Zealand" in told["anzus"]
    assert "disputed" in told["rio-treaty"]
    assert "not public" in told["kenya-defence-cooperation"]


@pytest.mark.parametrize("item", ARRANGEMENTS.values(), ids=ARRANGEMENTS)
def test_an_arrangement_cites_its_founding_text(item: Arrangement) -> None:
    assert item.source.document
    assert item.source.place
    assert item.source.url.startswith("https://")
    is_example = item.source.url.startswith("https://example.org/")
    assert is_example == item.is_illustrative
    assert set(item.interests) <= set(Interest)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (
            NORAD,
            "early-warning",
            "friendship",
            "interests.1: Input should be 'collective-defence', 'burden-sharing'",
        ),
        (NORAD, "early-warning", "collective-defence", "interests names the same twice"),
        (NORAD, "[western-hemisphere]", "[africa, africa]", "regions names the same twice"),
        (NORAD, "[western-hemisphere]", "[atlantis]", "regions must be among indo-pacific"),
        (NORAD, "started_on: 1958-05-12", "started_on: 1958-05-13", "CAN joined before started_on"),
        (NORAD, "review_on: 2010-05-12\n", "", "review_every_years needs review_on"),
        (NORAD, "review_on: 2010", "review_on: 1957", "review_on must not be before started_on"),
        (NORAD, "review_on: 2010", "renewable: true\nreview_on: 2010", "renewable is for a term"),
        (KENYA, "ends_on: 2028-09-24", "ends_on: 2023-09-24", "ends_on must not be before"),
        (KENYA, "KEN, joined_on: 2023", "KEN, joined_on: 2029", "KEN joined after ends_on"),
    ],
)
def test_a_mistake_in_an_arrangement_is_named(
    register: Register, name: str, old: str, new: str, said: str
) -> None:
    register.change(name, old, new)
    (found,) = register.mistakes()
    assert found.startswith(f"register/{name}:")
    assert said in found


def test_an_arrangement_serves_at_least_one_interest(register: Register) -> None:
    line = "interests: [collective-defence, early-warning, information-exchange]"
    register.change(NORAD, line, "interests: []")
    (found,) = register.mistakes()
    assert "interests: Tuple should have at least 1 item" in found
