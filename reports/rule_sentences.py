"""The rule of a promise in words."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from commitments.model import (
    Cadence,
    Commitment,
    Composite,
    Deliver,
    FairShare,
    Formula,
    Growth,
    InKind,
    Instalment,
    Measure,
    Measured,
    Milestone,
    RateDay,
    Ratio,
    Reach,
    Respond,
    ShareOfTotal,
    Support,
    Sustain,
    TakePart,
    Threshold,
)
from commitments.parties import names
from reports.figures import day, plain, target_quantity
from reports.sentences import lower_first

_CADENCES: Mapping[Cadence, str] = MappingProxyType(
    {
        Cadence.YEAR: "year",
        Cadence.FISCAL_YEAR: "fiscal year",
        Cadence.HALF: "half-year",
        Cadence.QUARTER: "quarter",
        Cadence.MONTH: "month",
        Cadence.DAY: "day",
    }
)
_RATE_DAYS: Mapping[RateDay, str] = MappingProxyType(
    {
        RateDay.DAY: "the exchange rate of the day of each amount",
        RateDay.PERIOD_END: "the period's last exchange rate",
        RateDay.PERIOD_AVERAGE: "the period's average exchange rate",
    }
)
_IN_KIND: Mapping[InKind | None, str] = MappingProxyType(
    {
        InKind.VALUED: (
            " What is given in kind counts at the value its publisher puts on it; how much of an "
            "amount that is cannot be known where the publisher does not tell it apart."
        ),
        InKind.EXCLUDED: " What is given in kind does not count.",
    }
)
_SUPPORT: Mapping[Support | None, str] = MappingProxyType(
    {
        Support.DIRECT: " Only what is given directly counts.",
        Support.INDIRECT: " Only what is given by way of others counts.",
    }
)


def rule_sentence(commitment: Commitment) -> str:
    """The rule of a commitment in one or two sentences."""
    if isinstance(commitment.rule, Composite):
        sentence = _composite_sentence(commitment, commitment.rule)
    else:
        sentence = _measured_sentence(commitment, commitment.rule)
    return f"{sentence}{_measure_sentences(commitment.measure)}{_fiscal_sentence(commitment)}"


def _fiscal_sentence(commitment: Commitment) -> str:
    if commitment.cadence is not Cadence.FISCAL_YEAR:
        return ""
    if commitment.fiscal_year_begins is None:
        return " A fiscal year is each party's own."
    month, day = map(int, commitment.fiscal_year_begins.split("-"))
    return f" A fiscal year begins on {day} {month_name[month]}, for whomever it is judged."


def _measured_sentence(commitment: Commitment, rule: Measured) -> str:
    match rule:
        case Threshold():
            return _threshold_sentence(commitment, rule)
        case Reach():
            return _reach_sentence(commitment, rule)
        case Deliver():
            told = _IN_KIND.get(rule.in_kind, "") + _SUPPORT.get(rule.support, "")
            return f"{_delivery_sentence(commitment, rule)}{told}"
        case Respond():
            return _respond_sentence(commitment, rule)
        case TakePart():
            return _participation_sentence(commitment, rule)
        case Milestone():
            return _milestone_sentence(commitment, rule)
        case Sustain():
            return _sustain_sentence(commitment, rule)


def _delivery_sentence(commitment: Commitment, rule: Deliver) -> str:
    what = lower_first(commitment.measure.name)
    if rule.is_cumulative:
        owed = f"Everything owed up to the end of each {cadence_word(commitment)} is delivered"
    else:
        owed = f"The whole amount owed for each {cadence_word(commitment)} is delivered"
    plan = f", for {rule.item} alone" if rule.item else ""
    if rule.instalments:
        shares = (f"{plain(one.share)} % by {_day_of_year(one)}" for one in rule.instalments)
        days = f"{' and '.join(shares)} of each {cadence_word(commitment)}"
        return f"{owed}{plan} in instalments, {days} ({what})."
    if rule.is_open_ended:
        return f"{owed}{plan}; no day is published by which it is due ({what})."
    return f"{owed}{plan} by the day it is due ({what})."


def _day_of_year(instalment: Instalment) -> str:
    return f"{instalment.day} {month_name[instalment.month]}"


def cadence_word(commitment: Commitment) -> str:
    """The length of a commitment's periods, as a noun."""
    return _CADENCES[commitment.cadence]


def _threshold_sentence(commitment: Commitment, rule: Threshold) -> str:
    unit, limit = commitment.measure.unit, "at least" if rule.at_most is None else "at most"
    target = target_quantity(rule.begins_at, unit=unit)
    asked = f"{_subject(commitment)} is {limit} {target} in every {cadence_word(commitment)}"
    steps = [
        f"{target_quantity(step.amount, unit=unit)} from {step.since} on" for step in rule.steps
    ]
    if rule.is_ramp:
        return f"{asked}; from {rule.steps[0].since} a straight line leads to {steps[-1]}."
    return f"{', '.join([asked, *steps])}."


def _participation_sentence(commitment: Commitment, rule: TakePart) -> str:
    count = "1 activity" if rule.at_least == 1 else f"{rule.at_least:,d} activities"
    verb = "reaches" if rule.at_least == 1 else "reach"
    return (
        f"At least {count} ({_words(rule.activity)}), with the party on either side, {verb} "
        f"“{_words(rule.stage)}” in every {cadence_word(commitment)}."
    )


def _milestone_sentence(commitment: Commitment, rule: Milestone) -> str:
    by, unit = day(rule.by), commitment.measure.unit
    if rule.activity and rule.stage:
        return f"An activity ({_words(rule.activity)}) reaches “{_words(rule.stage)}” by {by}."
    if unit == "flag":
        return f"{commitment.measure.name}: done by {by}."
    return f"{_subject(commitment)} reaches {target_quantity(rule.at_least, unit=unit)} by {by}."


def _sustain_sentence(commitment: Commitment, rule: Sustain) -> str:
    more = f" and {plain(rule.growth)} % more" if rule.growth else ""
    return (
        f"{_subject(commitment)} is in every {cadence_word(commitment)} at least what it was "
        f"a year before{more}."
    )


def _reach_sentence(commitment: Commitment, rule: Reach) -> str:
    target = target_quantity(rule.at_least, unit=commitment.measure.unit)
    review = f" It is to be reviewed by {day(rule.review_on)}." if rule.review_on else ""
    return (
        f"{_subject(commitment)} is at least {target} by {day(rule.by)}; until then the path "
        f"required is a straight line from the figure of {rule.baseline}.{review}"
    )


def _respond_sentence(commitment: Commitment, rule: Respond) -> str:
    case = rule.activity.replace("-", " ")
    is_every = rule.at_least == Decimal(100)
    who = f"Every {case} passes" if is_every else f"At least {plain(rule.at_least)} % of cases "
    who = who if is_every else f"{who}({case}) pass"
    stages = f"from “{_words(rule.from_stage)}” to “{_words(rule.to_stage)}”"
    kind = " business" if rule.business_days_of else ""
    days = f"{rule.within_days}{kind} day{'' if rule.within_days == 1 else 's'}"
    if rule.business_days_of:
        days += f" of {names().get(rule.business_days_of, 'the country that answers')}"
    ends = " or ".join(f"“{_words(stage)}”" for stage in rule.unless)
    unless = f" unless it reaches {ends} before" if ends else ""
    return f"{who} {stages} within {days}{unless}, in every {cadence_word(commitment)}."


def _composite_sentence(commitment: Commitment, rule: Composite) -> str:
    number = len(rule.parts)
    every = "All of" if rule.at_least == number else f"At least {rule.at_least:,d} of"
    parts = ", ".join(rule.parts)
    return f"{every} these {number:,d} are kept in every {cadence_word(commitment)}: {parts}."


def _measure_sentences(measure: Measure) -> str:
    """How the figure is worked out, where it is not as published; led by a space."""
    what = _words(measure.indicator or "")
    told = [f"The figure is {_formula_words(measure.formula, what)}."] if measure.formula else []
    if measure.rates:
        at = _RATE_DAYS[measure.rates.at]
        told.append(f"Amounts are converted by {at}, as {measure.rates.source} has it.")
    if prices := measure.constant_prices:
        over = f" ÷ “{_words(prices.over)}”" if prices.over else ""
        by = f"“{_words(prices.indicator)}”{over}"
        told.append(f"Amounts are in prices of {prices.base} ({by}, {prices.source}).")
    return "".join(f" {sentence}" for sentence in told)


def _formula_words(formula: Formula, what: str) -> str:
    match formula:
        case Ratio():
            times = f" × {formula.times:,d}" if formula.times != 1 else ""
            return f"“{what}” ÷ “{_words(formula.over)}”{times}"
        case Growth():
            return f"the percentage by which “{what}” exceeds that of the same period a year before"
        case ShareOfTotal():
            return f"the percentage that “{what}” is of {_total_words(formula)}"
        case FairShare():
            by = f" ({formula.ability_source})" if formula.ability_source else ""
            return (
                f"the share that “{what}” is of {_total_words(formula)}, divided by the share "
                f"that “{_words(formula.ability)}”{by} is of theirs; 1 is fair"
            )


def _total_words(formula: ShareOfTotal | FairShare) -> str:
    without = ", ".join(names().get(one.party, one.party) for one in formula.without)
    return f"the total of the members of {formula.among} then" + (
        f", without {without}" if without else ""
    )


def _subject(commitment: Commitment) -> str:
    name = commitment.measure.name
    return f"{name}," if "," in name else name


def _words(identifier: str) -> str:
    return identifier.replace("-", " ")
