"""Who has submitted, as a letter and a page say it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reports.facts import facts_of
from reports.overview import render_overview
from reports.rounds import round_sentences
from reports.views import OverviewView, QuorumView, RoundView
from tests.reports import examples

(NATO_2024,) = examples.NATO_ROUND.periods
SOME = replace(NATO_2024, submitted=28, missing=("Canada", "Italy", "Spain"))
NONE = replace(NATO_2024, submitted=0, missing=("Canada", "Italy", "Spain"), last_submitted_on=None)
(NOT_2023, UN_2024) = examples.UN_ROUND.periods
SHARE = "Defence expenditure as a share of GDP: "
ROLL = "Honour roll of the regular budget: "
UN = "United Nations, Committee on Contributions"


def view(round_: RoundView) -> OverviewView:
    made: OverviewView = examples.nato_view(rounds=(round_,))
    return made


def nato(period: QuorumView, **changes: int) -> OverviewView:
    return view(replace(examples.NATO_ROUND, periods=(period,), **changes))


def un(period: QuorumView) -> OverviewView:
    return view(replace(examples.UN_ROUND, periods=(period,)))


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (nato(NATO_2024), f"{SHARE}31 of 31 expected parties have submitted for 2024."),
        (
            nato(SOME),
            f"{SHARE}28 of 31 expected parties have submitted for 2024; "
            "not yet: Canada, Italy and 1 more; due by 31 December 2024.",
        ),
        (
            nato(replace(NATO_2024, late=2)),
            f"{SHARE}31 of 31 expected parties have submitted for 2024, 2 of them late.",
        ),
        (
            nato(NONE),
            f"{SHARE}0 of 31 expected parties have submitted for 2024; due by 31 December 2024.",
        ),
        (un(UN_2024), f"{ROLL}submitted for 2024 by {UN} on 30 December 2024."),
        (
            un(replace(UN_2024, late=1, last_submitted_on=date(2025, 2, 3))),
            f"{ROLL}submitted for 2024 by {UN} on 3 February 2025, due by 31 January 2025.",
        ),
        (un(NOT_2023), f"{ROLL}not yet submitted for 2023 by {UN}; due by 31 January 2024."),
    ],
)
def test_a_period_is_told_in_a_sentence(told: OverviewView, sentence: str) -> None:
    assert round_sentences(told, limit=2) == (sentence,)


def test_earlier_periods_that_are_not_told_are_counted() -> None:
    _, more = round_sentences(nato(NONE, more=4), limit=2)
    assert more == f"{SHARE}4 earlier periods are incomplete too."


def test_letter_and_page_say_who_is_missing() -> None:
    made = render_overview(nato(SOME))
    for part in (made.letter.html, made.html, " ".join(made.letter.text.split())):
        assert "28 of 31 expected parties have submitted for 2024" in part
        assert "not yet: Canada, Italy, Spain; due by 31 December 2024" in part


def test_one_more_submission_is_news_and_the_same_is_not() -> None:
    assert facts_of(nato(SOME)) == facts_of(nato(replace(SOME, due_on=date(2025, 1, 1))))
    assert facts_of(nato(SOME)) != facts_of(nato(NATO_2024))
