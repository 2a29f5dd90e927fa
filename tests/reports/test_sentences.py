"""Rules, figures and verdicts in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from commitments.model import (
    Cause,
    Change,
    Commitment,
    ConstantPrices,
    FairShare,
    Growth,
    LeftOut,
    Measure,
    Milestone,
    RateDay,
    Rates,
    Ratio,
    Respond,
    Rule,
    ShareOfTotal,
    Step,
    Sustain,
    TakePart,
    Threshold,
    Timeliness,
    Verdict,
)
from reports.figures import day, gap_quantity, number, period_label, plain, quantity, usd
from reports.rule_sentences import rule_sentence
from reports.sentences import (
    TIMELINESS,
    VERDICTS,
    change_sentence,
    citation_sentence,
    verdict_sentence,
)
from tests.reports import arrangements as given
from tests.reports import examples

JUNE = date(2027, 6, 30)
STEPS = (Step(since="2024", amount=Decimal(2)), Step(since="2026", amount=Decimal("2.5")))


def ruled(rule: Rule, name: str) -> Commitment:
    return replace(given.ACKNOWLEDGEMENT, id=name, rule=rule)


@pytest.mark.parametrize(
    ("commitment", "sentence"),
    [
        (
            given.DEFENCE_SHARE,
            "Defence expenditure as a share of GDP is at least 2 % in every year.",
        ),
        (
            given.EQUIPMENT_SHARE,
            "Major equipment, with its research and development, as a share of defence "
            "expenditure, is at least 20 % in every year.",
        ),
        (
            given.DEFENCE_SHARE_2024,
            "Defence expenditure as a share of GDP is at least 2 % by 31 December 2024; until then "
            "the path required is a straight line from the figure of 2014.",
        ),
        (
            given.CORE_DEFENCE,
            "Defence expenditure as a share of GDP is at least 3.5 % by 31 December 2035; until "
            "then the path required is a straight line from the figure of 2024. It is to be "
            "reviewed by 31 December 2029.",
        ),
        (
            given.REGULAR_BUDGET,
            "The whole amount owed for each year is delivered by the day it is due (regular "
            "budget assessment paid in full).",
        ),
        (
            given.ACKNOWLEDGEMENT,
            "Every equipment request passes from “requested” to “acknowledged” within 30 days, in "
            "every half-year.",
        ),
        (
            given.HALT_DECLINE,
            "Defence expenditure in constant prices is in every year at least what it was a year "
            "before.",
        ),
        (
            replace(given.HALT_DECLINE, id="growth", rule=Sustain(growth=Decimal("3.0"))),
            "Defence expenditure in constant prices is in every year at least what it was a year "
            "before and 3 % more.",
        ),
        (
            ruled(TakePart(activity="joint-exercise", stage="held", at_least=2), "two exercises"),
            "At least 2 activities (joint exercise), with the party on either side, reach “held” "
            "in every half-year.",
        ),
        (
            ruled(TakePart(activity="joint-exercise", stage="held", at_least=1), "an exercise"),
            "At least 1 activity (joint exercise), with the party on either side, reaches “held” "
            "in every half-year.",
        ),
        (
            ruled(Milestone(by=JUNE, activity="information-exchange", stage="opened"), "a deed"),
            "An activity (information exchange) reaches “opened” by 30 June 2027.",
        ),
        (
            replace(
                ruled(Milestone(by=JUNE), "a flag"),
                measure=Measure(name="Treaty ratified", source="us", unit="flag"),
            ),
            "Treaty ratified: done by 30 June 2027.",
        ),
        (
            replace(given.DEFENCE_SHARE, id="level", rule=Milestone(by=JUNE, at_least=Decimal(3))),
            "Defence expenditure as a share of GDP reaches 3 % by 30 June 2027.",
        ),
        (
            replace(given.DEFENCE_SHARE, id="ceiling", rule=Threshold(at_most=Decimal(5))),
            "Defence expenditure as a share of GDP is at most 5 % in every year.",
        ),
        (
            replace(
                given.DEFENCE_SHARE, id="steps", rule=Threshold(at_least=Decimal(2), steps=STEPS)
            ),
            "Defence expenditure as a share of GDP is at least 2 % in every year, 2 % from 2024 "
            "on, 2.5 % from 2026 on.",
        ),
        (
            replace(
                given.DEFENCE_SHARE,
                id="ramp",
                rule=Threshold(at_least=Decimal(2), steps=STEPS, is_ramp=True),
            ),
            "Defence expenditure as a share of GDP is at least 2 % in every year; from 2024 a "
            "straight line leads to 2.5 % from 2026 on.",
        ),
    ],
    ids=lambda value: value.id if isinstance(value, Commitment) else "",
)
def test_each_kind_of_rule_is_one_plain_sentence(commitment: Commitment, sentence: str) -> None:
    assert rule_sentence(commitment) == sentence


@pytest.mark.parametrize(
    ("worked_out", "told"),
    [
        (
            {"formula": Ratio(over="gdp", times=100)},
            "The figure is “spending” ÷ “gdp” × 100.",
        ),
        (
            {"formula": Growth()},
            "The figure is the percentage by which “spending” exceeds that of the same period a "
            "year before.",
        ),
        (
            {"formula": ShareOfTotal(among="nato", without=(LeftOut(party="ISL", reason="-"),))},
            "The figure is the percentage that “spending” is of the total of the members of nato "
            "then, without Iceland.",
        ),
        (
            {"formula": FairShare(among="nato", ability="gdp", ability_source="bank")},
            "The figure is the share that “spending” is of the total of the members of nato then, "
            "divided by the share that “gdp” (bank) is of theirs; 1 is fair.",
        ),
        (
            {
                "rates": Rates(source="ecb", at=RateDay.PERIOD_AVERAGE),
                "constant_prices": ConstantPrices(
                    source="bank", indicator="gdp-now", over="gdp-fixed", base="2015"
                ),
            },
            "Amounts are converted by the period's average exchange rate, as ecb has it. Amounts "
            "are in prices of 2015 (“gdp now” ÷ “gdp fixed”, bank).",
        ),
    ],
)
def test_how_a_figure_is_worked_out_is_told(worked_out: dict[str, Any], told: str) -> None:
    measure = Measure(
        name="Spending", source="us", unit="percent", indicator="spending", **worked_out
    )
    commitment = replace(given.DEFENCE_SHARE, measure=measure, rule=Threshold(at_least=Decimal(2)))
    assert rule_sentence(commitment) == f"Spending is at least 2 % in every year. {told}"


def test_a_share_of_cases_is_said_as_such() -> None:
    rule = given.ACKNOWLEDGEMENT.rule
    assert isinstance(rule, Respond)
    partly = replace(
        given.ACKNOWLEDGEMENT, rule=replace(rule, at_least=Decimal("92.5"), within_days=1)
    )
    assert rule_sentence(partly) == (
        "At least 92.5 % of cases (equipment request) pass from “requested” to “acknowledged” "
        "within 1 day, in every half-year."
    )


@pytest.mark.parametrize(
    ("value", "against", "shown"),
    [
        ("1.28", "2", "1.28"),
        ("1.9995", "2", "1.9995"),
        ("1.995", "2", "1.995"),
        ("1.994", "2", "1.99"),
        ("1.9999999999999999", "2", "1.9999999999999999"),
        ("2", "2", "2.00"),
        ("2.000000000000000000", "2", "2.00"),
        ("2.0004", "2", "2.0004"),
        ("0.0005", "0", "0.001"),
        ("1234.5", None, "1,234.50"),
    ],
)
def test_a_number_never_looks_like_what_it_is_not(
    value: str, against: str | None, shown: str
) -> None:
    assert number(Decimal(value), against=None if against is None else Decimal(against)) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("762434310", "$762.4 million"),
        ("11898733000", "$11.9 billion"),
        ("999949999", "$999.9 million"),
        ("999950000", "$1.0 billion"),
        ("949999", "$949,999"),
        ("950000", "$950,000"),
        ("999999.5", "$1.0 million"),
        ("189054.4", "$189,054"),
        ("0.4", "less than $1"),
        ("0", "$0"),
    ],
)
def test_money_is_said_in_the_size_a_reader_can_hold(value: str, shown: str) -> None:
    assert usd(Decimal(value)) == shown


def test_a_missing_value_is_not_published_in_every_unit() -> None:
    for unit in ("percent", "usd", "usd_million", "flag", "days"):
        assert quantity(None, unit=unit) == "not published"


def test_quantities_name_their_unit() -> None:
    assert quantity(Decimal("1.28"), unit="percent") == "1.28 %"
    assert quantity(Decimal(12), unit="usd_million") == "$12.0 million"
    assert quantity(Decimal(1), unit="flag") == "yes"
    assert quantity(Decimal(0), unit="flag") == "no"
    assert quantity(Decimal("30"), unit="days") == "30 days"
    assert quantity(Decimal("3.197"), unit="eur_billion") == "EUR 3.197 billion"
    assert quantity(Decimal(1200), unit="gbp") == "GBP 1,200"
    assert gap_quantity(Decimal("0.72"), unit="percent") == "0.72 points"
    assert gap_quantity(Decimal("0.0005"), unit="percent", places=4) == "0.0005 points"
    assert gap_quantity(Decimal(1_500_000), unit="usd") == "$1.5 million"
    assert gap_quantity(None, unit="percent") == "not published"


def test_money_just_below_what_is_owed_is_told_apart_from_it() -> None:
    paid, owed = Decimal(762_434_309), Decimal(762_434_310)
    assert quantity(paid, unit="usd", against=owed) == "$762,434,309"
    assert quantity(owed, unit="usd", against=paid) == "$762,434,310"
    assert quantity(Decimal("2.9999999"), unit="usd_million", against=Decimal(3)) == "$2,999,999.9"


@pytest.mark.parametrize(
    ("value", "shown"),
    [("2", "2"), ("3.50", "3.5"), ("20", "20"), ("2E+1", "20"), ("1250", "1,250")],
)
def test_a_plain_number_has_no_idle_zeros(value: str, shown: str) -> None:
    assert plain(Decimal(value)) == shown


def test_dates_and_periods() -> None:
    assert day(date(2024, 2, 8)) == "8 February 2024"
    assert period_label("2024") == "2024"
    assert period_label("2024", is_estimate=True) == "2024e"
    assert period_label("2024-H1", is_estimate=True) == "2024-H1 (estimate)"
    assert (
        citation_sentence(given.WALES) == "Wales Summit Declaration, paragraph 14, 5 September 2014"
    )


def test_every_verdict_has_its_own_symbol_and_word() -> None:
    assert set(VERDICTS) == set(Verdict)
    assert len({words.symbol for words in VERDICTS.values()}) == len(Verdict)
    assert len({words.label for words in VERDICTS.values()}) == len(Verdict)
    assert set(TIMELINESS) == set(Timeliness)


def test_verdict_and_timeliness_stand_side_by_side() -> None:
    item = examples.assessment(given.REGULAR_BUDGET, "MEX", Verdict.MET_LATE, days_late=23)
    assert verdict_sentence(item) == "◐ Met late, 23 days late; reported on time"
    one = replace(item, days_late=1, timeliness=Timeliness.DELINQUENT)
    assert verdict_sentence(one) == "◐ Met late, 1 day late; report long overdue"
    none = replace(item, verdict=Verdict.MET, days_late=0)
    assert verdict_sentence(none) == "✓ Met; reported on time"


@pytest.mark.parametrize(
    ("before", "after", "was", "value", "sentence"),
    [
        (Verdict.UNMET, Verdict.MET, "1.9", "2", "unmet → met (1.90 % → 2.00 %)"),
        (Verdict.MET, Verdict.UNMET, "2", "1.9995", "met → unmet (2.0000 % → 1.9995 %)"),
        (None, Verdict.MET, None, "2.1", "not judged → met (2.10 %)"),
        (Verdict.MET, None, "2.1", "2.1", "met → no longer judged"),
        (Verdict.PENDING, Verdict.NO_DATA, None, None, "pending → no data"),
        (Verdict.MET, Verdict.NO_DATA, "2.1", None, "met → no data (2.10 % → not published)"),
    ],
)
def test_a_change_names_both_verdicts_and_both_values(
    before: Verdict | None, after: Verdict | None, was: str | None, value: str | None, sentence: str
) -> None:
    change = Change(
        commitment="c",
        arrangement="nato",
        party="ESP",
        period="2024",
        from_verdict=before,
        to_verdict=after,
        from_value=None if was is None else Decimal(was),
        to_value=None if value is None else Decimal(value),
        unit="percent",
        cause=Cause.NEW_EVIDENCE,
        as_of=date(2024, 6, 30),
    )
    assert change_sentence(change, name="Spain") == f"Spain, 2024: {sentence}; new evidence"


@pytest.mark.parametrize(
    ("days", "of", "words"),
    [
        (1, None, "within 1 day, in"),
        (5, "obligor", "within 5 business days of the country that answers, in"),
        (1, "NLD", "within 1 business day of Netherlands, in"),
    ],
)
def test_it_is_said_whose_business_days_count(days: int, of: str | None, words: str) -> None:
    rule = given.ACKNOWLEDGEMENT.rule
    assert isinstance(rule, Respond)
    rule = replace(rule, within_days=days, business_days_of=of)
    assert words in rule_sentence(replace(given.ACKNOWLEDGEMENT, rule=rule))
