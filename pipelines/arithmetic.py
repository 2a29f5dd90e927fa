"""The arithmetic behind a verdict, line by line, with the figures as they were sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from commitments.model import (
    Assessment,
    Commitment,
    Composite,
    Deliver,
    Measure,
    Milestone,
    RateDay,
    Reach,
    Respond,
    Sustain,
    TakePart,
    Threshold,
)
from pipelines.cases import activity_lines, case_lines
from pipelines.formula_lines import formula_lines
from pipelines.instalment_lines import instalment_lines
from reports.figures import plain
from reports.outlooks import counted
from reports.sentences import VERDICTS
from warehouse.reading import Cell

_RATES = {
    RateDay.DAY: "the rate of the day it was paid or is due",
    RateDay.PERIOD_END: "the rate of the period's end",
    RateDay.PERIOD_AVERAGE: "the average rate of the period",
}


def arithmetic_lines(
    commitment: Commitment,
    assessment: Assessment,
    cells: Sequence[Cell],
    *,
    parts: Sequence[str],
    as_of: date,
) -> Iterator[str]:
    """How the value comes to its verdict, line by line, from the rows it rests on.

    `parts` are the verdicts of what a composite is made of, in words.
    """
    yield from _fiscal_year(commitment, assessment)
    yield from formula_lines(commitment.measure, assessment, cells)
    match commitment.rule:
        case Respond() as rule:
            yield from _response(rule, assessment)
            yield from case_lines(rule, cells, party=assessment.party, as_of=as_of)
        case TakePart() | Milestone():
            yield assessment.reason
            yield from activity_lines(cells)
        case Composite():
            yield assessment.reason
            yield from parts
        case Deliver() as rule:
            yield from _delivery(rule, assessment)
            if not commitment.measure.is_priced:
                yield from instalment_lines(rule, assessment, cells, as_of=as_of)
        case Threshold() | Reach() | Sustain() as rule:
            yield from _of_a_level(rule, assessment, {cell.role: cell for cell in cells})
    yield from _prices(commitment.measure)
    yield from _alternatives(assessment)


def _fiscal_year(commitment: Commitment, assessment: Assessment) -> Iterator[str]:
    """From when to when a fiscal year lasts, and that no calendar year stands for it."""
    if not assessment.period.startswith("FY"):
        return
    first, last = assessment.period_start, assessment.period_end
    whose = "this promise" if commitment.fiscal_year_begins else assessment.party
    yield f"{assessment.period} is the fiscal year of {whose}: {first} to {last}"
    if assessment.value is None:
        years = f"{first.year} or {last.year}"
        yield f"a figure of a calendar year, {years}, is of another period and does not count"


def _of_a_level(
    rule: Threshold | Reach | Sustain, assessment: Assessment, cells: Mapping[str, Cell]
) -> Iterator[str]:
    match rule:
        case Reach():
            yield from _path(rule, assessment, cells)
        case Sustain():
            yield from _sustained(rule, assessment, cells)
        case Threshold():
            yield from _steps(rule, assessment)
    is_ceiling = isinstance(rule, Threshold) and rule.at_most is not None
    yield from _level(assessment, cells, is_ceiling=is_ceiling)


def _alternatives(assessment: Assessment) -> Iterator[str]:
    for other in assessment.alternatives:
        required = "nothing to hold it against"
        if other.required is not None:
            required = f"required {plain(other.required)}"
        verdict = VERDICTS[other.verdict].label.lower()
        same = "too" if other.verdict is assessment.verdict else f"not {_word(assessment)}"
        figures = f"{plain(other.value)}, {required} ({assessment.unit})"
        yield f"{other.words}: {figures}: {verdict}, {same}"


def _word(assessment: Assessment) -> str:
    return VERDICTS[assessment.verdict].label.lower()


def _prices(measure: Measure) -> Iterator[str]:
    unit = measure.unit.replace("_", " ")
    if rates := measure.rates:
        which = _RATES[rates.at]
        yield f"amounts in other money are turned into {unit} at {which} in {rates.source}"
    if prices := measure.constant_prices:
        over = f" ÷ {prices.over}" if prices.over else ""
        index = f"{prices.indicator}{over} of {prices.source}"
        yield f"in {unit} of {prices.base}: amount × index of {prices.base} ÷ index, by {index}"


def _path(rule: Reach, assessment: Assessment, cells: Mapping[str, Cell]) -> Iterator[str]:
    baseline, required = cells.get("baseline"), assessment.required
    if baseline is None or baseline.value is None or required is None:
        return
    if required == rule.at_least:
        yield f"required = the target, {plain(rule.at_least)}"
        return
    start = int((baseline.period or rule.baseline).removeprefix("FY")[:4])
    begun = assessment.period_start
    end = rule.by.year - ((rule.by.month, rule.by.day) < (begun.month, begun.day))
    gone = begun.year - start
    yield (
        f"required = {plain(baseline.value)} + ({plain(rule.at_least)} − {plain(baseline.value)})"
        f" × {gone} ÷ {end - start} = {plain(required)}"
    )


def _sustained(rule: Sustain, assessment: Assessment, cells: Mapping[str, Cell]) -> Iterator[str]:
    before, required = cells.get("year before"), assessment.required
    if before is None or before.value is None or required is None:
        return
    if rule.growth:
        growth = f"{plain(before.value)} × (100 + {plain(rule.growth)}) ÷ 100"
        yield f"required = {growth} = {plain(required)}, from the value of {before.period}"
    else:
        yield f"required = {plain(required)}, the value of {before.period}"


def _steps(rule: Threshold, assessment: Assessment) -> Iterator[str]:
    if not rule.steps or assessment.required is None:
        return
    line = "on a straight line between" if rule.is_ramp else "by the last of"
    steps = ", ".join(f"{plain(step.amount)} from {step.since} on" for step in rule.steps)
    yield f"required = {plain(assessment.required)}, {line} {plain(rule.begins_at)}, {steps}"


def _level(
    assessment: Assessment, cells: Mapping[str, Cell], *, is_ceiling: bool = False
) -> Iterator[str]:
    value, required, unit = assessment.value, assessment.required, assessment.unit
    if value is None or required is None:
        return
    within, beyond = ("≤", ">") if is_ceiling else ("≥", "<")
    high, low = (value, required) if is_ceiling else (required, value)
    sign = beyond if low < high else within
    yield f"value {plain(value)} {sign} required {plain(required)} ({unit})"
    if assessment.gap:
        yield f"gap = {plain(high)} − {plain(low)} = {plain(assessment.gap)} ({unit})"
    base = cells.get("money base")
    if assessment.gap_usd and base and base.value is not None and assessment.gap:
        yield (
            f"gap in money = {plain(assessment.gap)} % of {base.subject} "
            f"USD {plain(base.value)} million = USD {plain(assessment.gap_usd)}"
        )


def _delivery(rule: Deliver, assessment: Assessment) -> Iterator[str]:
    owed, late = assessment.target, assessment.days_late
    if owed is not None:
        due = "with no day published" if rule.is_open_ended else f"due on {assessment.due_on}"
        yield f"owed {plain(owed)} ({assessment.unit}), {due}"
    if assessment.kept_on:
        yield f"delivered in full by {assessment.kept_on}"
    elif owed is not None and assessment.value is None:
        yield "the amount delivered is not published, so the gap is not known"
    if late is not None and assessment.kept_on:
        yield f"{assessment.kept_on} − {assessment.due_on} = {counted(late, 'day')} late"
    elif late is not None:
        seen_until = assessment.due_on + timedelta(days=late)
        yield (
            f"{seen_until} − {assessment.due_on} = {counted(late, 'day')} outstanding; "
            "the evidence speaks of no later day"
        )
    if assessment.gap:
        yield f"gap = {_difference(assessment)}{plain(assessment.gap)} ({assessment.unit})"
        yield from _in_money(assessment)


def _difference(assessment: Assessment) -> str:
    """What is required less what is delivered, where the gap is that."""
    required, value = assessment.required, assessment.value
    if required is None or value is None or required - value != assessment.gap:
        return ""
    return f"{plain(required)} − {plain(value)} = "


def _in_money(assessment: Assessment) -> Iterator[str]:
    if assessment.unit.startswith("usd"):
        return
    if assessment.gap_usd is None:
        yield "no exchange rate of that day is at hand, so the gap is not told in US dollars"
    else:
        yield f"at the published exchange rate USD {plain(assessment.gap_usd)}"


def _response(rule: Respond, assessment: Assessment) -> Iterator[str]:
    yield assessment.reason
    if assessment.value is not None:
        sign = "<" if assessment.gap else "≥"
        yield (
            f"share in time {plain(assessment.value.quantize(Decimal('0.000000001')))} % "
            f"{sign} required {plain(rule.at_least)} %"
        )
