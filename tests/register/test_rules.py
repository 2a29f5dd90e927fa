"""What a rule may say: each kind of promise as it is written, and what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from commitments.commitment_files import CommitmentFile
from commitments.model import Milestone, Rule, Step, Sustain, TakePart, Threshold

TWO = Decimal(2)
SHARE = {"name": "Share", "source": "figures", "unit": "percent", "indicator": "share"}
COUNT = {"name": "Exercises", "source": "activities", "unit": "number"}
FLAG = {"name": "Opened", "source": "activities", "unit": "flag"}
PROMISE = """
id: promise
arrangement: pact
title: A promise
text: Something is promised.
source: { document: A declaration, place: Paragraph 1, dated: 2020-01-01, url: "https://e.org" }
obligors: members
beneficiary: all members
effective_from: 2024-01-01
cadence: year
reporting: { due_days: 31, delinquent_days: 60 }
"""


def rule_of(text: str, measure: dict[str, Any], **terms: Any) -> Rule:
    """The rule as it is written in a file."""
    given = yaml.safe_load(PROMISE) | {"measure": measure, "rule": yaml.safe_load(text)} | terms
    return CommitmentFile.model_validate(given).to_domain().rule


STEPS = (Step(since="2024", amount=TWO), Step(since="2026", amount=Decimal("2.5")))
WRITTEN = {
    "a ceiling": (
        "{ kind: threshold, at_most: 0 }",
        SHARE,
        Threshold(at_most=Decimal(0)),
    ),
    "steps in any order": (
        '{ kind: threshold, at_least: 2, steps: { "2026": 2.5, "2024": 2 } }',
        SHARE,
        Threshold(at_least=TWO, steps=STEPS),
    ),
    "a ramp starts at the target": (
        '{ kind: threshold, at_least: 2, ramp: { since: "2024", until: "2026", to: 2.5 } }',
        SHARE,
        Threshold(at_least=TWO, steps=STEPS, is_ramp=True),
    ),
    "no decline": ("{ kind: sustain }", SHARE, Sustain()),
    "growth": ("{ kind: sustain, growth: 3 }", SHARE, Sustain(growth=Decimal(3))),
    "activities": (
        "{ kind: take_part, activity: exercise, stage: held, at_least: 2 }",
        COUNT,
        TakePart(activity="exercise", stage="held", at_least=2),
    ),
    "a deed": (
        "{ kind: milestone, by: 2025-06-30, activity: exchange, stage: opened }",
        FLAG,
        Milestone(by=date(2025, 6, 30), activity="exchange", stage="opened"),
    ),
    "a level by a day": (
        "{ kind: milestone, by: 2025-12-31, at_least: 2 }",
        SHARE,
        Milestone(by=date(2025, 12, 31), at_least=TWO),
    ),
}
REFUSED = {
    "no limit": ("{ kind: threshold }", SHARE, {}, "at_least or at_most, one of the two"),
    "two limits": (
        "{ kind: threshold, at_least: 1, at_most: 2 }",
        SHARE,
        {},
        "at_least or at_most, one of the two",
    ),
    "a floor of nothing": ("{ kind: threshold, at_least: 0 }", SHARE, {}, "greater than 0"),
    "steps and a ramp": (
        '{ kind: threshold, at_least: 1, steps: { "2024": 2 }, '
        'ramp: { since: "2024", until: "2026", to: 3 } }',
        SHARE,
        {},
        "steps or a ramp, not both",
    ),
    "a ramp that leads back": (
        '{ kind: threshold, at_least: 1, ramp: { since: "2026", until: "2026", to: 3 } }',
        SHARE,
        {},
        "until is 2026",
    ),
    "a step within a period": (
        "{ kind: threshold, at_least: 1, steps: { 2024-Q2: 2 } }",
        SHARE,
        {},
        "judged by year has no period 2024-Q2",
    ),
    "a step finer than what is stated": (
        '{ kind: threshold, at_least: 1, steps: { "2024": 1.0000000001 } }',
        SHARE,
        {},
        "9 decimal places",
    ),
    "sustain without an indicator": (
        "{ kind: sustain }",
        COUNT,
        {},
        "sustain rule needs measure.indicator",
    ),
    "sustain by day": ("{ kind: sustain }", SHARE, {"cadence": "day"}, "set another cadence"),
    "business days of nowhere": (
        "{ kind: respond, activity: a, from_stage: b, to_stage: c, within_days: 5, "
        "business_days_of: EU }",
        COUNT,
        {},
        "write obligor, or the ISO 3166-1 alpha-3 code of a country",
    ),
    "business days of an organisation that answers": (
        "{ kind: respond, activity: a, from_stage: b, to_stage: c, within_days: 5, "
        "business_days_of: obligor }",
        COUNT,
        {"obligors": ["NLD", "EU"]},
        "EU has no calendar of holidays; name that of a country",
    ),
    "a pledge that is owed": (
        "{ kind: deliver, owed: [a, b], delivered: c, stages: { pledged: b } }",
        COUNT,
        {},
        "a pledge binds nobody: b is one, and neither owed nor delivered",
    ),
    "instalments that do not come to all": (
        '{ kind: deliver, owed: a, delivered: c, instalments: [{ share: 99.99, by: "03-31" }] }',
        COUNT,
        {},
        "come to 100 percent",
    ),
    "instalments due on one day": (
        "{ kind: deliver, owed: a, delivered: c, instalments: "
        '[{ share: 50, by: "03-31" }, { share: 50, by: "03-31" }] }',
        COUNT,
        {},
        "are due on different days",
    ),
    "an instalment on a day that is not in every year": (
        '{ kind: deliver, owed: a, delivered: c, instalments: [{ share: 100, by: "02-29" }] }',
        COUNT,
        {},
        "month and day of every year, such as 01-31",
    ),
    "instalments nobody tells parts of": (
        '{ kind: deliver, owed: a, settled: c, instalments: [{ share: 100, by: "03-31" }] }',
        COUNT,
        {},
        "settled tells no parts",
    ),
    "instalments of a month": (
        '{ kind: deliver, owed: a, delivered: c, instalments: [{ share: 100, by: "03-31" }] }',
        COUNT,
        {"cadence": "month"},
        "set cadence: year",
    ),
    "an indicator added up twice": (
        "{ kind: deliver, owed: [a, a], delivered: c }",
        COUNT,
        {},
        "name at least one indicator, and each once",
    ),
    "no activity at all": (
        "{ kind: take_part, activity: exercise, stage: held, at_least: 0 }",
        COUNT,
        {},
        "greater than or equal to 1",
    ),
    "activities in percent": (
        "{ kind: take_part, activity: exercise, stage: held, at_least: 1 }",
        SHARE,
        {},
        "unit must be number, got percent",
    ),
    "a milestone on nothing": (
        "{ kind: milestone, by: 2025-06-30 }",
        FLAG,
        {},
        "rule.activity or measure.indicator, one of the two",
    ),
    "an activity without a stage": (
        "{ kind: milestone, by: 2025-06-30, activity: exchange }",
        FLAG,
        {},
        "write activity and stage",
    ),
    "a deed done twice": (
        "{ kind: milestone, by: 2025-06-30, activity: exchange, stage: opened, at_least: 2 }",
        FLAG,
        {},
        "one activity is enough",
    ),
    "a deed in percent": (
        "{ kind: milestone, by: 2025-06-30, activity: exchange, stage: opened }",
        SHARE | {"indicator": None},
        {},
        "unit must be flag",
    ),
    "a flag that is two": (
        "{ kind: milestone, by: 2025-06-30, at_least: 2 }",
        FLAG | {"indicator": "opened"},
        {},
        "unit must be flag and at_least 1",
    ),
}


@pytest.mark.parametrize(("text", "measure", "rule"), WRITTEN.values(), ids=WRITTEN.keys())
def test_a_rule_is_read_as_it_is_written(text: str, measure: dict[str, Any], rule: Rule) -> None:
    assert rule_of(text, measure) == rule


@pytest.mark.parametrize(
    ("text", "measure", "terms", "message"), REFUSED.values(), ids=REFUSED.keys()
)
def test_a_rule_that_makes_no_sense_is_refused(
    text: str, measure: dict[str, Any], terms: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        rule_of(text, measure, **terms)
