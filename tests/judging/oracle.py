"""The judgement once more: slow, obvious, one obligation at a time, in plain Python.

It is written from the rules as they are stated in DESIGN.md and in the headers of the statements,
and shares nothing with them but the register's types. All arithmetic is exact.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from fnmatch import fnmatchcase
from fractions import Fraction

import holidays

from commitments.model import (
    AlternativeKind,
    Basis,
    Cadence,
    Commitment,
    Composite,
    Deliver,
    FairShare,
    Formula,
    Growth,
    Instalment,
    Member,
    Milestone,
    RateDay,
    Ratio,
    Reach,
    Register,
    Respond,
    ShareOfTotal,
    Step,
    Sustain,
    TakePart,
    Threshold,
    Timeliness,
    Verdict,
)
from tests.judging.pricing import (
    Quote,
    Span,
    converted,
    quotient,
    rate,
    rate_cell,
    rounded,
    span,
)

ONE_DAY = timedelta(days=1)
KEPT = {Verdict.MET, Verdict.MET_LATE, Verdict.ON_TRACK, Verdict.WAIVED}
FAILED = {Verdict.UNMET, Verdict.OFF_TRACK}
UNKNOWN = {Verdict.PENDING, Verdict.NO_DATA}
SAYS_HOW_LATE = {Verdict.MET_LATE, Verdict.UNMET, Verdict.OFF_TRACK, Verdict.AT_RISK}
ESTIMATES = {"E", "P", "F"}

Cell = tuple[str, str, int]
# By which other figures, their value, what they ask, and their verdict.
Tried = tuple[str, Decimal, Decimal | None, Verdict]


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One edition as it was received; one without usable rows counts for nothing."""

    submission: str
    source: str
    published_on: date
    received_at: datetime
    rows_accepted: int = 1


@dataclass(frozen=True, kw_only=True)
class Observation:
    """One row of `core.observations`; what it was `priced_by`, or what it `lacks` to be priced."""

    submission: str
    row_number: int
    source: str
    published_on: date
    party: str
    indicator: str
    period: str
    value: Decimal | None
    status: str = "A"
    due_on: date | None = None
    occurred_on: date | None = None
    item: str | None = None
    series: str | None = None
    unit: str = "percent"
    is_illustrative: bool = False
    priced_by: frozenset[Cell] = frozenset()
    lacks: bool = False


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One row of `core.activities`."""

    submission: str
    row_number: int
    source: str
    published_on: date
    activity: str
    kind: str
    responder: str
    stage: str
    occurred_on: date
    initiator: str = "JPN"
    is_illustrative: bool = False


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """What has been received."""

    submissions: Sequence[Submission] = ()
    observations: Sequence[Observation] = ()
    activities: Sequence[Activity] = ()

    def known(self, *, known_on: date | None, recorded_before: datetime | None) -> Ledger:
        """What had been published by a day and received before an instant."""
        kept = [
            item
            for item in self.submissions
            if item.rows_accepted > 0
            and (known_on is None or item.published_on <= known_on)
            and (recorded_before is None or item.received_at < recorded_before)
        ]
        ids = {item.submission for item in kept}
        return Ledger(
            submissions=kept,
            observations=[row for row in self.observations if row.submission in ids],
            activities=[row for row in self.activities if row.submission in ids],
        )

    def rank(self, submission: str) -> tuple[date, datetime, str]:
        """The greatest wins: the latest published, then the latest recorded."""
        (found,) = (item for item in self.submissions if item.submission == submission)
        return found.published_on, found.received_at, found.submission

    def quotes(self, source: str) -> list[Quote]:
        """The exchange rates of a source, each day as its latest edition has it."""
        rates = [
            row
            for row in self.observations
            if row.source == source and row.indicator.startswith("eur-rate-") and row.value
        ]
        best = {
            (row.indicator, row.period): row
            for row in sorted(rates, key=lambda row: self.rank(row.submission))
        }
        return [
            Quote(
                currency=row.indicator.removeprefix("eur-rate-"),
                quoted_on=date.fromisoformat(row.period),
                per_eur=rounded(row.value or Decimal(0), 12),
                cell=(row.submission, row.row_number),
            )
            for row in best.values()
        ]

    def begun_on(self, source: str) -> date | None:
        """When the first edition of a source at hand was published."""
        days = [item.published_on for item in self.submissions if item.source == source]
        return min(days, default=None)


@dataclass(frozen=True, kw_only=True)
class Period:
    """One period of a cadence; both days belong to it."""

    label: str
    start: date
    end: date


@dataclass(frozen=True, kw_only=True)
class Obligation:
    """One commitment applied to one party, whose fiscal year begins then, for one period."""

    commitment: Commitment
    party: str
    begins_on: str
    period: Period
    joined_on: date | None
    is_exempt: bool
    is_waived: bool
    as_of: date
    basis: Basis
    among: Sequence[Member]
    alternative: AlternativeKind | None = None


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The rows of one winning edition for a party, an indicator and a period."""

    rows: Sequence[Observation] = ()
    first_published_on: date | None = None
    first_confirmed_on: date | None = None

    @property
    def row(self) -> Observation | None:
        """The only row, where there can be but one."""
        return self.rows[0] if self.rows else None

    @property
    def value(self) -> Decimal | None:
        """The value of the only row."""
        return self.row.value if self.row else None

    def cells(self, role: str) -> frozenset[Cell]:
        """The rows as evidence, and what they were priced by."""
        own = frozenset((role, row.submission, row.row_number) for row in self.rows)
        return own.union(*(row.priced_by for row in self.rows))

    @property
    def lacks(self) -> bool:
        """Whether a row could not be priced."""
        return any(row.lacks for row in self.rows)

    @property
    def total(self) -> Decimal | None:
        """The sum of what is given; unknown where a part of it could not be priced."""
        return None if self.lacks else _sum(row.value for row in self.rows)


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What the evidence says, before it is judged."""

    due_on: date
    value: Decimal | None = None
    target: Decimal | None = None
    required: Decimal | None = None
    gap: Decimal | None = None
    gap_usd: Decimal | None = None
    is_enough: bool = False
    is_near: bool = False
    is_interim: bool = False
    is_comparable: bool = False
    has_evidence: bool = False
    kept_on: date | None = None
    is_outstanding: bool = False
    is_behind: bool = False
    days_late: int | None = None
    provisional: bool = False
    published_on: date | None = None
    first_published_on: date | None = None
    evidence: frozenset[Cell] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Judged:
    """The judgement of one obligation, as far as the two must agree."""

    verdict: Verdict
    timeliness: Timeliness
    value: Decimal | None
    target: Decimal | None
    required: Decimal | None
    gap: Decimal | None
    gap_usd: Decimal | None
    due_on: date
    kept_on: date | None
    days_late: int | None
    provisional: bool
    published_on: date | None
    unmet_since: str | None = None
    fragile: bool = False
    other_value: Decimal | None = None
    alternatives: tuple[Tried, ...] = ()
    evidence: frozenset[Cell] = field(default_factory=frozenset)


Key = tuple[str, str, str]


def judge(
    register: Register,
    ledger: Ledger,
    *,
    home_party: str,
    as_of: date,
    known_on: date | None = None,
    recorded_before: datetime | None = None,
    basis: Basis = Basis.REPORTED,
) -> dict[Key, Judged]:
    """Every obligation begun by `as_of`, judged; by commitment, party and period."""
    known = ledger.known(known_on=known_on, recorded_before=recorded_before)
    judged: dict[Key, Judged] = {}
    with localcontext(Context(prec=100)):
        whole_last = sorted(register.commitments, key=lambda item: bool(item.parts))
        for commitment in whole_last:
            owed = obligations(
                register, commitment, home_party=home_party, as_of=as_of, basis=basis
            )
            if commitment.parts:
                judged |= _judge_composites(owed, register, judged)
            else:
                judged |= _judge_obligations(owed, known)
    return judged


def _judge_obligations(obliged: Iterator[Obligation], ledger: Ledger) -> dict[Key, Judged]:
    judged: dict[Key, Judged] = {}
    since: dict[str, str] = {}
    for owed in obliged:
        if _is_nothing_owed(owed, ledger):
            continue
        result = _by_its_figures(owed, ledger)
        others = [
            (kind, _by_its_figures(replace(other, alternative=kind), ledger))
            for kind, other in _alternatives(owed)
            if not _is_nothing_owed(other, ledger)
        ]
        result = _held_against(result, others)
        if result.verdict in KEPT:
            since.pop(owed.party, None)
        if result.verdict in FAILED:
            result = replace(result, unmet_since=since.setdefault(owed.party, owed.period.label))
        judged[owed.commitment.id, owed.party, owed.period.label] = result
    return judged


def _is_nothing_owed(owed: Obligation, ledger: Ledger) -> bool:
    """Whether the source puts an amount promised at nothing: then there is nothing to judge."""
    rule = owed.commitment.rule
    if not isinstance(rule, Deliver):
        return False
    amount = _added(_deliverable(owed, ledger, rule, one) for one in rule.owed).total
    return amount is not None and amount <= 0


def _judge_composites(
    obliged: Iterator[Obligation], register: Register, by_key: dict[Key, Judged]
) -> dict[Key, Judged]:
    judged: dict[Key, Judged] = {}
    since: dict[str, str] = {}
    for owed in obliged:
        parts = _parts_owed(owed, register, by_key)
        result = _composed(owed, parts)
        if result.verdict in KEPT:
            since.pop(owed.party, None)
        if result.verdict in FAILED:
            result = replace(result, unmet_since=since.setdefault(owed.party, owed.period.label))
        judged[owed.commitment.id, owed.party, owed.period.label] = result
    return judged


def _parts_owed(
    owed: Obligation, register: Register, by_key: dict[Key, Judged]
) -> dict[str, Judged]:
    """The parts' judgements of the same period; of milestones, of the one they are owed for."""
    whole_is_owed_once = _last_milestone(owed.commitment, register) is not None
    parts = {}
    for (part, party, period), item in by_key.items():
        if part in owed.commitment.parts and party == owed.party:
            is_owed_once = isinstance(register.commitment(part).rule, Milestone)
            if is_owed_once == whole_is_owed_once and (is_owed_once or period == owed.period.label):
                parts[part] = item
    return parts


def _last_milestone(commitment: Commitment, register: Register) -> date | None:
    """The day on which a milestone is owed, or the last of those that a composite is made of."""
    names = commitment.parts or (commitment.id,)
    rules = [register.commitment(name).rule for name in names]
    return max((rule.by for rule in rules if isinstance(rule, Milestone)), default=None)


BEST_TO_WORST = [
    Verdict.MET,
    Verdict.MET_LATE,
    Verdict.ON_TRACK,
    Verdict.PENDING,
    Verdict.NO_DATA,
    Verdict.AT_RISK,
    Verdict.OFF_TRACK,
    Verdict.UNMET,
]
PROMPTEST_FIRST = [
    Timeliness.ON_TIME,
    Timeliness.LATE,
    Timeliness.NOT_DUE,
    Timeliness.DUE,
    Timeliness.OVERDUE,
    Timeliness.DELINQUENT,
]


def _composed(owed: Obligation, parts: dict[str, Judged]) -> Judged:
    """The verdict that as many parts as are asked for have, or a better one."""
    rule = owed.commitment.rule
    assert isinstance(rule, Composite)
    counted = {name: item for name, item in parts.items() if item.verdict is not Verdict.WAIVED}
    needed = min(rule.at_least, len(counted))
    holding = sum(item.verdict in KEPT for item in counted.values())
    is_known = all(item.verdict not in UNKNOWN for item in counted.values())
    verdict = _kth(needed, [item.verdict for item in counted.values()])
    if owed.is_waived or (parts and not counted):
        verdict = Verdict.WAIVED
    value = Decimal(holding) if counted and is_known else None
    gap = Decimal(max(needed - holding, 0)) if is_known or holding >= needed else None
    return Judged(
        verdict=verdict,
        timeliness=_slowest(owed, [item.timeliness for item in counted.values()]),
        value=value,
        target=Decimal(rule.at_least),
        required=Decimal(needed) if counted else None,
        gap=gap if counted else None,
        gap_usd=None,
        due_on=max((item.due_on for item in parts.values()), default=owed.period.end),
        kept_on=None,
        days_late=None,
        provisional=any(item.provisional for item in counted.values()),
        published_on=_latest(*(item.published_on for item in counted.values())),
        fragile=verdict not in UNKNOWN | {Verdict.WAIVED} and _flips(needed, counted),
        evidence=frozenset(
            (f"{name}: {role}", submission, row)
            for name, item in counted.items()
            for role, submission, row in item.evidence
        ),
    )


def _kth(needed: int, verdicts: Sequence[Verdict]) -> Verdict:
    if not verdicts:
        return Verdict.NO_DATA
    return sorted(verdicts, key=BEST_TO_WORST.index)[needed - 1]


def _flips(needed: int, parts: dict[str, Judged]) -> bool:
    """Whether fragile parts, each at its best and each at its worst, give two verdicts."""
    becomes = [
        sorted([item.verdict, *_otherwise(item)], key=BEST_TO_WORST.index)
        for item in parts.values()
    ]
    best, worst = ([verdicts[place] for verdicts in becomes] for place in (0, -1))
    return _kth(needed, best) is not _kth(needed, worst)


def _otherwise(item: Judged) -> list[Verdict]:
    """What a fragile verdict would be by other figures."""
    told = [verdict for *_, verdict in item.alternatives if verdict not in UNKNOWN]
    return told if item.fragile else []


def _slowest(owed: Obligation, turns: Sequence[Timeliness]) -> Timeliness:
    slowest = max(turns, key=PROMPTEST_FIRST.index, default=Timeliness.NOT_DUE)
    is_silent = slowest not in {Timeliness.ON_TIME, Timeliness.LATE}
    return Timeliness.NOT_DUE if owed.is_exempt and is_silent else slowest


def _by_its_figures(owed: Obligation, ledger: Ledger) -> Judged:
    return _decide(owed, _measure(owed, ledger, owed.as_of), ledger, owed.as_of)


def _alternatives(owed: Obligation) -> Iterator[tuple[AlternativeKind, Obligation]]:
    """The same obligation by other figures."""
    measure = owed.commitment.measure
    if measure.other_basis:
        (other,) = set(Basis) - {owed.basis}
        yield AlternativeKind.BASIS, replace(owed, basis=other)
    if measure.published_decimals is not None:
        yield AlternativeKind.PRECISION, owed
    if isinstance(owed.commitment.rule, Threshold | Reach | Sustain) and not measure.formula:
        yield AlternativeKind.EDITION, owed
    if measure.other_source:
        yield AlternativeKind.SOURCE, owed
    for at in RateDay if measure.rates else ():
        if measure.rates and at is not measure.rates.at:
            rates = replace(measure.rates, at=at)
            turned = replace(owed.commitment, measure=replace(measure, rates=rates))
            other_day = replace(owed, commitment=turned, basis=Basis.REPORTED)
            yield AlternativeKind.CONVERSION, other_day


def _held_against(judged: Judged, others: Sequence[tuple[AlternativeKind, Judged]]) -> Judged:
    """A verdict that other figures would not give is fragile; without a value there, it is not."""
    without = {Verdict.PENDING, Verdict.NO_DATA, Verdict.WAIVED}
    tried: list[Tried] = [
        (kind.value, other.value, other.required, other.verdict)
        for kind, other in others
        if other.value is not None and _is_another(judged, kind, other)
    ]
    bases = [value for kind, value, _, _ in tried if kind == "basis"]
    return replace(
        judged,
        fragile=any(
            not {judged.verdict, verdict} & without and judged.verdict is not verdict
            for *_, verdict in tried
        ),
        other_value=bases[0] if bases else None,
        alternatives=tuple(tried),
    )


def _is_another(judged: Judged, kind: AlternativeKind, other: Judged) -> bool:
    """What an edition before did not say, or said alike, is no alternative."""
    if kind is not AlternativeKind.EDITION:
        return True
    if other.value != judged.value:
        return True
    return other.required is not None and other.required != judged.required


# What is owed


def obligations(
    register: Register,
    commitment: Commitment,
    *,
    home_party: str,
    as_of: date,
    basis: Basis = Basis.REPORTED,
) -> Iterator[Obligation]:
    """Whom a commitment binds for which periods, in the order of the periods."""
    once_on = _last_milestone(commitment, register)
    for member in bound_parties(register, commitment, home_party=home_party):
        begins_on = commitment.fiscal_year_begins or register.fiscal_years.of(member.party)
        for period in periods(commitment, begins_on, as_of=as_of, once_on=once_on):
            day = min(once_on or period.end, as_of)
            if member.joined_on <= day and (member.left_on is None or day < member.left_on):
                yield Obligation(
                    commitment=commitment,
                    party=member.party,
                    begins_on=begins_on,
                    period=period,
                    joined_on=member.joined_on if commitment.obligors == "members" else None,
                    is_exempt=_is_exempt(commitment, member.party),
                    is_waived=_is_waived(commitment, member.party, day),
                    as_of=as_of,
                    basis=basis,
                    among=_among(register, commitment),
                )


def _among(register: Register, commitment: Commitment) -> Sequence[Member]:
    formula = commitment.measure.formula
    if not isinstance(formula, ShareOfTotal | FairShare):
        return ()
    return register.arrangement(formula.among).members


def periods(
    commitment: Commitment, begins_on: str, *, as_of: date, once_on: date | None = None
) -> Iterator[Period]:
    """The periods begun by `as_of` at whose end, or on `as_of`, a commitment is in force.

    Fiscal years are those that begin on a day such as `04-01`.

    What is owed `once_on` a day has one, that of its day, whether it has begun or not.
    """
    for period in _periods_of(commitment, begins_on, as_of, once_on):
        day, until = min(once_on or period.end, as_of), commitment.effective_until
        if commitment.effective_from <= day and (until is None or day <= until):
            yield period


def _periods_of(
    commitment: Commitment, begins_on: str, as_of: date, once_on: date | None
) -> Iterator[Period]:
    if once_on:
        yield period_of(commitment.cadence, once_on, begins_on)
        return
    period = period_of(commitment.cadence, commitment.effective_from, begins_on)
    while period.start <= as_of:
        yield period
        period = period_of(commitment.cadence, period.end + ONE_DAY, begins_on)


def period_of(cadence: Cadence, day: date, begins_on: str) -> Period:
    """The period of a cadence a day lies in; fiscal years begin on a day such as `04-01`."""
    if cadence is Cadence.FISCAL_YEAR:
        begun = year_begun(day, begins_on)
        label = fiscal_label(begun, begins_on)
        return Period(label=label, start=_start_of(label, begins_on), end=_end_of(label, begins_on))
    months = {"year": 12, "half": 6, "quarter": 3, "month": 1}.get(cadence)
    if months is None:
        return Period(label=day.isoformat(), start=day, end=day)
    number = (day.month - 1) // months
    start = date(day.year, number * months + 1, 1)
    end = start
    while (end + ONE_DAY).year == day.year and (end + ONE_DAY).month - start.month < months:
        end += ONE_DAY
    suffix = {"year": "", "half": f"-H{number + 1}", "quarter": f"-Q{number + 1}"}
    label = f"{day.year}{suffix.get(cadence, f'-{day.month:02}')}"
    return Period(label=label, start=start, end=end)


def fiscal_label(begun: int, begins_on: str) -> str:
    """A fiscal year by the two years it lies in, or the one."""
    return str(begun) if begins_on == "01-01" else f"FY{begun}/{(begun + 1) % 100:02}"


def year_begun(day: date, begins_on: str) -> int:
    return day.year - (day.isoformat()[5:] < begins_on)


def _year_of(label: str) -> int:
    """The year a period lies in, or a fiscal year begins in."""
    return int(label.removeprefix("FY")[:4])


def year_before(label: str) -> str:
    """The same period of the year before."""
    if label.startswith("FY"):
        return fiscal_label(_year_of(label) - 1, "")
    return f"{int(label[:4]) - 1}{label[4:]}"


def bound_parties(register: Register, commitment: Commitment, *, home_party: str) -> list[Member]:
    """The obligors; one that is named is bound whenever the commitment is in force."""
    if commitment.obligors == "members":
        return list(register.arrangement(commitment.arrangement).members)
    named = [home_party] if commitment.obligors == "home" else sorted(set(commitment.obligors))
    return [Member(party=party, joined_on=date.min) for party in named]


def _is_exempt(commitment: Commitment, party: str) -> bool:
    return any(item.party == party for item in commitment.exemptions)


def _is_waived(commitment: Commitment, party: str, day: date) -> bool:
    return _is_exempt(commitment, party) or any(
        item.party == party and item.starts_on <= day <= item.ends_on for item in commitment.waivers
    )


# What the evidence says


def _figures(
    owed: Obligation,
    ledger: Ledger,
    indicator: str | None,
    period: str,
    *,
    of: str | None = None,
) -> Figures:
    """The figures of one period: those of the winning edition, and of series that stand.

    They are of the measure's source, or of another.
    """
    source = of or owed.commitment.measure.source
    rows = [
        row
        for row in ledger.observations
        if (row.source, row.party, row.indicator, row.period)
        == (source, owed.party, indicator, period)
    ]
    if not rows:
        return Figures()
    confirming = [row.published_on for row in rows if row.value == 1]
    return Figures(
        rows=[row for row in rows if row.submission == _winner(row, rows, ledger)],
        first_published_on=min(row.published_on for row in rows),
        first_confirmed_on=min(confirming, default=None),
    )


def _levels(owed: Obligation, ledger: Ledger, period: str) -> Figures:
    """The figure a level is judged by: as reported, priced where that is asked, or recomputed."""
    measure, other = owed.commitment.measure, owed.commitment.measure.other_basis
    if owed.alternative is AlternativeKind.SOURCE:
        return _of_another_source(owed, ledger, period)
    if owed.basis is Basis.RECOMPUTED and other:
        found = _divided(
            _held(owed, ledger, other.indicator, period),
            _held(owed, ledger, other.over, period),
            times=other.times,
        )
    elif formula := measure.formula:
        found = _worked_out(owed, ledger, formula, period)
    else:
        found = _priced(owed, ledger, _held(owed, ledger, measure.indicator, period))
    return _printed(owed, found)


def _held(owed: Obligation, ledger: Ledger, indicator: str | None, period: str) -> Figures:
    """The figure as the edition that counts has it, or that of an earlier day that speaks of it."""
    found = _figures(owed, ledger, indicator, period)
    if owed.alternative is not AlternativeKind.EDITION or found.row is None:
        return found
    current = found.row
    rows = [
        row
        for row in ledger.observations
        if (row.source, row.party, row.indicator, row.period, row.series)
        == (current.source, current.party, current.indicator, current.period, current.series)
        and row.published_on < current.published_on
    ]
    rows.sort(key=lambda row: ledger.rank(row.submission))
    return replace(found, rows=rows[-1:])


def _of_another_source(owed: Obligation, ledger: Ledger, period: str) -> Figures:
    other = owed.commitment.measure.other_source
    assert other
    if other.over:
        one = _figures(owed, ledger, other.indicator, period)
        divisor = _figures(owed, ledger, other.over, period, of=other.source)
        return _divided(one, divisor, times=other.times)
    found = _figures(owed, ledger, other.indicator, period, of=other.source)
    rows = [replace(row, value=quotient(row.value, Decimal(1), other.times)) for row in found.rows]
    return replace(found, rows=rows)


def _printed(owed: Obligation, figures: Figures) -> Figures:
    """The figure with as many decimals as its publisher prints."""
    places = owed.commitment.measure.published_decimals
    if owed.alternative is not AlternativeKind.PRECISION or places is None:
        return figures
    rows = [
        row if row.value is None else replace(row, value=rounded(row.value, places))
        for row in figures.rows
    ]
    return replace(figures, rows=rows)


def _worked_out(owed: Obligation, ledger: Ledger, formula: Formula, period: str) -> Figures:
    """The measure's formula over the party's own figure, and those it needs beside it."""
    own = _figures(owed, ledger, owed.commitment.measure.indicator, period)
    row = own.row
    if row is None:
        return own
    match formula:
        case Ratio():
            other = _figures(owed, ledger, formula.over, period)
            value = quotient(row.value, other.value, formula.times)
            known_on = _latest(own.first_published_on, other.first_published_on)
            used = other.cells("divided by")
            return _as_worked_out(own, value, [other], used=used, first_published_on=known_on)
        case Growth():
            other = _figures(owed, ledger, owed.commitment.measure.indicator, year_before(period))
            value = None
            if row.value is not None and other.value is not None and other.value > 0:
                value = quotient(row.value - other.value, other.value, 100)
            return _as_worked_out(own, value, [other], used=other.cells("grown from"))
        case ShareOfTotal() | FairShare():
            return _shared(owed, ledger, formula, period, own)


def _as_worked_out(
    own: Figures,
    value: Decimal | None,
    others: Sequence[Figures],
    *,
    used: frozenset[Cell],
    first_published_on: date | None = None,
) -> Figures:
    """An own figure turned into another one; where that cannot be, something is lacking."""
    (row,) = own.rows
    rows = [row, *(other.row for other in others if other.row)]
    told = replace(
        row,
        value=value,
        lacks=value is None and row.value is not None,
        status=next((one.status for one in rows if one.status in ESTIMATES), "A"),
        published_on=max(one.published_on for one in rows),
        priced_by=used,
    )
    return Figures(rows=[told], first_published_on=first_published_on or own.first_published_on)


def _shared(
    owed: Obligation,
    ledger: Ledger,
    formula: ShareOfTotal | FairShare,
    period: str,
    own: Figures,
) -> Figures:
    """A share among the members then, unknown where one of their figures is missing."""
    day, left_out = (
        min(_end_of(period, owed.begins_on), owed.as_of),
        {item.party for item in formula.without},
    )
    members = [
        item.party
        for item in owed.among
        if item.joined_on <= day and (item.left_on is None or day < item.left_on)
    ]
    members = [party for party in members if party not in left_out]
    if owed.party not in members:
        return Figures()
    amounts = _of_each(owed, ledger, members, owed.commitment.measure.indicator, period)
    value = _percent_of_all(amounts, owed.party)
    used = frozenset().union(*(item.cells("of the total") for item in amounts.values()))
    others = [*amounts.values()]
    if isinstance(formula, FairShare):
        abilities = _of_each(
            owed, ledger, members, formula.ability, period, of=formula.ability_source
        )
        able = _percent_of_all(abilities, owed.party)
        is_known = value is not None and able is not None
        value = quotient(value * 1000, able * 1000, 1) if is_known else None
        used = used.union(*(item.cells("of all ability") for item in abilities.values()))
        used |= abilities[owed.party].cells("ability")
        others += abilities.values()
    return _as_worked_out(own, value, others, used=used)


def _of_each(
    owed: Obligation,
    ledger: Ledger,
    members: Sequence[str],
    indicator: str | None,
    period: str,
    *,
    of: str | None = None,
) -> dict[str, Figures]:
    return {
        party: _figures(replace(owed, party=party), ledger, indicator, period, of=of)
        for party in members
    }


def _percent_of_all(figures: dict[str, Figures], party: str) -> Decimal | None:
    values = [item.value for item in figures.values()]
    given = [rounded(value, 9) for value in values if value is not None]
    if len(given) < len(values):
        return None
    return quotient(figures[party].value, sum(given, Decimal(0)), 100)


def _divided(one: Figures, other: Figures, *, times: int) -> Figures:
    row, divisor = one.row, other.row
    if row is None or divisor is None:
        return Figures()
    published = one.first_published_on, other.first_published_on
    told = replace(
        row,
        value=quotient(row.value, divisor.value, times),
        status=row.status if row.status in ESTIMATES else divisor.status,
        published_on=max(row.published_on, divisor.published_on),
        priced_by=other.cells("divided by"),
    )
    return Figures(rows=[told], first_published_on=_latest(*published))


def _priced(owed: Obligation, ledger: Ledger, figures: Figures) -> Figures:
    """The same figures in the measure's currency, or in prices of a year."""
    measure = owed.commitment.measure
    if measure.constant_prices:
        rows = [_in_constant_prices(owed, ledger, row) for row in figures.rows]
    elif measure.rates:
        rows = [_in_one_currency(owed, ledger, row) for row in figures.rows]
    else:
        return figures
    return replace(figures, rows=rows)


def _turned(
    row: Observation, multiplier: Decimal | None, divisor: Decimal | None, wanted: str
) -> Observation:
    if row.value is None:
        return row
    if not multiplier or not divisor or multiplier < 0 or divisor < 0:
        return replace(row, value=None, lacks=True)
    return replace(row, value=converted(row.value, row.unit, multiplier, divisor, wanted))


def _in_one_currency(owed: Obligation, ledger: Ledger, row: Observation) -> Observation:
    wanted, rates = owed.commitment.measure.unit, owed.commitment.measure.rates
    if row.unit == wanted or rates is None:
        return row
    if row.unit[:3] == wanted[:3]:
        return _turned(row, Decimal(1), Decimal(1), wanted)
    start, end = (place(row.period, owed.begins_on) for place in (_start_of, _end_of))
    day = end if rates.at is not RateDay.DAY else row.occurred_on or row.due_on or end
    days = span(rates.at, day=day, start=start, as_of=owed.as_of)
    quotes = ledger.quotes(rates.source)
    multiplier, divisor = rate(quotes, wanted[:3], days), rate(quotes, row.unit[:3], days)
    used = rate_cell(quotes, wanted[:3], days) | rate_cell(quotes, row.unit[:3], days)
    return replace(_turned(row, multiplier, divisor, wanted), priced_by=used)


def _in_constant_prices(owed: Obligation, ledger: Ledger, row: Observation) -> Observation:
    prices = owed.commitment.measure.constant_prices
    if prices is None:
        return row
    base, base_cells = _index(owed, ledger, prices.base)
    current, cells = _index(owed, ledger, row.period)
    turned = _turned(row, base, current, owed.commitment.measure.unit)
    return replace(turned, priced_by=base_cells | cells)


def _index(owed: Obligation, ledger: Ledger, period: str) -> tuple[Decimal | None, frozenset[Cell]]:
    prices = owed.commitment.measure.constant_prices
    assert prices
    one = _figures(owed, ledger, prices.indicator, period, of=prices.source)
    if prices.over is None:
        return (None if one.value is None else rounded(one.value, 12)), one.cells("deflator")
    if not one.rows:
        return None, frozenset()
    other = _figures(owed, ledger, prices.over, period, of=prices.source)
    return quotient(one.value, other.value, 1), one.cells("deflator") | other.cells("deflator")


def _winner(row: Observation, rows: Sequence[Observation], ledger: Ledger) -> str:
    """The edition that counts for a row: of its series anywhere, or else of its own figure."""
    if row.series is None:
        rivals = [item for item in rows if item.series is None]
    else:
        rivals = [
            item
            for item in ledger.observations
            if (item.source, item.series) == (row.source, row.series)
        ]
    return max((item.submission for item in rivals), key=ledger.rank)


def _deliverable(
    owed: Obligation,
    ledger: Ledger,
    rule: Deliver,
    indicator: str | None,
    *,
    until: date = date.max,
) -> Figures:
    """The figures a promise of an amount counts: of its period, or of all up to its end."""
    if not rule.is_cumulative:
        found = _figures(owed, ledger, indicator, owed.period.label)
        return _of_item(_as_asked(owed, ledger, rule, indicator, found), rule)
    labels = sorted({row.period for row in ledger.observations})
    is_fiscal = owed.period.label.startswith("FY")
    labels = [label for label in labels if label.startswith("FY") is is_fiscal]
    ends = {label: _end_of(label, owed.begins_on) for label in labels}
    parts = [
        _of_item(
            _as_asked(owed, ledger, rule, indicator, _figures(owed, ledger, indicator, label)), rule
        )
        for label in labels
        if ends[label] <= owed.period.end
    ]
    placed = [
        (part.first_published_on, replace(row, occurred_on=row.occurred_on or ends[row.period]))
        for part in parts
        for row in part.rows
    ]
    counted = [(first, row) for first, row in placed if not _says(row) or _is_by(row, until)]
    return Figures(
        rows=[row for _, row in counted],
        first_published_on=_earliest(*(first for first, row in counted if _says(row))),
    )


def _as_asked(
    owed: Obligation, ledger: Ledger, rule: Deliver, indicator: str | None, figures: Figures
) -> Figures:
    """Amounts priced; that something is settled is no amount."""
    return figures if indicator == rule.settled else _priced(owed, ledger, figures)


def _says(row: Observation) -> bool:
    """Whether a row gives an amount, even if it could not be priced."""
    return row.value is not None or row.lacks


def _is_by(row: Observation, until: date) -> bool:
    return row.occurred_on is not None and row.occurred_on <= until


def _of_item(figures: Figures, rule: Deliver) -> Figures:
    if rule.item is None:
        return figures
    pattern = rule.item
    rows = [row for row in figures.rows if row.item and fnmatchcase(row.item, pattern)]
    return replace(figures, rows=rows)


def _end_of(label: str, begins_on: str) -> date:
    """The last day of a period by its label, of a fiscal year by the day it begins."""
    if label.startswith("FY"):
        following = date.fromisoformat(f"{_year_of(label) + 1}-{begins_on}")
        return following - ONE_DAY
    if len(label) == 10:
        return date.fromisoformat(label)
    year = int(label[:4])
    month = {4: lambda: 12, 7: lambda: _last_month(label)}[len(label)]()
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - ONE_DAY


def _start_of(label: str, begins_on: str) -> date:
    """The first day of a period by its label, of a fiscal year by the day it begins."""
    if label.startswith("FY"):
        return date.fromisoformat(f"{_year_of(label)}-{begins_on}")
    if len(label) == 10:
        return date.fromisoformat(label)
    end = _end_of(label, begins_on)
    months = {4: 12, 7: {"H": 6, "Q": 3}.get(label[5:6], 1)}[len(label)]
    return date(end.year, end.month - months + 1, 1)


def _last_month(label: str) -> int:
    kind, number = label[5], label[-1]
    if kind in "HQ":
        return int(number) * {"H": 6, "Q": 3}[kind]
    return int(label[5:])


def _measure(owed: Obligation, ledger: Ledger, as_of: date) -> Measured:
    match owed.commitment.rule:
        case Threshold() as rule:
            return _measure_threshold(owed, ledger, rule)
        case Sustain() as rule:
            return _measure_sustained(owed, ledger, rule)
        case TakePart() as rule:
            return _measure_participation(owed, ledger, rule, as_of)
        case Milestone() as rule:
            measure = _measure_deed if rule.activity else _measure_height
            return measure(owed, ledger, rule, as_of)
        case Reach() as rule:
            return _measure_reach(owed, ledger, rule)
        case Deliver() as rule:
            return _measure_delivery(owed, ledger, rule, as_of)
        case Respond() as rule:
            return _measure_responses(owed, ledger, rule, as_of)


def _measure_threshold(owed: Obligation, ledger: Ledger, rule: Threshold) -> Measured:
    limit = rule.at_least if rule.at_most is None else rule.at_most
    assert limit is not None
    required = _asked(owed, rule, limit)
    target = rule.steps[-1].amount if rule.steps else limit
    if rule.at_most is None:
        return _measure_level(owed, ledger, rule, required=required, target=target)
    return _measure_ceiling(owed, ledger, rule, required=required, target=target)


def _asked(owed: Obligation, rule: Threshold, limit: Decimal) -> Decimal:
    """What a threshold asks in a period: by the last step, or on the line to the next one."""
    last, coming = None, None
    for step in rule.steps:
        if _is_begun(owed, step):
            last = step
        elif coming is None:
            coming = step
    if last is None:
        return limit
    if coming is None or not rule.is_ramp:
        return last.amount
    return _between(owed, rule, last, coming)


def _is_begun(owed: Obligation, step: Step) -> bool:
    """Whether a step comes with the period or before it; fiscal years are in their order."""
    if owed.commitment.cadence is Cadence.FISCAL_YEAR:
        return _year_of(step.since) <= owed.period.start.year
    return _start_of(step.since, "") <= owed.period.start


def _between(owed: Obligation, rule: Threshold, last: Step, coming: Step) -> Decimal:
    """On a straight line, at nine decimals, rounded so that it never asks for more."""
    start, end = _start_of(last.since, "01-01"), _start_of(coming.since, "01-01")
    gone, whole = _way(owed, start, owed.period.start), _way(owed, start, end)
    exact = Fraction(last.amount) + (Fraction(coming.amount) - Fraction(last.amount)) * Fraction(
        gone, whole
    )
    rounding = math.floor if rule.at_most is None else math.ceil
    return Decimal(rounding(exact * 10**9)).scaleb(-9)


def _way(owed: Obligation, start: date, end: date) -> int:
    if owed.commitment.cadence is Cadence.DAY:
        return (end - start).days
    if owed.commitment.cadence is Cadence.FISCAL_YEAR:
        return end.year - start.year
    return (end.year - start.year) * 12 + end.month - start.month


def _measure_ceiling(
    owed: Obligation, ledger: Ledger, rule: Threshold, *, required: Decimal, target: Decimal
) -> Measured:
    """The same as a level, the other way round."""
    measured = _measure_level(owed, ledger, rule, required=required, target=target)
    value = measured.value
    if value is None:
        return measured
    base = _figures(owed, ledger, owed.commitment.measure.money_base, owed.period.label)
    found = _levels(owed, ledger, owed.period.label)
    gap = max(value - required, Decimal(0))
    return replace(
        measured,
        gap=gap,
        gap_usd=_level_gap_usd(owed, ledger, gap, base.value),
        evidence=found.cells("value")
        | base.cells("money base")
        | _gap_rates(owed, ledger, gap, owed.period.end),
        is_enough=value <= required,
        is_near=value <= required + rule.margin,
    )


def _measure_sustained(owed: Obligation, ledger: Ledger, rule: Sustain) -> Measured:
    before = _levels(owed, ledger, year_before(owed.period.label))
    required = None if before.value is None else _grown(before.value, rule.growth)
    measured = _measure_level(owed, ledger, rule, required=required, target=required)
    was_estimate = bool(before.row and before.row.status in ESTIMATES)
    return replace(
        measured,
        has_evidence=measured.has_evidence
        or (before.lacks and measured.first_published_on is not None),
        provisional=measured.provisional or was_estimate,
        evidence=measured.evidence | before.cells("year before"),
    )


def _grown(value: Decimal, growth: Decimal) -> Decimal | None:
    """So many percent more, at nine decimals, rounded down; below zero it says nothing."""
    if growth == 0:
        return value
    if value < 0:
        return None
    read = Fraction(math.floor(value * 10**9), 10**9)
    return Decimal(math.floor(read * (100 + Fraction(growth)) / 100 * 10**9)).scaleb(-9)


def _measure_level(
    owed: Obligation,
    ledger: Ledger,
    rule: Threshold | Reach | Sustain,
    *,
    required: Decimal | None,
    target: Decimal | None,
) -> Measured:
    measure = owed.commitment.measure
    found = _levels(owed, ledger, owed.period.label)
    base = _figures(owed, ledger, measure.money_base, owed.period.label)
    value = found.value
    measured = Measured(
        due_on=owed.period.end,
        value=value,
        target=target,
        required=required,
        has_evidence=value is not None or found.lacks,
        provisional=bool(found.row and found.row.status in ESTIMATES),
        published_on=found.row.published_on if found.row else None,
        first_published_on=found.first_published_on,
        evidence=found.cells("value") | base.cells("money base"),
    )
    if value is None or required is None:
        return measured
    gap = max(required - value, Decimal(0))
    return replace(
        measured,
        is_comparable=True,
        gap=gap,
        gap_usd=_level_gap_usd(owed, ledger, gap, base.value),
        evidence=measured.evidence | _gap_rates(owed, ledger, gap, owed.period.end),
        is_enough=value >= required,
        is_near=value >= required - rule.margin,
    )


def _level_gap_usd(
    owed: Obligation, ledger: Ledger, gap: Decimal, base: Decimal | None
) -> Decimal | None:
    unit = owed.commitment.measure.unit
    if unit == "ratio":
        return None
    if unit != "percent":
        return _gap_usd(owed, ledger, gap, owed.period.end)
    return None if base is None else _percent_in_usd(gap, base)


def _gap_span(owed: Obligation, due_on: date) -> Span | None:
    rates = owed.commitment.measure.rates
    if rates is None:
        return None
    day = due_on if rates.at is RateDay.DAY else owed.period.end
    return span(rates.at, day=day, start=owed.period.start, as_of=owed.as_of)


def _gap_usd(owed: Obligation, ledger: Ledger, gap: Decimal | None, due_on: date) -> Decimal | None:
    """A gap in money in US dollars, at the rate of the day due or of the period."""
    unit, rates, days = owed.commitment.measure.unit, owed.commitment.measure.rates, None
    days = _gap_span(owed, due_on)
    if gap is None:
        return None
    if gap == 0 or unit.startswith("usd"):
        return rounded(converted(gap, unit, Decimal(1), Decimal(1), "usd"), 2)
    if rates is None or days is None:
        return None
    quotes = ledger.quotes(rates.source)
    dollars, own = rate(quotes, "usd", days), rate(quotes, unit[:3], days)
    if dollars is None or own is None:
        return None
    return rounded(converted(gap, unit, dollars, own, "usd"), 2)


def _gap_rates(
    owed: Obligation, ledger: Ledger, gap: Decimal | None, due_on: date
) -> frozenset[Cell]:
    unit, rates = owed.commitment.measure.unit, owed.commitment.measure.rates
    days = _gap_span(owed, due_on)
    if not gap or unit.startswith("usd") or rates is None or days is None:
        return frozenset()
    quotes = ledger.quotes(rates.source)
    return rate_cell(quotes, "usd", days) | rate_cell(quotes, unit[:3], days)


def _percent_in_usd(share: Decimal, of_usd_million: Decimal) -> Decimal:
    return (share / 100 * of_usd_million * 1_000_000).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _measure_reach(owed: Obligation, ledger: Ledger, rule: Reach) -> Measured:
    begins_on = owed.begins_on if owed.commitment.cadence is Cadence.FISCAL_YEAR else "01-01"
    year, by_year = owed.period.start.year, year_begun(rule.by, begins_on)
    joined = year_begun(owed.joined_on, begins_on) if owed.joined_on else 0
    base_year = max(_year_of(rule.baseline), joined)
    baseline = _levels(owed, ledger, fiscal_label(base_year, begins_on))
    required: Decimal | None
    if year >= by_year:
        required = rule.at_least
    elif baseline.value is None:
        required = None
    else:
        required = _on_path(baseline.value, rule.at_least, year - base_year, by_year - base_year)
    measured = _measure_level(owed, ledger, rule, required=required, target=rule.at_least)
    return replace(
        measured,
        due_on=date.fromisoformat(f"{max(year, by_year) + 1}-{begins_on}") - ONE_DAY,
        is_interim=year < by_year,
        has_evidence=measured.has_evidence
        or (baseline.lacks and measured.first_published_on is not None),
        evidence=measured.evidence | baseline.cells("baseline"),
    )


def _on_path(baseline: Decimal, target: Decimal, gone: int, whole: int) -> Decimal:
    """A straight line, at nine decimals, rounded down; whoever is there already stays there.

    Before the baseline the line has not begun.
    """
    if baseline >= target:
        return target
    way = (Fraction(target) - Fraction(baseline)) * Fraction(max(gone, 0), whole)
    return Decimal(math.floor((Fraction(baseline) + way) * 10**9)).scaleb(-9)


def _measure_delivery(owed: Obligation, ledger: Ledger, rule: Deliver, as_of: date) -> Measured:
    debts = _added(_deliverable(owed, ledger, rule, indicator) for indicator in rule.owed)
    paid = _added(
        _payments(_deliverable(owed, ledger, rule, indicator, until=as_of), as_of)
        for indicator in rule.delivered
    )
    settled = _statement(_deliverable(owed, ledger, rule, rule.settled))
    amount, total = debts.total, paid.total
    lacks = debts.lacks or paid.lacks
    due_on = _due_on(debts) or _due_on(settled) or owed.period.end
    if rule.instalments:
        due_on = max(_falls_on(item, owed.period.start) for item in rule.instalments)
    kept_on = _earliest(_paid_up_on(paid, amount), _settled_on(settled))
    kept_on = kept_on if kept_on and kept_on <= as_of else None
    published_on = _latest(*(row.published_on for row in (*paid.rows, *settled.rows)))
    is_outstanding = (
        amount is not None
        and not lacks
        and not rule.is_open_ended
        and kept_on is None
        and due_on < as_of
        and published_on is not None
        and due_on < published_on
    )
    seen_until = min(day for day in (published_on, as_of) if day)
    part = _part_due(owed, rule, debts, seen_until)
    required = amount if part is None or amount is None else part
    gap = _undelivered(required, total, is_kept=kept_on is not None)
    return Measured(
        due_on=due_on,
        value=_delivered(amount, total, is_kept=kept_on is not None),
        target=amount,
        required=required,
        is_behind=kept_on is None
        and part is not None
        and total is not None
        and required is not None
        and total < required,
        gap=gap,
        gap_usd=_gap_usd(owed, ledger, gap, due_on),
        has_evidence=kept_on is not None or is_outstanding or total is not None or lacks,
        kept_on=kept_on,
        is_interim=rule.is_open_ended,
        is_outstanding=is_outstanding,
        days_late=_days_late(due_on, kept_on, published_on, as_of, is_outstanding=is_outstanding),
        provisional=any(
            row.status in ESTIMATES for row in (*debts.rows, *paid.rows, *settled.rows)
        ),
        published_on=published_on,
        first_published_on=_earliest(paid.first_published_on, settled.first_published_on),
        evidence=_stage_cells(owed, ledger, rule, as_of)
        | debts.cells("owed")
        | paid.cells("delivered")
        | settled.cells("settled")
        | _gap_rates(owed, ledger, gap, due_on),
    )


def _due_on(figures: Figures) -> date | None:
    return max((row.due_on for row in figures.rows if row.due_on), default=None)


def _falls_on(item: Instalment, begun_on: date) -> date:
    """The day of an instalment in the year begun then."""
    day = date(begun_on.year, item.month, item.day)
    return day if day >= begun_on else day.replace(year=day.year + 1)


def _part_due(owed: Obligation, rule: Deliver, debts: Figures, day: date) -> Decimal | None:
    """What of the debts has fallen due before a day; None when that is all, or nothing is owed."""
    falling = [
        (
            _falls_on(item, _start_of(row.period, owed.begins_on)),
            rounded(row.value or Decimal(0), 9) * item.share,
        )
        for row in debts.rows
        for item in rule.instalments
    ]
    if all(falls_on < day for falls_on, _ in falling):
        return None
    part = sum((amount for falls_on, amount in falling if falls_on < day), Decimal(0))
    return Decimal(math.floor(part / 100 * 10**9)).scaleb(-9)


def _added(parts: Iterator[Figures]) -> Figures:
    told = list(parts)
    return Figures(
        rows=[row for figures in told for row in figures.rows],
        first_published_on=_earliest(*(figures.first_published_on for figures in told)),
    )


def _stage_cells(owed: Obligation, ledger: Ledger, rule: Deliver, as_of: date) -> frozenset[Cell]:
    """What says how much has come to each stage."""
    cells: frozenset[Cell] = frozenset()
    for stage in rule.stages:
        found = _added(_deliverable(owed, ledger, rule, one) for one in stage.indicators)
        rows = [
            row
            for row in found.rows
            if _says(row) and (row.occurred_on or _start_of(row.period, owed.begins_on)) <= as_of
        ]
        cells |= Figures(rows=rows).cells(stage.name.value)
    return cells


def _payments(figures: Figures, as_of: date) -> Figures:
    """Amounts delivered by a day; an amount without a day cannot be placed and is not counted."""
    rows = [
        row for row in figures.rows if _says(row) and row.occurred_on and row.occurred_on <= as_of
    ]
    rows.sort(key=lambda row: (row.occurred_on or date.min, row.row_number))
    return replace(figures, rows=rows) if rows else Figures()


def _statement(figures: Figures) -> Figures:
    """The publisher's word that all is delivered, or not; a missing one says nothing."""
    return figures if figures.value is not None else Figures()


def _paid_up_on(paid: Figures, amount: Decimal | None) -> date | None:
    total = Decimal(0)
    for row in () if paid.lacks else sorted(paid.rows, key=lambda row: row.occurred_on or date.max):
        total += row.value or 0
        if amount is not None and total >= amount:
            return row.occurred_on
    return None


def _settled_on(settled: Figures) -> date | None:
    """The day stated, or else the first edition that says so."""
    if settled.row is None or settled.value != 1:
        return None
    return settled.row.occurred_on or settled.first_confirmed_on


def _delivered(amount: Decimal | None, total: Decimal | None, *, is_kept: bool) -> Decimal | None:
    if not is_kept:
        return total
    return max((item for item in (amount, total) if item is not None), default=None)


def _undelivered(amount: Decimal | None, total: Decimal | None, *, is_kept: bool) -> Decimal | None:
    if is_kept:
        return Decimal(0)
    if amount is None or total is None:
        return None
    return max(amount - total, Decimal(0))


def _days_late(
    due_on: date,
    kept_on: date | None,
    published_on: date | None,
    as_of: date,
    *,
    is_outstanding: bool,
) -> int | None:
    if kept_on:
        return (kept_on - due_on).days if kept_on > due_on else None
    if is_outstanding and published_on:
        return (min(as_of, published_on) - due_on).days
    return None


@dataclass(frozen=True, kw_only=True)
class Case:
    """The state of one case as its winning edition tells it."""

    asked_on: date
    answered_on: date | None
    limit_on: date
    seen_until: date
    published_on: date
    first_published_on: date
    evidence: frozenset[Cell]

    @property
    def is_in_time(self) -> bool:
        """Answered by the last day."""
        return self.answered_on is not None and self.answered_on <= self.limit_on

    @property
    def is_late(self) -> bool:
        """Answered after the last day, or known to be unanswered then."""
        return (self.answered_on or self.seen_until) > self.limit_on

    @property
    def days_late(self) -> int:
        """How long after the last day it was answered, or still was not."""
        return ((self.answered_on or self.seen_until) - self.limit_on).days


def _cases(owed: Obligation, ledger: Ledger, rule: Respond, as_of: date) -> Iterator[Case]:
    rows = [
        row
        for row in ledger.activities
        if (row.source, row.kind) == (owed.commitment.measure.source, rule.activity)
    ]
    for activity in sorted({row.activity for row in rows}):
        told = [row for row in rows if row.activity == activity]
        winner = max((row.submission for row in told), key=ledger.rank)
        current = [row for row in told if row.submission == winner]
        case = _case(
            [row for row in current if row.responder == owed.party], owed.party, rule, as_of
        )
        if case and owed.period.start <= case.asked_on <= owed.period.end:
            yield replace(case, first_published_on=min(row.published_on for row in told))


def _limit_on(rule: Respond, party: str, day: date) -> date:
    """So many calendar days later, or that many business days further on, one by one."""
    country = party if rule.business_days_of == "obligor" else rule.business_days_of
    if country is None:
        return day + timedelta(days=rule.within_days)
    calendar = holidays.country_holidays(CODES[country])
    for _ in range(rule.within_days):
        day += ONE_DAY
        while not calendar.is_working_day(day):
            day += ONE_DAY
    return day


CODES = {"BEL": "BE", "NLD": "NL", "USA": "US", "SAU": "SA"}


def _case(rows: Sequence[Activity], party: str, rule: Respond, as_of: date) -> Case | None:
    asked = [row.occurred_on for row in rows if row.stage == rule.from_stage]
    if not asked or min(asked) > as_of:
        return None
    answered = [
        row.occurred_on for row in rows if row.stage == rule.to_stage and row.occurred_on <= as_of
    ]
    ended = [
        row.occurred_on for row in rows if row.stage in rule.unless and row.occurred_on <= as_of
    ]
    limit_on = _limit_on(rule, party, min(asked))
    if not answered and ended and min(ended) <= limit_on:
        return None
    return Case(
        asked_on=min(asked),
        answered_on=min(answered, default=None),
        limit_on=limit_on,
        seen_until=min([rows[0].published_on, as_of, *ended]),
        published_on=rows[0].published_on,
        first_published_on=rows[0].published_on,
        evidence=frozenset(
            (row.stage, row.submission, row.row_number)
            for row in rows
            if row.stage in {rule.from_stage, rule.to_stage, *rule.unless}
        ),
    )


def _measure_responses(owed: Obligation, ledger: Ledger, rule: Respond, as_of: date) -> Measured:
    cases = list(_cases(owed, ledger, rule, as_of))
    in_time = [case for case in cases if case.is_in_time]
    late = [case for case in cases if case.is_late]
    decided = len(in_time) + len(late)
    measured = Measured(
        due_on=_limit_on(rule, owed.party, owed.period.end),
        target=rule.at_least,
        required=rule.at_least,
        days_late=max((case.days_late for case in late), default=None),
        provisional=decided < len(cases),
        published_on=_latest(*(case.published_on for case in cases)),
        first_published_on=_earliest(*(case.first_published_on for case in cases)),
        evidence=frozenset().union(*(case.evidence for case in cases)),
    )
    end = owed.period.end
    listed = [day for day in _listed_on(owed, ledger, rule.activity) if day > end]
    if not cases and listed and end < as_of:
        return replace(
            measured,
            published_on=max(listed),
            first_published_on=min(listed),
            has_evidence=True,
        )
    if not decided:
        return measured
    share = Fraction(100 * len(in_time), decided)
    value = Decimal(math.floor(share * 10**9)).scaleb(-9)
    is_enough = share >= Fraction(rule.at_least)
    return replace(
        measured,
        value=value,
        gap=Decimal(0) if is_enough else rule.at_least - value,
        is_enough=is_enough,
        is_near=share >= Fraction(rule.at_least - rule.margin),
        is_comparable=True,
        has_evidence=True,
    )


def _current_stages(owed: Obligation, ledger: Ledger, kind: str | None) -> list[Activity]:
    """The stages of each activity of a kind as its winning edition tells them."""
    rows = [
        row
        for row in ledger.activities
        if (row.source, row.kind) == (owed.commitment.measure.source, kind)
    ]
    winners = {
        name: max((row.submission for row in rows if row.activity == name), key=ledger.rank)
        for name in {row.activity for row in rows}
    }
    return [row for row in rows if row.submission == winners[row.activity]]


def _deeds(
    owed: Obligation, ledger: Ledger, rule: TakePart | Milestone, as_of: date
) -> list[tuple[date, str, frozenset[Cell]]]:
    """What the party took part in and when each reached the stage, the first first."""
    rows = [
        row
        for row in _current_stages(owed, ledger, rule.activity)
        if row.stage == rule.stage
        and owed.party in {row.initiator, row.responder}
        and row.occurred_on <= as_of
    ]
    deeds = []
    for name in {row.activity for row in rows}:
        own = [row for row in rows if row.activity == name]
        cells = frozenset((row.stage, row.submission, row.row_number) for row in own)
        deeds.append((min(row.occurred_on for row in own), name, cells))
    return sorted(deeds, key=lambda deed: deed[:2])


def _listed_on(owed: Obligation, ledger: Ledger, kind: str | None) -> list[date]:
    """When lists of activities of a kind were published."""
    return [
        row.published_on
        for row in ledger.activities
        if (row.source, row.kind) == (owed.commitment.measure.source, kind)
    ]


def _measure_participation(
    owed: Obligation, ledger: Ledger, rule: TakePart, as_of: date
) -> Measured:
    start, end = owed.period.start, owed.period.end
    listed = sorted(day for day in _listed_on(owed, ledger, rule.activity) if day >= start)
    is_over, whole = as_of > end, (end - start).days + 1
    gone = whole if is_over else (min([as_of, *listed[-1:]]) - start).days + 1
    required = rule.at_least * gone // whole
    measured = Measured(due_on=end, target=Decimal(rule.at_least), required=Decimal(required))
    if not listed:
        return measured
    deeds = [deed for deed in _deeds(owed, ledger, rule, as_of) if start <= deed[0] <= end]
    kept_on = deeds[rule.at_least - 1][0] if len(deeds) >= rule.at_least else None
    return replace(
        measured,
        value=Decimal(len(deeds)),
        gap=Decimal(max(required - len(deeds), 0)),
        is_enough=len(deeds) >= required,
        is_near=len(deeds) >= required - rule.margin,
        is_comparable=not is_over,
        has_evidence=True,
        kept_on=kept_on,
        is_outstanding=is_over and kept_on is None and max(listed) > end,
        published_on=max(listed),
        first_published_on=min(listed),
        evidence=frozenset().union(*(cells for _, _, cells in deeds)),
    )


def _milestone(
    owed: Obligation, rule: Milestone, as_of: date, measured: Measured, *, is_known_after: bool
) -> Measured:
    """What follows once it is known what was done when, and until when one can tell."""
    value, done_on = measured.value, measured.kept_on
    assert value is not None
    assert measured.published_on is not None
    is_outstanding = done_on is None and rule.by < as_of and is_known_after
    return replace(
        measured,
        gap=Decimal(0) if done_on else max(rule.at_least - value, Decimal(0)),
        is_outstanding=is_outstanding,
        days_late=_days_late(
            rule.by, done_on, measured.published_on, as_of, is_outstanding=is_outstanding
        ),
        has_evidence=True,
    )


def _measure_deed(owed: Obligation, ledger: Ledger, rule: Milestone, as_of: date) -> Measured:
    measured = Measured(due_on=rule.by, target=rule.at_least, required=rule.at_least)
    listed = _listed_on(owed, ledger, rule.activity)
    if not listed:
        return measured
    deeds = _deeds(owed, ledger, rule, as_of)
    done_on, _, cells = deeds[0] if deeds else (None, "", frozenset())
    told = replace(
        measured,
        value=Decimal(bool(deeds)),
        kept_on=done_on,
        published_on=max(listed),
        first_published_on=min(listed),
        evidence=cells,
    )
    return _milestone(owed, rule, as_of, told, is_known_after=max(listed) > rule.by)


def _measure_height(owed: Obligation, ledger: Ledger, rule: Milestone, as_of: date) -> Measured:
    measured = Measured(due_on=rule.by, target=rule.at_least, required=rule.at_least)
    indicator = owed.commitment.measure.indicator
    is_flag = owed.commitment.measure.unit == "flag"
    labels = sorted({row.period for row in ledger.observations if row.indicator == indicator})
    if not owed.period.label.startswith("FY"):
        labels = [label for label in labels if not label.startswith("FY")]
    told = []
    for label in labels:
        start, end = (place(label, owed.begins_on) for place in (_start_of, _end_of))
        figures = _priced(owed, ledger, _figures(owed, ledger, indicator, label))
        for row in figures.rows if start <= as_of else ():
            if row.value is not None:
                counts_on = row.occurred_on or (figures.first_confirmed_on if is_flag else end)
                is_done = row.value >= rule.at_least and counts_on and counts_on <= as_of
                told.append((counts_on if is_done else None, end, figures, row))
    if not told:
        return measured
    done = [item for item in told if item[0]]
    done_on, _, _, row = min(
        done or told,
        key=lambda item: (
            item[0] or date.max,
            -item[1].toordinal(),
            -(item[3].occurred_on or date.min).toordinal(),
            item[3].submission,
            item[3].row_number,
        ),
    )
    published_on = max(item[3].published_on for item in told)
    is_known_after = published_on > rule.by or (
        not is_flag and max(item[1] for item in told) >= rule.by
    )
    told_of = replace(
        measured,
        value=Decimal(bool(done_on)) if is_flag else row.value,
        kept_on=done_on,
        provisional=row.status in ESTIMATES,
        published_on=published_on,
        first_published_on=_earliest(*(item[2].first_published_on for item in told)),
        evidence=Figures(rows=[row]).cells("value"),
    )
    return _milestone(owed, rule, as_of, told_of, is_known_after=is_known_after)


# What follows from it


def _decide(owed: Obligation, measured: Measured, ledger: Ledger, as_of: date) -> Judged:
    begun_on = ledger.begun_on(owed.commitment.measure.source) or date.min
    reporting = owed.commitment.reporting
    due_on = owed.period.end + timedelta(days=reporting.due_days)
    delinquent_on = due_on + timedelta(days=reporting.delinquent_days)
    due_on, delinquent_on = max(due_on, begun_on), max(delinquent_on, begun_on)
    verdict = _verdict(owed, measured, as_of=as_of, evidence_due_on=due_on)
    return Judged(
        verdict=verdict,
        timeliness=_timeliness(
            owed, measured, as_of=as_of, evidence_due_on=due_on, delinquent_on=delinquent_on
        ),
        value=measured.value,
        target=measured.target,
        required=measured.required,
        gap=measured.gap,
        gap_usd=measured.gap_usd,
        due_on=measured.due_on,
        kept_on=measured.kept_on,
        days_late=measured.days_late if verdict in SAYS_HOW_LATE else None,
        provisional=measured.provisional,
        published_on=measured.published_on,
        evidence=measured.evidence,
    )


def _verdict(
    owed: Obligation, measured: Measured, *, as_of: date, evidence_due_on: date
) -> Verdict:
    if owed.is_waived:
        return Verdict.WAIVED
    is_open = as_of <= measured.due_on or measured.is_interim
    if isinstance(owed.commitment.rule, Deliver | Milestone | TakePart):
        is_on_a_path = isinstance(owed.commitment.rule, TakePart)
        delivered = _delivery_verdict(measured, is_open=is_open and not is_on_a_path)
        if delivered:
            return delivered
    if not measured.is_comparable:
        return Verdict.PENDING if as_of <= evidence_due_on else Verdict.NO_DATA
    if measured.is_enough:
        return Verdict.ON_TRACK if is_open else Verdict.MET
    if not is_open:
        return Verdict.UNMET
    return Verdict.AT_RISK if measured.is_near else Verdict.OFF_TRACK


def _delivery_verdict(measured: Measured, *, is_open: bool) -> Verdict | None:
    if measured.kept_on:
        return Verdict.MET if measured.kept_on <= measured.due_on else Verdict.MET_LATE
    if measured.is_outstanding:
        return Verdict.UNMET
    if is_open and measured.is_behind:
        return Verdict.OFF_TRACK
    return Verdict.ON_TRACK if is_open and measured.value is not None else None


def _timeliness(
    owed: Obligation,
    measured: Measured,
    *,
    as_of: date,
    evidence_due_on: date,
    delinquent_on: date,
) -> Timeliness:
    if measured.has_evidence and measured.first_published_on:
        is_on_time = measured.first_published_on <= evidence_due_on
        return Timeliness.ON_TIME if is_on_time else Timeliness.LATE
    if owed.is_exempt or as_of <= owed.period.end:
        return Timeliness.NOT_DUE
    if as_of <= evidence_due_on:
        return Timeliness.DUE
    return Timeliness.OVERDUE if as_of <= delinquent_on else Timeliness.DELINQUENT


def _sum(values: Iterator[Decimal | None]) -> Decimal | None:
    given = [value for value in values if value is not None]
    return sum(given, Decimal(0)) if given else None


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day), default=None)


def _latest(*days: date | None) -> date | None:
    return max((day for day in days if day), default=None)
