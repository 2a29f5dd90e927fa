"""The rules of the layout `activities`: one dated stage of a case between two parties."""

from __future__ import annotations

from datetime import date
from functools import partial

from great_expectations import expectations as gxe

from expectations.results import Severity
from expectations.rules import (
    Rule,
    between,
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
from expectations.suites import ActivitySuite

NOT_AFTER_EDITION = partial(
    gxe.ExpectColumnPairValuesAToBeGreaterThanB,
    column_A="published_on",
    column_B="occurred_on",
    or_equal=True,
    ignore_row_if="either_value_is_missing",
)


def activity_rules(suite: ActivitySuite, *, edition: date) -> tuple[Rule, ...]:
    """Every rule of a file of activities, in the order they are told."""
    return (
        *file_rules(),
        *reading_rules(),
        source_rule(suite),
        *edition_rules(suite, edition=edition),
        *_case_rules(suite),
        *_party_rules(),
        *_date_rules(),
        correction_rule(),
        note_rule(),
    )


def _case_rules(suite: ActivitySuite) -> tuple[Rule, ...]:
    return (
        Rule(
            name="activity-given",
            expects="activity names the case",
            query="activities/activity-given",
            checks=(given("activity"),),
        ),
        Rule(
            name="kind-known",
            expects=f"kind is declared by source '{suite.source}'",
            query="activities/kind-known",
            checks=(given("kind"), one_of("kind", suite.kinds)),
        ),
        Rule(
            name="stage-allowed",
            expects="stage is one of the stages of its kind",
            query="activities/stage-allowed",
        ),
        Rule(
            name="key-unique",
            expects="activity and stage appear together once",
            query="activities/key-unique",
        ),
        Rule(
            name="stage-in-order",
            expects="no stage is dated before an earlier one of its activity",
            query="activities/stage-in-order",
        ),
        Rule(
            name="stage-skipped",
            expects="the stage before was reached too, where a case passes one after another",
            query="activities/stage-skipped",
            severity=Severity.WARNING,
        ),
        Rule(
            name="priority-allowed",
            expects="priority is one of those of its kind",
            query="activities/priority-allowed",
        ),
    )


def _party_rules() -> tuple[Rule, ...]:
    return (
        party_rule("initiator", layout="activities"),
        party_rule("responder", layout="activities"),
        Rule(
            name="parties-differ",
            expects="initiator and responder are two parties",
            query="activities/parties-differ",
        ),
    )


def _date_rules() -> tuple[Rule, ...]:
    return (
        Rule(
            name="occurred-on-given",
            expects="occurred_on is a date",
            query="activities/occurred-on-given",
            checks=(given("occurred_on"),),
        ),
        Rule(
            name="occurred-on-not-after-edition",
            expects="occurred_on is not after published_on",
            query="activities/occurred-on-not-after-edition",
            checks=(NOT_AFTER_EDITION,),
        ),
        Rule(
            name="occurred-on-plausible",
            expects="occurred_on is not before 1900",
            query="activities/occurred-on-plausible",
            severity=Severity.WARNING,
            checks=(between("occurred_on", minimum=date(1900, 1, 1)),),
        ),
    )
