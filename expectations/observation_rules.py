"""The rules of the layout `observations`: one value of an indicator for a party and a period."""

from __future__ import annotations

from datetime import date

from expectations.results import Severity
from expectations.rules import (
    Rule,
    correction_rule,
    edition_rules,
    file_rules,
    given,
    note_rule,
    one_of,
    party_rule,
    reading_rules,
    source_rule,
)
from expectations.suites import ObservationSuite

STATUSES = ("A", "E", "P", "F", "M")


def observation_rules(suite: ObservationSuite, *, edition: date) -> tuple[Rule, ...]:
    """Every rule of a file of observations, in the order they are told."""
    return (
        *file_rules(),
        *reading_rules(),
        source_rule(suite),
        *edition_rules(suite, edition=edition),
        party_rule("party", layout="observations"),
        *_meaning_rules(suite),
        _key_rule(),
        *_value_rules(),
        _date_rule(),
        *_period_rules(),
        correction_rule(),
        *_comparing_rules(),
        note_rule(),
    )


def _meaning_rules(suite: ObservationSuite) -> tuple[Rule, ...]:
    declared = tuple(indicator.id for indicator in suite.indicators)
    return (
        Rule(
            name="indicator-declared",
            expects=f"indicator is declared by source '{suite.source}'",
            query="observations/indicator-declared",
            checks=(given("indicator"), one_of("indicator", declared)),
        ),
        Rule(
            name="period-valid",
            expects="period is a year, half, quarter, month, day or fiscal year",
            query="observations/period-valid",
        ),
        Rule(
            name="status-known",
            expects="status is A, E, P, F or M",
            query="observations/status-known",
            checks=(given("status"), one_of("status", STATUSES)),
        ),
    )


def _key_rule() -> Rule:
    return Rule(
        name="key-unique",
        expects="party, indicator, period and occurred_on appear together once",
        query="observations/key-unique",
    )


def _value_rules() -> tuple[Rule, ...]:
    return (
        Rule(
            name="value-is-a-number",
            expects="value, where sent, is a number",
            query="observations/value-is-a-number",
        ),
        Rule(
            name="value-fits-status",
            expects="value is sent, or status is M and value is empty",
            query="observations/value-fits-status",
        ),
        Rule(
            name="unit-as-declared",
            expects="unit is the one its indicator is declared in",
            query="observations/unit-as-declared",
        ),
        Rule(
            name="value-within-limits",
            expects="value lies within the limits declared for its indicator",
            query="observations/value-within-limits",
        ),
        Rule(
            name="limits-of-edition",
            expects="the figures of a unit lie within the limits of their indicators",
            query="observations/limits-of-edition",
            of_file=True,
        ),
    )


def _date_rule() -> Rule:
    return Rule(
        name="occurred-on-plausible",
        expects="occurred_on, where sent, lies between 1900 and published_on",
        query="observations/occurred-on-plausible",
        severity=Severity.WARNING,
    )


def _period_rules() -> tuple[Rule, ...]:
    return (
        Rule(
            name="period-begun",
            expects="the period has begun by published_on, or is a forecast, a plan or due later",
            query="observations/period-begun",
            severity=Severity.WARNING,
        ),
        Rule(
            name="period-of-a-day",
            expects="the first day of a month is no year or month that a spreadsheet keeps so",
            query="observations/period-of-a-day",
            severity=Severity.WARNING,
        ),
    )


def _comparing_rules() -> tuple[Rule, ...]:
    """Beside what stood before, and who was a member then."""
    return (
        Rule(
            name="correction-adds",
            expects="a row of a correction states what was not accepted already",
            query="observations/correction-adds",
        ),
        Rule(
            name="member-then",
            expects="party was a member of the arrangement at the end of the period",
            query="observations/member-then",
            severity=Severity.WARNING,
        ),
        Rule(
            name="magnitude-plausible",
            expects="value is of the size of the figures beside it",
            query="observations/magnitude-plausible",
            severity=Severity.WARNING,
        ),
        Rule(
            name="magnitude-shifted",
            expects="value is not a thousand times what it was in the edition before",
            query="observations/magnitude-shifted",
        ),
        Rule(
            name="magnitude-of-edition",
            expects="the figures are of the size they had in the edition before",
            query="observations/magnitude-of-edition",
            of_file=True,
        ),
        Rule(
            name="series-kept",
            expects="an edition that replaces a series says nearly all that the one before said",
            query="observations/series-kept",
            of_file=True,
        ),
        Rule(
            name="percent-not-fraction",
            expects="figures in percent are no fractions",
            query="observations/percent-not-fraction",
            severity=Severity.WARNING,
            of_file=True,
        ),
        Rule(
            name="counted-once",
            expects="what a series states, no series that is a part of it states again",
            query="observations/counted-once",
            severity=Severity.WARNING,
            of_file=True,
        ),
        Rule(
            name="coverage-kept",
            expects="every party of the edition before is there",
            query="observations/coverage-kept",
            severity=Severity.WARNING,
            of_file=True,
        ),
    )
