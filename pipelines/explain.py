"""Explain: one verdict with its promise, its rule, its arithmetic and the rows it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from commitments import parties
from commitments.errors import UsageError
from commitments.model import (
    Assessment,
    Change,
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
from commitments.outlook import Outlook
from pipelines.asking import Answer, Question, answered, with_figures
from pipelines.cases import activity_lines, case_lines
from pipelines.formula_lines import formula_lines
from pipelines.lines import located_lines
from pipelines.settings import Settings
from reports.figures import plain
from reports.outlooks import outlook_sentences
from reports.sentences import citation_sentence, rule_sentence, verdict_sentence
from warehouse.changes import read_changes
from warehouse.consequences import read_outlooks
from warehouse.reading import Cell, Filters, read_assessments, read_cells

_RATES = {
    RateDay.DAY: "the rate of the day it was paid or is due",
    RateDay.PERIOD_END: "the rate of the period's end",
    RateDay.PERIOD_AVERAGE: "the average rate of the period",
}


@dataclass(frozen=True, kw_only=True)
class EvidenceLine:
    """One row a verdict rests on, down to the line of the file as it was sent."""

    cell: Cell
    line: int | None
    original: str | None


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Everything behind one verdict."""

    commitment: Commitment
    party_name: str
    assessment: Assessment
    rule: str
    citation: str
    arithmetic: tuple[str, ...]
    evidence: tuple[EvidenceLine, ...]
    changes: tuple[Change, ...]
    outlook: Outlook

    @property
    def consequences(self) -> tuple[str, ...]:
        """What is missing so far, what it takes and where the pace leads, in words."""
        return outlook_sentences(self.outlook, self.commitment)


def explain(
    settings: Settings, question: Question, *, commitment: str, party: str, period: str
) -> Explanation:
    """Why one obligation has its verdict.

    Raises:
        UsageError: when there is no such obligation, saying what there is.
    """
    with answered(settings, question) as answer:
        promise = _promise(answer, commitment)
        assessment = _assessment(answer, commitment=commitment, party=party, period=period)
        connection = answer.warehouse.connection
        cells = read_cells(
            connection, relation=answer.relation, commitment=commitment, party=party, period=period
        )
        with_figures(answer, question)
        outlook = _outlook(answer, assessment)
        register = answer.written_down.register
        parts = [
            line
            for part in promise.parts
            for line in _part_lines(answer, assessment, register.commitment(part))
        ]
        changes = _changes(answer, assessment)
    return Explanation(
        commitment=promise,
        party_name=parties.names().get(party, party),
        assessment=assessment,
        rule=rule_sentence(promise),
        citation=citation_sentence(promise.source),
        arithmetic=tuple(_arithmetic(promise, assessment, cells, parts=parts, as_of=answer.as_of)),
        evidence=_evidence(settings, cells),
        changes=changes,
        outlook=outlook,
    )


def _promise(answer: Answer, commitment: str) -> Commitment:
    known = {item.id: item for item in answer.written_down.register.commitments}
    if commitment not in known:
        raise UsageError(f"commitment {commitment!r} is not registered; known: {', '.join(known)}")
    return known[commitment]


def _outlook(answer: Answer, assessment: Assessment) -> Outlook:
    (outlook,) = read_outlooks(
        answer.warehouse.connection,
        relation=answer.relation,
        filters=_only(assessment),
        as_of=answer.as_of,
        until=assessment.period_end,
    )
    return outlook


def _changes(answer: Answer, assessment: Assessment) -> tuple[Change, ...]:
    found = read_changes(
        answer.warehouse.connection,
        filters=replace(_only(assessment), period=assessment.period),
        until=answer.as_of,
        recorded_before=answer.horizon.recorded_before,
    )
    return tuple(found)


def _only(assessment: Assessment) -> Filters:
    return Filters(commitment=assessment.commitment, party=assessment.party)


def _assessment(answer: Answer, *, commitment: str, party: str, period: str) -> Assessment:
    filters = Filters(commitment=commitment, party=party)
    found = read_assessments(answer.warehouse.connection, relation=answer.relation, filters=filters)
    for assessment in found:
        if assessment.period == period:
            return assessment
    if not found:
        raise UsageError(
            f"{party} has no obligation under {commitment} as of {answer.as_of}; "
            "give a country code such as NLD, and see `pledgewatch status --commitment`"
        )
    periods = ", ".join(item.period for item in found)
    raise UsageError(
        f"{party} has no obligation for {period} under {commitment}; it has: {periods}"
    )


def _part_lines(answer: Answer, assessment: Assessment, part: Commitment) -> Iterator[str]:
    """The verdict of one part of a composite: of the same period, or of a milestone's own."""
    is_owed_once = isinstance(part.rule, Milestone)
    filters = Filters(
        commitment=part.id,
        party=assessment.party,
        period=None if is_owed_once else assessment.period,
    )
    found = read_assessments(answer.warehouse.connection, relation=answer.relation, filters=filters)
    for item in found:
        yield f"{part.id}, {item.period}: {verdict_sentence(item)}: {item.reason}"


def _evidence(settings: Settings, cells: Sequence[Cell]) -> tuple[EvidenceLine, ...]:
    located = located_lines(settings, cells)
    lines = (located.get((cell.submission, cell.row_number)) for cell in cells)
    return tuple(
        EvidenceLine(
            cell=cell, line=line.line if line else None, original=line.original if line else None
        )
        for cell, line in zip(cells, lines, strict=True)
    )


def _arithmetic(
    commitment: Commitment,
    assessment: Assessment,
    cells: Sequence[Cell],
    *,
    parts: Sequence[str],
    as_of: date,
) -> Iterator[str]:
    by_role = {cell.role: cell for cell in cells}
    yield from formula_lines(commitment.measure, assessment, cells)
    match commitment.rule:
        case Reach() as rule:
            yield from _path(rule, assessment, by_role)
            yield from _level(assessment, by_role)
        case Deliver() as rule:
            yield from _delivery(rule, assessment)
        case Respond() as rule:
            yield from _response(rule, assessment)
            yield from case_lines(rule, cells, as_of=as_of)
        case TakePart() | Milestone() as rule:
            yield assessment.reason
            yield from activity_lines(cells)
        case Sustain() as rule:
            yield from _sustained(rule, assessment, by_role)
            yield from _level(assessment, by_role)
        case Composite():
            yield assessment.reason
            yield from parts
        case Threshold() as rule:
            yield from _steps(rule, assessment)
            yield from _level(assessment, by_role, is_ceiling=rule.at_most is not None)
    yield from _prices(commitment.measure)


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
    start, end = int(baseline.period or rule.baseline), rule.by.year
    gone = assessment.period_end.year - start
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
    if assessment.other_value is not None:
        yield f"on the measure's other basis the value is {plain(assessment.other_value)} ({unit})"
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
        yield f"{assessment.kept_on} − {assessment.due_on} = {late} days late"
    elif late is not None:
        seen_until = assessment.due_on + timedelta(days=late)
        yield (
            f"{seen_until} − {assessment.due_on} = {late} days outstanding; "
            "the evidence speaks of no later day"
        )
    if assessment.gap:
        yield f"gap = {plain(assessment.gap)} ({assessment.unit})"
        yield from _in_money(assessment)


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
        sign = "≥" if assessment.verdict.value in {"met", "on_track"} else "<"
        yield (
            f"share in time {plain(assessment.value.quantize(Decimal('0.000000001')))} % "
            f"{sign} required {plain(rule.at_least)} %"
        )
