"""Every rule of the layout `activities`, a row below, on and above each boundary."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from expectations.results import Audit
from expectations.suites import ActivitySuite

PUBLISHED = date(2026, 9, 1)

SUITE = ActivitySuite(
    source="equipment-desk",
    parties=frozenset({"USA", "NLD", "NATO"}),
    kinds={
        "equipment-request": ("requested", "acknowledged", "answered"),
        "exercise": ("announced", "held"),
        "purchase": ("asked", "offered", "paid", "dropped"),
    },
    paths={"purchase": ("asked", "offered", "paid")},
    priorities={"equipment-request": ("urgent", "routine")},
    received_on=PUBLISHED,
)

GOOD = {
    "source": "equipment-desk",
    "published_on": PUBLISHED,
    "kind": "equipment-request",
    "initiator": "NLD",
    "responder": "USA",
    "stage": "requested",
    "occurred_on": date(2026, 5, 1),
}

# what was sent in the row | the rules it breaks, with the reason told
CASES: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({}, {}),
    ({"initiator": "NATO"}, {}),
    (
        {"refusal": "occurred_on 'x' is not a date written as declared", "kind": None},
        {"row-as-declared": "occurred_on 'x' is not a date written as declared"},
    ),
    ({"left_out": "a total", "activity": None}, {"left-out": "a total"}),
    (
        {"source": "equipment"},
        {
            "source-as-declared": "source 'equipment' was sent, this form is for source "
            "'equipment-desk'"
        },
    ),
    (
        {"published_on": None},
        {"published-on-given": "published_on is empty or not a date; write it as 2026-07-15"},
    ),
    (
        {"published_on": date(2026, 9, 2)},
        {
            "published-on-same": "published_on 2026-09-02 was sent, the file's other rows have "
            "2026-09-01; one file holds one edition",
            "published-on-not-after-receipt": "published_on 2026-09-02 is after 2026-09-01, "
            "the day this file was received",
        },
    ),
    ({"priority": "urgent"}, {}),
    (
        {"priority": "now"},
        {
            "priority-allowed": "priority 'now' is none of those of kind 'equipment-request', "
            "urgent, routine"
        },
    ),
    (
        {"priority": "urgent", "kind": "exercise", "stage": "held"},
        {
            "priority-allowed": "priority 'urgent' is none of those of kind 'exercise', which has "
            "none"
        },
    ),
    ({"activity": None}, {"activity-given": "activity is empty; every row names its case"}),
    (
        {"kind": "parade"},
        {"kind-known": "kind 'parade' is not declared by source 'equipment-desk'"},
    ),
    ({"kind": None}, {"kind-known": "kind (empty) is not declared by source 'equipment-desk'"}),
    ({"stage": "answered"}, {}),
    (
        {"stage": "held"},
        {
            "stage-allowed": "stage 'held' is none of the stages of kind 'equipment-request', "
            "requested, acknowledged, answered"
        },
    ),
    ({"kind": "exercise", "stage": "held"}, {}),
    (
        {"stage": None},
        {
            "stage-allowed": "stage (empty) is none of the stages of kind 'equipment-request', "
            "requested, acknowledged, answered"
        },
    ),
    (
        {"initiator": "XXX"},
        {
            "initiator-known": "initiator 'XXX' is not a country code (ISO 3166-1 alpha-3) or "
            "organisation we know"
        },
    ),
    (
        {"responder": None},
        {
            "responder-known": "responder is empty; a country code (ISO 3166-1 alpha-3) or an "
            "organisation is expected"
        },
    ),
    (
        {"responder": "NLD"},
        {"parties-differ": "initiator and responder are the same party, 'NLD'"},
    ),
    (
        {"occurred_on": None},
        {"occurred-on-given": "occurred_on is empty or not a date; write it as 2026-07-15"},
    ),
    ({"occurred_on": PUBLISHED - timedelta(days=1)}, {}),
    ({"occurred_on": PUBLISHED}, {}),
    (
        {"occurred_on": PUBLISHED + timedelta(days=1)},
        {
            "occurred-on-not-after-edition": "occurred_on 2026-09-02 is after "
            "published_on 2026-09-01"
        },
    ),
    ({"occurred_on": date(1900, 1, 1)}, {}),
    (
        {"occurred_on": date(1899, 12, 31)},
        {"occurred-on-plausible": "occurred_on 1899-12-31 is before 1900"},
    ),
    (
        {"note": "x" * 1001},
        {"note-short-enough": "note has 1001 characters, reports print the first 1000"},
    ),
]


def _rows(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**GOOD, "activity": f"case-{place}", **case} for place, case in enumerate(cases)]


@pytest.fixture(scope="module")
def told(folders: Callable[[], Any]) -> tuple[Audit, list[dict[str, str]]]:
    """The audit of one file with all cases, and the reasons told for each of them."""
    file = folders().stage(_rows([sent for sent, _ in CASES]), layout="activities")
    outcome = file.audit(SUITE)
    reasons: list[dict[str, str]] = [{} for _ in CASES]
    for row_number, rule, _, reason in file.findings():
        reasons[row_number - 1][rule] = reason
    return outcome, reasons


@pytest.mark.parametrize("place", range(len(CASES)), ids=lambda place: str(CASES[place][0])[:60])
def test_a_row_breaks_these_rules_for_these_reasons(
    told: tuple[Audit, list[dict[str, str]]], place: int
) -> None:
    assert told[1][place] == CASES[place][1]


def test_every_rule_but_the_batch_rule_and_the_one_tested_below_is_broken_by_some_case(
    told: tuple[Audit, list[dict[str, str]]],
) -> None:
    passed = {result.rule for result in told[0].results if result.passed}
    assert passed == {
        *(
            "file-not-empty",
            "beyond-doubt",
            "key-unique",
            "correction-fits",
            "stage-in-order",
            "stage-skipped",
        )
    }


def test_every_copy_of_a_repeated_stage_is_told_and_nothing_else(audited_file: Any) -> None:
    cases: list[dict[str, Any]] = [
        {"activity": "a"},
        {"activity": "a"},
        {"activity": "a", "stage": "answered"},
        {"activity": "b"},
        {"activity": None},
        {"activity": None},
    ]
    audited_file.stage(_rows(cases), layout="activities").audit(SUITE)
    repeated = "stage 'requested' of activity 'a' appears 2 times in this file"
    assert [
        (number, reason)
        for number, rule, _, reason in audited_file.findings()
        if rule == "key-unique"
    ] == [(1, repeated), (2, repeated)]


def test_an_empty_file_breaks_the_batch_rule_only(audited_file: Any) -> None:
    outcome = audited_file.stage([], layout="activities").audit(SUITE)
    assert [result.rule for result in outcome.failed] == ["file-not-empty"]


def _steps(activity: str, **days: date) -> list[dict[str, Any]]:
    case = {"activity": activity, "kind": "purchase"}
    return [{**case, "stage": stage, "occurred_on": day} for stage, day in days.items()]


FIRST, NEXT = date(2026, 5, 1), date(2026, 5, 2)
PURCHASES = {
    "in order": (_steps("a", asked=FIRST, offered=FIRST, paid=NEXT), {}),
    "paid before it was offered": (
        _steps("b", asked=FIRST, offered=NEXT, paid=FIRST),
        {
            2: {
                "stage-in-order": "stage 'paid' of activity 'b' is dated 2026-05-01, before "
                "'offered' on 2026-05-02"
            }
        },
    ),
    "all before it was asked": (
        _steps("c", paid=FIRST, asked=NEXT, offered=FIRST),
        {
            place: {
                "stage-in-order": f"stage '{stage}' of activity 'c' is dated 2026-05-01, before "
                "'asked' on 2026-05-02"
            }
            for place, stage in ((0, "paid"), (2, "offered"))
        },
    ),
    "dropped at any stage": (_steps("d", asked=FIRST, dropped=NEXT), {}),
    "dropped before it was asked": (
        _steps("e", asked=NEXT, dropped=FIRST),
        {
            1: {
                "stage-in-order": "stage 'dropped' of activity 'e' is dated 2026-05-01, before "
                "'asked' on 2026-05-02"
            }
        },
    ),
    "paid without an offer": (
        _steps("f", asked=FIRST, paid=NEXT),
        {
            1: {
                "stage-skipped": "activity 'f' reached 'paid' and never 'offered', as far as this "
                "file tells"
            }
        },
    ),
}


def test_a_case_passes_its_stages_one_after_another(audited_file: Any) -> None:
    rows, expected = [], {}
    for steps, reasons in PURCHASES.values():
        expected |= {len(rows) + place + 1: told for place, told in reasons.items()}
        rows += [{**GOOD, **step} for step in steps]
    file = audited_file.stage(rows, layout="activities")
    file.audit(SUITE)
    found: dict[int, dict[str, str]] = {}
    for number, rule, severity, reason in file.findings():
        found.setdefault(number, {})[rule] = reason
        assert severity == ("warning" if rule == "stage-skipped" else "critical")
    assert found == expected
