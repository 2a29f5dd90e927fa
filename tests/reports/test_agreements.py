"""The pages of the register as a whole, and of an arrangement without promises."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from commitments.calendar_days import calendar_days, without_end
from commitments.coverage import coverage
from commitments.model import Arrangement, Interest, Member
from commitments.parties import REGIONS
from reports.agreements import render_arrangement, render_calendar, render_coverage
from tests.register.arranged import STARTED_ON, arranged
from tests.reports.test_pages import SCRIPT, tags_of

TODAY = date(2026, 11, 25)
VERSION = "0123456789abcdef"


def _calendar(*items: Arrangement) -> str:
    days, endless = calendar_days(items, as_of=TODAY), without_end(items)
    return _plain(render_calendar(days, endless, as_of=TODAY, register_version=VERSION))


def _coverage(*items: Arrangement) -> str:
    cells = coverage(items, as_of=TODAY)
    return _plain(render_coverage(cells, items, as_of=TODAY, register_version=VERSION))


def _arrangement(item: Arrangement) -> str:
    return _plain(render_arrangement(item, as_of=TODAY, register_version=VERSION))


def _plain(html: str) -> str:
    """With ordinary spaces, as a person reads it."""
    return html.replace("&nbsp;", " ")


def _ends_in(days: int, **changes: Any) -> Arrangement:
    return arranged(
        f"in-{days}".replace("--", "-"), ends_on=TODAY + timedelta(days=days), **changes
    )


def _section(html: str, title: str) -> str:
    found = re.search(rf">{re.escape(title)}</h2>(.*?)</section>", html, re.S)
    assert found, title
    return found[1]


def test_the_calendar_has_a_heading_for_each_window() -> None:
    html = _calendar(*(_ends_in(days) for days in (-1, 0, 30, 31, 90, 91, 180, 181)))
    windows = {
        "Passed": ["1 day ago"],
        "Within 30 days": ["today", "in 30 days"],
        "In 31 to 90 days": ["in 31 days", "in 90 days"],
        "In 91 to 180 days": ["in 91 days", "in 180 days"],
        "Later": ["in 181 days"],
    }
    for title, told in windows.items():
        cells = re.findall(r'<td class="num">(.*?)</td>', _section(html, title))
        assert cells == told
    assert "<h1>6 dates to act on within 180 days</h1>" in html
    assert "1 has passed." in html


def test_a_calendar_with_nothing_near_says_so() -> None:
    html = _calendar(arranged())
    assert "<h1>Nothing to act on within 180 days</h1>" in html
    assert ">Passed</h2>" not in html
    assert "Nothing." in _section(html, "Within 30 days")
    assert "The pair" in _section(html, "Without an end")
    assert "Every arrangement has a last day." in _calendar(_ends_in(5))


def test_the_calendar_marks_what_is_illustrative_and_prints_notes() -> None:
    html = _calendar(_ends_in(5, is_illustrative=True, is_renewable=True, note="Count with care."))
    near = _section(html, "Within 30 days")
    assert '<span class="note">illustrative</span>' in near
    assert "ends unless renewed" in near
    assert "Count with care." in near


def test_coverage_names_the_cells_nothing_stands_in() -> None:
    html = _coverage(arranged("real"))
    count = len(Interest) * len(REGIONS)
    assert f"Nothing stands in {count - 1} of {count} combinations" in html
    assert html.count('<td class="gap">') == count - 1
    gaps = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", _section(html, "Where nothing stands")))
    assert set(gaps) == set(REGIONS.values())
    assert "Equipment" not in gaps["Africa"]
    assert "Equipment" in gaps["Middle East"]


def test_an_illustrative_arrangement_leaves_its_cell_empty() -> None:
    html = _coverage(arranged("example", is_illustrative=True))
    assert '<span class="bad">none</span> (<a href="#example">example</a>)' in html
    assert "example · illustrative" in html


def test_coverage_counts_the_members_of_the_day() -> None:
    left = Member(party="KEN", joined_on=STARTED_ON, left_on=TODAY)
    joins = Member(party="TZA", joined_on=TODAY)
    later = Member(party="UGA", joined_on=TODAY + timedelta(days=1))
    html = _coverage(arranged(members=(left, joins, later)))
    assert re.findall(r'<td class="num">(\d+)</td>', html) == ["1"]


def test_an_arrangement_without_promises_has_a_page_of_its_own() -> None:
    left = Member(party="KEN", joined_on=STARTED_ON, left_on=date(2024, 5, 6))
    usa = Member(party="USA", joined_on=STARTED_ON)
    html = _arrangement(arranged(members=(usa, left), note="Take note.", ends_on=TODAY))
    assert "<h1>No promise of this arrangement is registered</h1>" in html
    assert "ends on 25 November 2026, today" in html
    assert "Take note." in html
    assert html.index(">Kenya<") < html.index(">United States<")
    assert "6 May 2024" in html
    assert "banner" not in html.split("</style>")[1]
    assert "invented as an example" in _arrangement(arranged(is_illustrative=True))


@pytest.mark.parametrize("render", [_calendar, _coverage, _arrangement])
def test_these_pages_are_well_formed_escaped_and_accessible(render: Any) -> None:
    item = arranged(name=SCRIPT, purpose=SCRIPT, note=SCRIPT)
    html = render(item)
    assert "<script" not in html
    found = tags_of(html)
    assert [tag for tag, _ in found].count("h1") == 1
    identifiers = [attributes["id"] for _, attributes in found if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    headers = [attributes for tag, attributes in found if tag == "th"]
    assert all(attributes["scope"] in {"col", "row"} for attributes in headers)
    inner = {str(a["href"])[1:] for tag, a in found if tag == "a" and str(a["href"])[0] == "#"}
    assert inner <= set(identifiers)
    assert f"version {VERSION}" in html
