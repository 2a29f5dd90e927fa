"""Every rule of the layout `observations`, a row below, on and above each boundary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from expectations.results import Audit, Severity
from expectations.suites import IndicatorLimits, ObservationSuite

PUBLISHED = date(2026, 9, 1)

SUITE = ObservationSuite(
    source="nato-defexp",
    parties=frozenset({"NLD", "DEU", "NATO"}),
    indicators=(
        IndicatorLimits(id="share", unit="percent", minimum=Decimal(0), maximum=Decimal("12.5")),
        IndicatorLimits(id="gdp", unit="usd_million"),
        IndicatorLimits(id="payment", unit="percent", is_dated=True),
        IndicatorLimits(id="budget", unit="currency_million"),
        IndicatorLimits(id="change", unit="percent", maximum=Decimal("0.000000000000000001")),
    ),
    received_on=PUBLISHED,
    currencies=frozenset({"eur", "usd"}),
)

# Rules that look beside the file: see test_comparing_rules.py and receiving/test_corrections.py.
BESIDE = {
    "beyond-doubt",
    "counted-once",
    "correction-adds",
    "correction-fits",
    "coverage-kept",
    "limits-of-edition",
    "magnitude-of-edition",
    "magnitude-plausible",
    "magnitude-shifted",
    "member-then",
    "percent-not-fraction",
    "period-begun",
    "period-of-a-day",
    "series-kept",
}

GOOD = {
    "source": "nato-defexp",
    "published_on": PUBLISHED,
    "party": "NLD",
    "indicator": "share",
    "value": Decimal(2),
    "has_value_text": True,
    "unit": "percent",
    "status": "A",
}

# what was sent in the row | the rules it breaks, with the reason told
CASES: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({}, {}),
    ({"party": "NATO"}, {}),
    (
        {"source": "nato"},
        {"source-as-declared": "source 'nato' was sent, this form is for source 'nato-defexp'"},
    ),
    (
        {"source": None},
        {"source-as-declared": "source (empty) was sent, this form is for source 'nato-defexp'"},
    ),
    (
        {"published_on": None},
        {"published-on-given": "published_on is empty or not a date; write it as 2026-07-15"},
    ),
    (
        {"published_on": date(2026, 8, 31)},
        {
            "published-on-same": "published_on 2026-08-31 was sent, the file's other rows have "
            "2026-09-01; one file holds one edition"
        },
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
    (
        {"party": "XXX"},
        {
            "party-known": "party 'XXX' is not a country code (ISO 3166-1 alpha-3) or "
            "organisation we know"
        },
    ),
    (
        {"party": "nld"},
        {
            "party-known": "party 'nld' is not a country code (ISO 3166-1 alpha-3) or "
            "organisation we know"
        },
    ),
    (
        {"party": None},
        {
            "party-known": "party is empty; a country code (ISO 3166-1 alpha-3) or an "
            "organisation is expected"
        },
    ),
    (
        {"indicator": "tanks"},
        {"indicator-declared": "indicator 'tanks' is not declared by source 'nato-defexp'"},
    ),
    ({"indicator": None}, {"indicator-declared": "indicator is empty"}),
    (
        {"value": None, "value_text": "1e"},
        {
            "value-is-a-number": "value '1e' is not a number; write it with a decimal point and "
            "without thousands separators, with all its digits"
        },
    ),
    (
        {"value": None, "value_text": "-1,234"},
        {
            "value-is-a-number": "value '-1,234' may be one or a thousand times as much: the file "
            "does not show which sign is the decimal one; write it with a decimal point and "
            "without thousands separators"
        },
    ),
    (
        {"value": None, "has_value_text": False},
        {
            "value-fits-status": "value is empty and status is 'A'; a missing value is sent with "
            "status 'M'"
        },
    ),
    ({"value": None, "has_value_text": False, "status": "M"}, {}),
    (
        {"status": "M"},
        {
            "value-fits-status": "status 'M' says that the value is missing, but a value was "
            "sent (2)"
        },
    ),
    ({"status": "E"}, {}),
    ({"status": "P"}, {}),
    ({"status": "F"}, {}),
    (
        {"status": "a"},
        {
            "status-known": "status 'a' is not one of A (normal), E (estimated), P (provisional), "
            "F (forecast), M (missing)"
        },
    ),
    (
        {"status": None},
        {
            "status-known": "status (empty) is not one of A (normal), E (estimated), "
            "P (provisional), F (forecast), M (missing)"
        },
    ),
    (
        {"indicator": "gdp", "unit": "EUR"},
        {"unit-as-declared": "unit 'EUR' was sent, indicator 'gdp' is declared in 'usd_million'"},
    ),
    (
        {"unit": None},
        {"unit-as-declared": "unit (empty) was sent, indicator 'share' is declared in 'percent'"},
    ),
    ({"indicator": "budget", "unit": "eur_million"}, {}),
    (
        {"indicator": "budget", "unit": "eur"},
        {
            "unit-as-declared": "unit 'eur' was sent, indicator 'budget' is declared in "
            "'currency_million': write its code (ISO 4217), eur_million"
        },
    ),
    (
        {"indicator": "budget", "unit": "currency_million"},
        {
            "unit-as-declared": "unit 'currency_million' was sent, indicator 'budget' is declared "
            "in 'currency_million': write its code (ISO 4217), eur_million"
        },
    ),
    (
        {"indicator": "budget", "unit": "xyz_million"},
        {
            "unit-as-declared": "unit 'xyz_million' was sent, indicator 'budget' is declared in "
            "'currency_million': write its code (ISO 4217), eur_million"
        },
    ),
    (
        {"party": "org:A fund"},
        {
            "party-known": "party 'org:A fund' is not a country code (ISO 3166-1 alpha-3) or "
            "organisation we know"
        },
    ),
    # What could not be read is told by that alone.
    (
        {"refusal": "value 'x' is not a number written like 1234.5", "party": "XXX"},
        {"row-as-declared": "value 'x' is not a number written like 1234.5"},
    ),
    ({"left_out": "a target", "party": None, "value": None}, {"left-out": "a target"}),
    ({"left_out": "a target", "refusal": "told"}, {"left-out": "a target"}),
    ({"value": Decimal(0)}, {}),
    (
        {"value": Decimal("-0.000000000000000001")},
        {
            "value-within-limits": "value -0.000000000000000001 is below 0, the least that "
            "indicator 'share' can be"
        },
    ),
    ({"value": Decimal("0.000000000000000001")}, {}),
    ({"value": Decimal("12.499999999999999999")}, {}),
    ({"value": Decimal("12.5")}, {}),
    (
        {"value": Decimal("12.500000000000000001")},
        {
            "value-within-limits": "value 12.500000000000000001 is above 12.5, the most that "
            "indicator 'share' can be"
        },
    ),
    ({"indicator": "gdp", "unit": "usd_million", "value": Decimal("-99999999999999999999")}, {}),
    ({"indicator": "gdp", "unit": "usd_million", "value": Decimal("99999999999999999999")}, {}),
    ({"indicator": "change", "value": Decimal(-1000)}, {}),
    ({"occurred_on": date(1900, 1, 1)}, {}),
    (
        {"occurred_on": date(1899, 12, 31)},
        {"occurred-on-plausible": "occurred_on 1899-12-31 is before 1900"},
    ),
    ({"occurred_on": PUBLISHED}, {}),
    (
        {"occurred_on": PUBLISHED + timedelta(days=1)},
        {"occurred-on-plausible": "occurred_on 2026-09-02 is after published_on 2026-09-01"},
    ),
    ({"due_on": date(2027, 1, 1)}, {}),
    ({"note": "ü" * 1000}, {}),
    (
        {"note": "ü" * 1001},
        {"note-short-enough": "note has 1001 characters, reports print the first 1000"},
    ),
    (
        {"party": "O'Hara\n" + "x" * 60},
        {
            "party-known": "party 'O'Hara " + "x" * 53 + "...' is not a country code (ISO 3166-1 "
            "alpha-3) or organisation we know"
        },
    ),
    (
        {"party": "XXX", "status": "X"},
        {
            "party-known": "party 'XXX' is not a country code (ISO 3166-1 alpha-3) or "
            "organisation we know",
            "status-known": "status 'X' is not one of A (normal), E (estimated), P (provisional), "
            "F (forecast), M (missing)",
        },
    ),
]

VALID_PERIODS = (
    "2024", "2024-H1", "2024-H2", "2024-Q1", "2024-Q4", "2024-01", "2024-12", "2024-02-29",
    "2024-07-15", "FY2026/27", "FY1999/00", "FY2099/00",
)  # fmt: skip

INVALID_PERIODS = (
    None, "", "24", "02024", "2024-H0", "2024-H3", "2024-Q0", "2024-Q5", "2024-00", "2024-13",
    "2024-7", "2023-02-29", "2024-04-31", "2024-00-10", "2024-7-15", "2024-07-15 ", " 2024",
    "FY2026/26", "FY2026/28", "FY2026/2027", "FY26/27", "fy2026/27", "2024-h1", "2024\n", "٢٠٢٤",
)  # fmt: skip


def _rows(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    first = date(2001, 1, 2)
    return [
        {**GOOD, "period": str(first + timedelta(days=place)), **case}
        for place, case in enumerate(cases)
    ]


@pytest.fixture(scope="module")
def told(folders: Callable[[], Any]) -> tuple[Audit, list[dict[str, str]]]:
    """The audit of one file with all cases, and the reasons told for each of them."""
    file = folders().stage(_rows([sent for sent, _ in CASES]), layout="observations")
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


def test_results_count_the_rows_that_were_told(
    told: tuple[Audit, list[dict[str, str]]],
) -> None:
    outcome, reasons = told
    counted = {result.rule: result.rows_unexpected for result in outcome.results}
    assert counted == {rule: sum(rule in row for row in reasons) for rule in counted}


def test_every_rule_but_the_batch_rule_and_those_tested_below_is_broken_by_some_case(
    told: tuple[Audit, list[dict[str, str]]],
) -> None:
    passed = {result.rule for result in told[0].results if result.passed}
    assert passed == {"file-not-empty", "period-valid", "key-unique"} | BESIDE


def test_only_a_date_or_a_note_out_of_the_ordinary_is_less_than_critical(
    told: tuple[Audit, list[dict[str, str]]],
) -> None:
    severities = {result.rule: result.severity for result in told[0].results}
    lesser = {rule: severity for rule, severity in severities.items() if severity != "critical"}
    assert lesser == {
        "beyond-doubt": Severity.WARNING,
        "counted-once": Severity.WARNING,
        "occurred-on-plausible": Severity.WARNING,
        "note-short-enough": Severity.INFO,
        "coverage-kept": Severity.WARNING,
        "magnitude-plausible": Severity.WARNING,
        "member-then": Severity.WARNING,
        "percent-not-fraction": Severity.WARNING,
        "period-begun": Severity.WARNING,
        "period-of-a-day": Severity.WARNING,
    }


def test_each_period_label_is_read_or_refused(audited_file: Any) -> None:
    labels = [*VALID_PERIODS, *INVALID_PERIODS]
    audited_file.stage(_rows([{"period": label} for label in labels]), layout="observations")
    audited_file.audit(SUITE)
    refused = {number for number, rule, _, _ in audited_file.findings() if rule == "period-valid"}
    assert {labels[number - 1] for number in refused} == set(INVALID_PERIODS)


def test_the_reason_for_a_period_quotes_it_and_shows_how_to_write_one(audited_file: Any) -> None:
    audited_file.stage(_rows([{"period": "2024-H3"}]), layout="observations")
    audited_file.audit(SUITE)
    assert audited_file.findings_of(1) == {
        "period-valid": "period '2024-H3' is not a period we can read; write 2024, 2024-H1, "
        "2024-Q3, 2024-07, 2024-07-15 or FY2026/27"
    }


def test_only_a_dated_indicator_may_be_told_once_for_each_day(audited_file: Any) -> None:
    days = [{"occurred_on": None}, {"occurred_on": date(2024, 5, 1)}]
    cases = [
        {"period": "2024", "indicator": name, **day}
        for name in ("share", "payment")
        for day in days
    ]
    audited_file.stage(_rows(cases), layout="observations").audit(SUITE)
    assert [(number, rule) for number, rule, *_ in audited_file.findings()] == [
        (1, "key-unique"),
        (2, "key-unique"),
    ]


def test_values_of_a_day_are_told_apart_by_their_item(audited_file: Any) -> None:
    paid = {"period": "2024", "indicator": "payment", "occurred_on": date(2024, 5, 1)}
    cases = [
        {**paid, "item": "flow-1"},
        {**paid, "item": "flow-2"},
        {**paid, "item": "flow-2", "value": Decimal(9)},
    ]
    audited_file.stage(_rows(cases), layout="observations").audit(SUITE)
    twice = (
        "the same party, indicator, period, occurred_on and item 'flow-2' "
        "appears 2 times in this file"
    )
    assert [(number, rule, reason) for number, rule, _, reason in audited_file.findings()] == [
        (2, "key-unique", twice),
        (3, "key-unique", twice),
    ]


def test_an_organisation_by_its_name_is_a_party_where_the_source_has_such(
    audited_file: Any,
) -> None:
    cases = [{"party": "org:A fund"}, {"party": "A fund"}]
    file = audited_file.stage(_rows(cases), layout="observations")
    file.audit(replace(SUITE, has_organisations=True))
    assert [(number, rule) for number, rule, *_ in file.findings()] == [(2, "party-known")]


def test_of_rows_that_are_the_same_in_every_column_the_first_stays(audited_file: Any) -> None:
    cases: list[dict[str, Any]] = [
        {"period": "2024"},
        {"period": "2025"},
        {"period": "2024"},
        {"period": "2025", "note": "another"},
        {"period": "2025"},
    ]
    audited_file.stage(_rows(cases), layout="observations").audit(SUITE)
    thrice = "the same party, indicator and period appears 3 times in this file"
    assert [(number, reason) for number, _, _, reason in audited_file.findings()] == [
        (2, thrice),
        (3, "this is the same row as row 1 below the heading"),
        (4, thrice),
        (5, "this is the same row as row 2 below the heading"),
    ]


def test_every_copy_of_a_repeated_key_is_told_and_nothing_else(audited_file: Any) -> None:
    paid = {"indicator": "payment", "occurred_on": date(2024, 5, 1)}
    cases: list[dict[str, Any]] = [
        {"period": "2024"},
        {"period": "2024", "value": Decimal(3)},
        {"period": "2024", "party": "DEU"},
        {"period": "2024", "indicator": "change", "value": Decimal(-1)},
        {"period": "2024-H1"},
        {"period": "2024", **paid},
        {"period": "2024", **paid, "value": Decimal(3)},
        {"period": "2024", **paid, "value": Decimal(4)},
        {"period": "2024", **paid, "occurred_on": date(2024, 5, 2)},
    ]
    audited_file.stage(_rows(cases), layout="observations").audit(SUITE)
    twice = "the same party, indicator and period appears 2 times in this file"
    thrice = "the same party, indicator, period and occurred_on appears 3 times in this file"
    assert [(number, rule, reason) for number, rule, _, reason in audited_file.findings()] == [
        (1, "key-unique", twice),
        (2, "key-unique", twice),
        (6, "key-unique", thrice),
        (7, "key-unique", thrice),
        (8, "key-unique", thrice),
    ]


def test_rows_without_a_party_are_not_called_repeated_as_well(audited_file: Any) -> None:
    cases: list[dict[str, Any]] = [{"period": "2024", "party": None}] * 2
    audited_file.stage(_rows(cases), layout="observations").audit(SUITE)
    assert {rule for _, rule, _, _ in audited_file.findings()} == {"party-known"}


def test_of_two_equally_frequent_dates_the_later_is_the_edition(audited_file: Any) -> None:
    cases = [{"published_on": date(2026, 8, 1)}, {"published_on": date(2026, 8, 2)}]
    audited_file.stage(_rows(cases), layout="observations").audit(SUITE)
    assert [(number, rule) for number, rule, _, _ in audited_file.findings()] == [
        (1, "published-on-same")
    ]


@pytest.mark.parametrize(("days", "broken"), [(-1, True), (0, False), (1, False)])
def test_a_file_is_published_on_the_day_of_receipt_or_before(
    audited_file: Any, days: int, broken: bool
) -> None:
    audited_file.stage(_rows([{}]), layout="observations")
    audited_file.audit(replace(SUITE, received_on=PUBLISHED + timedelta(days=days)))
    assert bool(audited_file.findings()) is broken


def test_a_file_without_any_date_of_publication_is_told_so_once_a_row(audited_file: Any) -> None:
    audited_file.stage(_rows([{"published_on": None}] * 2), layout="observations").audit(SUITE)
    assert [(number, rule) for number, rule, _, _ in audited_file.findings()] == [
        (1, "published-on-given"),
        (2, "published-on-given"),
    ]


@pytest.mark.parametrize(
    ("outside", "figures", "is_refused"),
    [(5, 49, True), (5, 50, False), (4, 4, False), (5, 5, True)],
)
def test_a_file_with_many_figures_outside_their_limits_is_refused(
    audited_file: Any, outside: int, figures: int, is_refused: bool
) -> None:
    values = [Decimal("13.5")] * outside + [Decimal(2)] * (figures - outside)
    outcome = audited_file.stage(
        _rows([{"value": value} for value in values]), layout="observations"
    ).audit(SUITE)
    told = [item.message for item in outcome.failed if item.rule == "limits-of-edition"]
    assert bool(told) is is_refused
    for message in told:
        assert f"{outside} of {figures} figures in percent lie outside the limits" in message
        assert "such as 13.5 of share: the file counts in another unit, or its columns" in message


def test_a_correction_is_held_against_limits_row_by_row(audited_file: Any) -> None:
    rows = _rows([{"value": Decimal("13.5"), "corrects": "x"}] * 5)
    outcome = audited_file.stage(rows, layout="observations").audit(SUITE)
    assert "limits-of-edition" not in {item.rule for item in outcome.failed}
