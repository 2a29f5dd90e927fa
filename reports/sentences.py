"""What we say in words: the rule of a promise, a verdict, a change."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from commitments.model import (
    Assessment,
    Cadence,
    Change,
    Citation,
    Commitment,
    Composite,
    Deliver,
    InKind,
    Instalment,
    Measured,
    Milestone,
    Reach,
    Respond,
    Support,
    Sustain,
    TakePart,
    Threshold,
    Timeliness,
    Verdict,
)
from commitments.parties import names
from reports.figures import DASH, day, plain, quantity, target_quantity


@dataclass(frozen=True, kw_only=True)
class VerdictWords:
    """How a verdict is shown; the symbol and the word carry it where colour does not."""

    symbol: str
    label: str
    meaning: str


VERDICTS: Mapping[Verdict, VerdictWords] = MappingProxyType(
    {
        verdict: VerdictWords(symbol=symbol, label=label, meaning=meaning)
        for verdict, symbol, label, meaning in (
            (Verdict.MET, "✓", "Met", "kept, by the day it was due"),
            (Verdict.MET_LATE, "◐", "Met late", "kept, but after the day it was due"),
            (Verdict.ON_TRACK, "▲", "On track", "still running; at or above what is required"),
            (Verdict.AT_RISK, "◆", "At risk", "still running; below, within the stated margin"),
            (Verdict.OFF_TRACK, "▼", "Off track", "still running; below by more than the margin"),
            (Verdict.UNMET, "✕", "Unmet", "the period or the deadline has passed without it"),
            (Verdict.NO_DATA, "?", "No data", "evidence was due and none has come"),
            (Verdict.PENDING, "…", "Pending", "evidence is not due yet"),
            (Verdict.WAIVED, DASH, "Waived", "set aside by a recorded exception"),
        )
    }
)

TIMELINESS: Mapping[Timeliness, str] = MappingProxyType(
    {
        Timeliness.ON_TIME: "reported on time",
        Timeliness.LATE: "reported late",
        Timeliness.NOT_DUE: "report not due",
        Timeliness.DUE: "report due",
        Timeliness.OVERDUE: "report overdue",
        Timeliness.DELINQUENT: "report long overdue",
    }
)

ILLUSTRATION = (
    "Includes illustrative data: what is marked “illustrative” is invented as an example and tells "
    "nothing about any party; every other figure is as its source published it."
)

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
    is_fiscal = commitment.cadence is Cadence.FISCAL_YEAR
    return f"{sentence} A fiscal year is each party's own." if is_fiscal else sentence


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


def _subject(commitment: Commitment) -> str:
    name = commitment.measure.name
    return f"{name}," if "," in name else name


def _words(identifier: str) -> str:
    return identifier.replace("-", " ")


def lower_first(text: str) -> str:
    """A title inside a sentence; words written in capitals stay as they are."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def citation_sentence(citation: Citation) -> str:
    """Where a promise is written: document, place in it, date."""
    return f"{citation.document}, {lower_first(citation.place)}, {day(citation.dated)}"


def verdict_label(verdict: Verdict) -> str:
    """Symbol and word: `▼ Off track`."""
    words = VERDICTS[verdict]
    return f"{words.symbol} {words.label}"


def verdict_sentence(assessment: Assessment) -> str:
    """Verdict and timeliness side by side, never mixed: `✕ Unmet; reported on time`."""
    return (
        f"{verdict_label(assessment.verdict)}{lateness(assessment)}; "
        + (TIMELINESS[assessment.timeliness])
    )


def lateness(assessment: Assessment) -> str:
    """The days a promise was, or is, late: `, 23 days late`; empty when it was not."""
    late = assessment.days_late
    return "" if not late or late < 0 else f", {late:,d} day{'' if late == 1 else 's'} late"


def change_sentence(change: Change, *, name: str) -> str:
    """What became of a verdict and why: `Croatia, 2024: at risk → met (1.81 % → 2.03 %)`."""
    return f"{name}, {change.period}: {transition(change)}{_values(change)}; {change.cause}"


def transition(change: Change) -> str:
    """From which verdict to which: `at risk → met`."""
    before = "not judged" if change.from_verdict is None else _word(change.from_verdict)
    after = "no longer judged" if change.to_verdict is None else _word(change.to_verdict)
    return f"{before} → {after}"


def _values(change: Change) -> str:
    before, after, unit = change.from_value, change.to_value, change.unit
    if before == after:
        return ""
    now = quantity(after, unit=unit, against=before)
    if before is None:
        return f" ({now})"
    return f" ({quantity(before, unit=unit, against=after)} → {now})"


def _word(verdict: Verdict) -> str:
    return VERDICTS[verdict].label.lower()
