"""Interests and regions, and what stands in each."""

from __future__ import annotations

from datetime import date

from commitments.coverage import CoverageCell, coverage
from commitments.model import Arrangement, Interest
from commitments.parties import REGIONS
from tests.register.arranged import arranged

TODAY = date(2026, 11, 25)


def _cell(*items: Arrangement, as_of: date = TODAY) -> CoverageCell:
    """The one cell the arrangements of these tests are in."""
    cells = coverage(items, as_of=as_of)
    return next(
        one for one in cells if (one.interest, one.region) == (Interest.EQUIPMENT, "africa")
    )


def test_every_interest_has_a_cell_in_every_region() -> None:
    cells = coverage([], as_of=TODAY)
    expected = [(interest, region) for interest in Interest for region in REGIONS]
    assert [(cell.interest, cell.region) for cell in cells] == expected
    assert all(cell.is_empty for cell in cells)


def test_an_arrangement_covers_its_interests_in_its_regions_only() -> None:
    item = arranged(
        regions=("africa", "middle-east"), interests=(Interest.EQUIPMENT, Interest.EARLY_WARNING)
    )
    covered = {
        (cell.interest, cell.region) for cell in coverage([item], as_of=TODAY) if not cell.is_empty
    }
    assert covered == {
        (interest, region)
        for interest in (Interest.EQUIPMENT, Interest.EARLY_WARNING)
        for region in ("africa", "middle-east")
    }


def test_only_what_stands_on_the_day_covers() -> None:
    ended = arranged("ended", ends_on=date(2026, 11, 24))
    last_day = arranged("last-day", ends_on=TODAY)
    to_come = arranged("to-come", started_on=date(2026, 11, 26))
    cell = _cell(ended, last_day, to_come)
    assert [item.id for item in cell.standing] == ["last-day"]


def test_an_illustrative_arrangement_is_shown_last_and_covers_nothing() -> None:
    example = arranged("example", is_illustrative=True)
    alone = _cell(example)
    assert alone.is_empty
    assert alone.standing == (example,)
    real = arranged("real")
    both = _cell(example, real)
    assert not both.is_empty
    assert both.standing == (real, example)
