"""What follows from verdicts once more: slow, obvious, in fractions, one party at a time.

It is written from docs/promises.md and shares nothing with the statement but the types. Bounds of
the interval are found by trying one period after the other.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache

from commitments.model import Assessment, Cadence, Commitment, Deliver, Reach, Threshold, Verdict
from tests.judging.oracle import fiscal_label, year_begun
from tests.judging.pricing import quotient

SHORT = {Verdict.UNMET, Verdict.OFF_TRACK, Verdict.AT_RISK}
FAILED = {Verdict.UNMET, Verdict.OFF_TRACK}
KEPT = {Verdict.MET, Verdict.MET_LATE, Verdict.ON_TRACK, Verdict.WAIVED}
OPEN = {Verdict.PENDING, Verdict.NO_DATA}
FARTHEST = 100
MONTHS = {Cadence.YEAR: 12, Cadence.HALF: 6, Cadence.QUARTER: 3, Cadence.MONTH: 1}

Facts = Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure there is to judge by."""

    indicator: str
    period: str
    value: Decimal


@dataclass(frozen=True, kw_only=True)
class Line:
    """The least-squares line through values by number, and the bounds around it."""

    points: Sequence[tuple[int, Fraction]]

    @property
    def middle(self) -> Fraction:
        return Fraction(sum(x for x, _ in self.points), len(self.points))

    @property
    def height(self) -> Fraction:
        return sum((y for _, y in self.points), Fraction(0)) / len(self.points)

    @property
    def spread(self) -> Fraction:
        return sum(((x - self.middle) ** 2 for x, _ in self.points), Fraction(0))

    @property
    def slope(self) -> Fraction:
        across = sum(((x - self.middle) * y for x, y in self.points), Fraction(0))
        return across / self.spread

    def at(self, number: int) -> Fraction:
        return self.height + self.slope * (number - self.middle)

    @property
    def band_squared(self) -> Fraction:
        free = len(self.points) - 2
        squares = sum(((y - self.at(x)) ** 2 for x, y in self.points), Fraction(0))
        return squares / free * Fraction(student(free)) ** 2

    def width_squared(self, number: int) -> Fraction:
        share = 1 + Fraction(1, len(self.points)) + (number - self.middle) ** 2 / self.spread
        return self.band_squared * share

    def upper_is_at(self, target: Fraction, number: int) -> bool:
        off = self.at(number) - target
        return off >= 0 or off**2 <= self.width_squared(number)

    def lower_is_at(self, target: Fraction, number: int) -> bool:
        off = self.at(number) - target
        return off >= 0 and off**2 >= self.width_squared(number)


@cache
def student(free: int) -> float:
    """The quantile at 0.9 of Student's t, by halving an interval; Simpson's rule adds up."""
    low, high = 0.0, 10.0
    for _ in range(60):
        guess = (low + high) / 2
        low, high = (guess, high) if _below(guess, free) < 0.9 else (low, guess)
    return low


def _below(x: float, free: int, steps: int = 2000) -> float:
    scale = math.gamma((free + 1) / 2) / (math.sqrt(free * math.pi) * math.gamma(free / 2))
    heights = [
        scale * (1 + (x * i / steps) ** 2 / free) ** (-(free + 1) / 2) for i in range(steps + 1)
    ]
    ends, odd, even = heights[0] + heights[-1], sum(heights[1:-1:2]), sum(heights[2:-1:2])
    return 0.5 + x / steps / 3 * (ends + 4 * odd + 2 * even)


def numbered(cadence: Cadence, label: str) -> int | None:
    """How many periods of a cadence a label is after the first of all."""
    if cadence is Cadence.FISCAL_YEAR:
        return int(label[2:6]) if label.startswith("FY") else None
    start = _start(cadence, label)
    if start is None:
        return None
    if cadence is Cadence.DAY:
        return start.toordinal()
    return (start.year * 12 + start.month - 1) // MONTHS[cadence]


def _start(cadence: Cadence, label: str) -> date | None:
    shapes: Mapping[Cadence, Callable[[], date]] = {
        Cadence.YEAR: lambda: date(int(label), 1, 1),
        Cadence.HALF: lambda: date(int(label[:4]), {"-H1": 1, "-H2": 7}[label[4:]], 1),
        Cadence.QUARTER: lambda: date(int(label[:4]), 3 * int(label[4:].removeprefix("-Q")) - 2, 1),
        Cadence.MONTH: lambda: date(int(label[:4]), int(label[5:]), 1),
        Cadence.DAY: lambda: date.fromisoformat(label),
    }
    lengths = {"year": 4, "half": 7, "quarter": 7, "month": 7, "day": 10}
    try:
        return shapes[cadence]() if len(label) == lengths[cadence] else None
    except (KeyError, ValueError):
        return None


def label_of(cadence: Cadence, number: int) -> str:
    if cadence is Cadence.DAY:
        return date.fromordinal(number).isoformat()
    if cadence is Cadence.FISCAL_YEAR:
        return fiscal_label(number, "")
    year, month = divmod(number * MONTHS[cadence], 12)
    return {
        Cadence.YEAR: f"{year}",
        Cadence.HALF: f"{year}-H{month // 6 + 1}",
        Cadence.QUARTER: f"{year}-Q{month // 3 + 1}",
        Cadence.MONTH: f"{year}-{month + 1:02d}",
    }[cadence]


def outlook(
    promise: Commitment,
    told: Sequence[Assessment],
    figures: Sequence[Figure],
    *,
    as_of: date,
    last_of_any: date,
) -> Facts:
    """The facts of one party's outlook, by their names; `told` are its assessments, in order."""
    standing = next((item for item in reversed(told) if item.verdict not in OPEN), told[-1])
    is_bound = (
        told[-1].period_end == last_of_any
        and told[-1].verdict is not Verdict.WAIVED
        and (promise.effective_until is None or promise.effective_until >= as_of)
    )
    facts = {
        "period": standing.period,
        "verdict": standing.verdict,
        "gap": standing.gap,
        "unmet_since": standing.unmet_since,
        "in_a_row": _in_a_row(told) if standing.unmet_since else 0,
        **_tally(promise, told, standing),
    }
    if isinstance(promise.rule, Deliver):
        return {**facts, **_delivery(promise.rule, standing, as_of)}
    if is_bound and isinstance(promise.rule, Threshold | Reach) and _is_floor(promise.rule):
        return {**facts, **_ahead(promise, told[-1], figures, as_of)}
    return facts


def _is_floor(rule: Threshold | Reach) -> bool:
    return isinstance(rule, Reach) or rule.at_least is not None


def _in_a_row(told: Sequence[Assessment]) -> int:
    count = 0
    for item in reversed(told):
        if item.verdict in KEPT:
            break
        count += item.verdict in FAILED
    return count


def _tally(promise: Commitment, told: Sequence[Assessment], standing: Assessment) -> Facts:
    judged = [item for item in told if item.verdict not in OPEN | {Verdict.WAIVED}]
    short = [item for item in judged if item.verdict in SHORT]
    amounts, dollars = [item.gap for item in short], [item.gap_usd for item in short]
    is_amount = len(promise.measure.unit.split("_")[0]) == 3  # usd, eur_million: a currency's code
    shortfall = _added(amounts) if judged and is_amount else None
    shortfall_usd = _added(dollars) if judged else None
    is_known = shortfall is not None
    at_most = _added([item.required if item.gap is None else item.gap for item in short])
    if isinstance(promise.rule, Deliver) and promise.rule.is_cumulative:
        shortfall, shortfall_usd = standing.gap, standing.gap_usd
    return {
        "periods_judged": len(judged),
        "periods_short": len(short),
        "shortfall": shortfall,
        "shortfall_usd": shortfall_usd,
        "short_at_most": at_most
        if short
        and isinstance(promise.rule, Deliver)
        and not promise.rule.is_cumulative
        and not is_known
        else None,
        "judged_since": min((item.period for item in judged), default=None),
    }


def _added(gaps: Sequence[Decimal | None]) -> Decimal | None:
    known = [gap for gap in gaps if gap is not None]
    return sum(known, Decimal(0)) if len(known) == len(gaps) else None


def _delivery(rule: Deliver, standing: Assessment, as_of: date) -> Facts:
    gap = standing.gap
    required, target, value = standing.required, standing.target, standing.value
    if required is not None and target is not None and required < target:
        gap = None if value is None else target - value
    if not gap or rule.is_open_ended or standing.due_on < as_of:
        return {"to_go": gap, "remaining": None, "takes": None}
    days = (standing.due_on - as_of).days + 1
    return {"to_go": gap, "remaining": days, "takes": quotient(gap, Decimal(days), 1)}


def _ahead(
    promise: Commitment, last: Assessment, figures: Sequence[Figure], as_of: date
) -> dict[str, object]:
    cadence, rule = promise.cadence, promise.rule
    assert isinstance(rule, Threshold | Reach)
    begins_on = "01-01"
    if cadence is Cadence.FISCAL_YEAR:
        begins_on = last.period_start.isoformat()[5:]
        cadence = Cadence.YEAR if begins_on == "01-01" else cadence
    by = year_begun(rule.by, begins_on) if isinstance(rule, Reach) else None
    values = {
        number: figure.value
        for figure in figures
        if figure.indicator == promise.measure.indicator
        and (number := numbered(cadence, figure.period)) is not None
        and number <= (numbered(cadence, last.period) or 0)
    }
    if not values:
        return {"latest_value": None, "to_go": None, "takes": None, "pace": None}
    latest = max(values)
    target = last.target
    assert target is not None
    to_go = max(target - values[latest], Decimal(0))
    facts: dict[str, object] = {
        "latest_period": label_of(cadence, latest),
        "latest_value": values[latest],
        "to_go": to_go,
        "remaining": None,
    }
    if by is not None and by >= year_begun(as_of, begins_on) and by > latest:
        remaining = by - latest
        money = (promise.measure.money_base, label_of(cadence, latest))
        base = [f.value for f in figures if (f.indicator, f.period) == money]
        facts |= {"remaining": remaining, "takes": quotient(to_go, Decimal(remaining), 1)}
        facts["to_go_usd"] = _dollars(to_go, base)
    points = [(x, Fraction(y)) for x, y in sorted(values.items()) if x > latest - 6]
    if len(points) < 4:
        return {**facts, "pace": None, "arrives": None, "expected": None, "pace_band": None}
    line = Line(points=points)
    return {**facts, **_arrival(line, cadence, target, latest, is_there=not to_go)}


def _dollars(to_go: Decimal, base: Sequence[Decimal]) -> Fraction | None:
    return Fraction(to_go) / 100 * Fraction(base[0]) * 10**6 if base else None


def _arrival(
    line: Line, cadence: Cadence, at_least: Decimal, latest: int, *, is_there: bool
) -> Facts:
    target, ahead = Fraction(at_least), range(latest + 1, latest + FARTHEST + 1)
    found: dict[str, object] = {"slope": line.slope, "line": line}
    arrives = earliest = final = None
    if line.slope > 0 and not is_there:
        arrives = next((x for x in ahead if line.at(x) >= target), None)
    if arrives is not None:
        earliest = next(x for x in ahead if line.upper_is_at(target, x))
        is_bounded = line.lower_is_at(target, latest + 10**9)
        final = next((x for x in ahead if line.lower_is_at(target, x)), None)
        final = final if is_bounded else None
    for name, number in (("arrives", arrives), ("earliest", earliest), ("latest", final)):
        found[name] = None if number is None else label_of(cadence, number)
    return found


def rounds_to(exact: Fraction, figure: Decimal, places: int = 9) -> bool:
    """Whether a figure is an exact number but for its last place."""
    return math.isclose(float(exact), float(figure), rel_tol=1e-9, abs_tol=2 * 10.0**-places)
