"""Which instalments were paid when they fell due, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from commitments.model import Assessment, Deliver, Instalment
from reports.figures import plain
from warehouse.reading import Cell


def instalment_lines(
    rule: Deliver, assessment: Assessment, cells: Sequence[Cell], *, as_of: date
) -> Iterator[str]:
    """What had fallen due by each day, and what was delivered by then; with it what came late.

    Days that the evidence cannot speak of are left out. Of a cumulative promise, what was owed for
    earlier periods is due as a whole. Amounts are in one unit, as they were sent.
    """
    owed = [cell for cell in cells if cell.role == "owed"]
    paid = [cell for cell in cells if cell.role == "delivered"]
    seen_until = min(as_of, max((cell.published_on for cell in paid), default=date.min))
    earlier = _sum(cell for cell in owed if cell.period != assessment.period)
    current = _sum(cell for cell in owed if cell.period == assessment.period)
    share = Decimal(0)
    due = [(_falls_on(one, assessment.period_start), one.share) for one in rule.instalments]
    for day, part in sorted(due):
        share += part
        if day < seen_until:
            required = earlier + current * share / 100
            by_then = _sum(cell for cell in paid if cell.occurred_on and cell.occurred_on <= day)
            missing = required - by_then
            kept = f"{plain(missing)} short" if missing > 0 else "in full"
            yield f"due by {day}: {plain(required)}, delivered by then: {plain(by_then)}, {kept}"


def _sum(cells: Iterator[Cell]) -> Decimal:
    return sum((cell.value for cell in cells if cell.value is not None), Decimal(0))


def _falls_on(instalment: Instalment, begun_on: date) -> date:
    day = date(begun_on.year, instalment.month, instalment.day)
    return day if day >= begun_on else day.replace(year=day.year + 1)
