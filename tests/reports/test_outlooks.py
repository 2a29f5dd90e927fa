"""What follows from verdicts, in sentences and as a table of the page."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from commitments.model import Commitment, Deliver, Verdict
from commitments.outlook import Outlook
from reports.outlook_table import outlook_table
from reports.outlooks import outlook_sentences
from reports.overview import Overview
from tests.reports import arrangements as given
from tests.reports import examples

SPAIN, CANADA, UNITED_STATES, POLAND = examples.hague_outlooks()


def told(item: Outlook, commitment: Commitment = given.CORE_DEFENCE) -> list[str]:
    return list(outlook_sentences(item, commitment))


def test_the_way_to_a_target_is_told_in_points_dollars_and_years() -> None:
    assert told(SPAIN) == [
        "from 1.28 % in 2024e to 3.5 %: 2.22 points ($36.8 billion by the figures of 2024) to go "
        "in the 11 years left, 0.20 points ($3.3 billion by the figures of 2024) more each year",
        "pace: +0.07 points a year, the slope of the least-squares line through 6 values, "
        "2019 to 2024e",
        "that is 0.37 of what it takes: limited progress",
        "at this pace the target is reached in 2055 (80 %: 2051 to 2059)",
        "the line leads to 2.09 % by 2035: off track, if nothing changes",
    ]


def test_never_is_said_as_such() -> None:
    assert "at this pace the target is never reached" in told(CANADA)
    assert told(CANADA)[1].startswith("pace: −0.001 points a year")


def test_without_a_pace_nothing_is_said_of_one() -> None:
    (only,) = told(UNITED_STATES)
    assert only.startswith("from 3.38 % in 2024e to 3.5 %: 0.12 points")


def test_a_target_that_is_reached_is_to_be_kept() -> None:
    assert told(POLAND)[0] == (
        "at 4.12 % in 2024e the target of 3.5 % is reached; 11 years left in which to stay there"
    )
    assert not any("at this pace" in sentence for sentence in told(POLAND))


@pytest.mark.parametrize(
    ("given_", "sentence"),
    [
        (
            {"latest": None},
            "at this pace the target is reached in 2055 "
            "(80 %: 2051 at the earliest, no latest year)",
        ),
        ({"arrives": None}, "at this pace the target is reached not within a hundred years"),
    ],
)
def test_an_end_that_cannot_be_named_is_not(given_: dict[str, Any], sentence: str) -> None:
    assert sentence in told(replace(SPAIN, **given_))


def short(commitment: Commitment, **given_: Any) -> list[str]:
    plain: dict[str, Any] = {
        "verdict": Verdict.UNMET,
        "period": "2024",
        "periods_judged": 4,
        "periods_short": 3,
        "unmet_since": "2022",
        "in_a_row": 3,
    }
    return told(examples.outlook(commitment, "CAN", **(plain | given_)), commitment)


def test_what_is_missing_so_far_is_told_with_how_often() -> None:
    assert short(given.DEFENCE_SHARE, shortfall_usd=Decimal(29_000_000_000)) == [
        "unmet since 2022, in 3 judged years in a row",
        "short so far: $29.0 billion, the gaps of 3 years short of 4 judged added up",
    ]
    assert short(given.DEFENCE_SHARE, in_a_row=1)[0] == "unmet since 2022"


def test_what_is_in_arrears_is_no_sum_of_gaps_that_hold_each_other() -> None:
    dues = given.REGULAR_BUDGET
    rule = Deliver(owed=("owed",), delivered=("paid",), is_cumulative=True)
    carried = replace(dues, rule=rule)
    for gap, sentences in (
        (270, ["short so far: $270, arrears of earlier years included"]),
        (0, []),
    ):
        amounts = {"gap": Decimal(gap), "shortfall": Decimal(gap), "shortfall_usd": Decimal(gap)}
        assert short(carried, **amounts)[1:] == sentences


def test_a_shortfall_that_is_not_known_is_not_told_as_none() -> None:
    assert short(given.REGULAR_BUDGET)[1] == (
        "short so far: not known; of 3 years short of 4 judged not every gap is published"
    )
    assert len(short(given.DEFENCE_SHARE)) == 1  # a share of which no whole is named
    assert short(given.DEFENCE_SHARE, periods_short=0, in_a_row=0) == []


def test_arrears_of_which_parts_paid_are_not_published_are_told_as_a_limit() -> None:
    told = short(given.REGULAR_BUDGET, short_at_most=Decimal(1_200_000), judged_since="2022")
    assert told[1] == (
        "short so far: more than nothing and at most $1.2 million, all that is owed for 3 years "
        "short of 4 judged and is not known to be delivered; parts of an amount that were "
        "delivered are not published, and nothing is known of a year without figures or before 2022"
    )


def test_an_amount_that_is_due_is_told_by_the_day() -> None:
    item = examples.outlook(
        given.REGULAR_BUDGET,
        "CAN",
        to_go=Decimal(1_000_000),
        to_go_usd=Decimal(1_000_000),
        remaining=10,
        takes=Decimal(100_000),
        takes_usd=Decimal(100_000),
    )
    assert told(item, given.REGULAR_BUDGET) == [
        "to be delivered in the 10 days left: $100,000 a day"
    ]


def test_the_page_lists_who_has_a_way_to_go_the_longest_first(nato: Overview) -> None:
    view = examples.nato_view()
    table = outlook_table(view.commitments[0], view)
    assert table
    assert table.caption == "What it takes by 2035, on figures of 2024e"
    assert [row.name for row in table.rows] == ["Spain", "Canada", "United States"]
    assert [header.title for header in table.headers] == [
        *(
            "Latest",
            "To go",
            "More each year",
            "More each year",
            "Pace a year",
            "Of what it takes",
            "Arrives",
        ),
        "By 2035 at this pace",
    ]
    cells = [[cell.short for cell in row.cells] for row in table.rows]
    assert cells[0] == [
        *("1.28", "2.22", "0.20", "$3.3 billion", "+0.07"),
        "0.37, limited progress",
        "2055 (2051 to 2059)",
        "2.09, off track",
    ]
    assert cells[1][5:7] == ["−0.003, deterioration", "never"]
    assert cells[2][4:] == ["–", "–", "–", "–"]
    assert "What it takes by 2035" in nato.html
    assert "decides no verdict" in nato.html
    assert "What it takes" not in nato.letter.text


def test_a_commitment_of_which_nothing_follows_has_no_such_table(un: Overview) -> None:
    view = examples.un_view()
    assert outlook_table(view.commitments[0], view) is None
    assert "What it takes" not in un.html
    behind = examples.outlook(
        given.REGULAR_BUDGET, "CAN", verdict=Verdict.UNMET, in_a_row=2, unmet_since="2023"
    )
    assert outlook_table(replace(view.commitments[0], outlooks=(behind,)), view) is None


def test_amounts_stand_in_their_own_unit() -> None:
    view = examples.un_view()
    behind = examples.outlook(
        given.REGULAR_BUDGET,
        "CAN",
        verdict=Verdict.UNMET,
        in_a_row=2,
        unmet_since="2023",
        to_go=Decimal(1_500_000),
        shortfall=Decimal(4_000_000),
        shortfall_usd=Decimal(4_000_000),
    )
    table = outlook_table(replace(view.commitments[0], outlooks=(behind,)), view)
    assert table
    assert [(header.title, header.unit) for header in table.headers] == [
        ("To go", ""),
        ("Short so far", ""),
        ("Years in a row", ""),
    ]
    assert [cell.short for cell in table.rows[0].cells] == ["$1.5 million", "$4.0 million", "2"]


@pytest.mark.parametrize(
    ("pace", "takes", "share", "progress"),
    [
        ("0.095", "0.1", "0.95", "substantial"),
        ("0.094999999", "0.1", "0.94999999", "moderate"),
        ("0.06", "0.1", "0.60", "moderate"),
        ("0.059999999", "0.1", "0.59999999", "limited"),
        ("0", "0.1", "0.00", "limited"),
        ("-0.000000001", "0.1", "-0.00000001", "deterioration"),
        (None, "0.1", None, None),
        ("0.1", None, None, None),
        ("0.1", "0", None, None),
    ],
)
def test_a_pace_is_held_against_what_it_takes_by_published_bands(
    pace: str | None, takes: str | None, share: str | None, progress: str | None
) -> None:
    given_ = {"pace": pace, "takes": takes}
    numbers: dict[str, Any] = {k: None if v is None else Decimal(v) for k, v in given_.items()}
    item = replace(SPAIN, **numbers)
    assert item.pace_share == (None if share is None else Decimal(share))
    assert item.progress == progress
