"""What follows from a verdict in words: shortfall, what it takes, and where the pace leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType

from commitments.model import Commitment, Deliver, Reach
from commitments.outlook import Outlook, Progress
from reports.figure_columns import MONEY_UNITS
from reports.figures import (
    gap_quantity,
    is_amount,
    number,
    period_label,
    quantity,
    target_quantity,
    usd,
)
from reports.rule_sentences import cadence_word
from reports.sentences import VERDICTS

PROGRESS: Mapping[Progress, str] = MappingProxyType(
    {
        Progress.SUBSTANTIAL: "substantial progress",
        Progress.MODERATE: "moderate progress",
        Progress.LIMITED: "limited progress",
        Progress.DETERIORATION: "deterioration",
    }
)
MINUS = "\N{MINUS SIGN}"


def outlook_sentences(item: Outlook, commitment: Commitment) -> tuple[str, ...]:
    """What one party's verdicts under a commitment come to; empty when nothing follows."""
    word = cadence_word(commitment)
    return tuple(
        sentence
        for sentence in (
            _in_a_row(item, word),
            _shortfall(item, commitment, word),
            _what_it_takes(item, commitment, word),
            *_pace(item, commitment, word),
        )
        if sentence
    )


def _in_a_row(item: Outlook, word: str) -> str:
    if not item.in_a_row:
        return ""
    label = VERDICTS[item.verdict].label.lower()
    if item.in_a_row == 1:
        return f"{label} since {item.unmet_since}"
    return f"{label} since {item.unmet_since}, in {item.in_a_row:,d} judged {word}s in a row"


def _shortfall(item: Outlook, commitment: Commitment, word: str) -> str:
    if not item.periods_short:
        return ""
    over = f"{counted(item.periods_short, word)} short of {item.periods_judged:,d} judged"
    if item.short_at_most is not None:
        return (
            f"short so far: more than nothing and {_at_most(item)}, all that is owed for {over} "
            "and is not known to be delivered; parts of an amount that were delivered are not "
            f"published, and nothing is known of a {word} without figures or before "
            f"{item.judged_since}"
        )
    amount = shortfall_words(item)
    if amount and isinstance(commitment.rule, Deliver) and commitment.rule.is_cumulative:
        return f"short so far: {amount}, arrears of earlier {word}s included" if item.gap else ""
    if amount:
        return f"short so far: {amount}, the gaps of {over} added up"
    if is_amount(item.unit):
        return f"short so far: not known; of {over} not every gap is published"
    return ""


def shortfall_words(item: Outlook) -> str:
    """The shortfall so far, in its unit and in dollars, or the most it can be; empty if unknown."""
    parts = []
    if item.shortfall is not None:
        parts.append(quantity(item.shortfall, unit=item.unit))
    if item.shortfall_usd is not None and item.unit not in MONEY_UNITS:
        parts.append(usd(item.shortfall_usd))
    return " or ".join(parts) or (_at_most(item) if item.short_at_most is not None else "")


def _at_most(item: Outlook) -> str:
    return f"at most {quantity(item.short_at_most, unit=item.unit)}"


def _what_it_takes(item: Outlook, commitment: Commitment, word: str) -> str:
    if item.takes is None or item.remaining is None:
        return ""
    if isinstance(commitment.rule, Deliver):
        left = counted(item.remaining, "day")
        return (
            f"to be delivered in the {left} left: {_step(item, item.takes, item.takes_usd)} a day"
        )
    left = counted(item.remaining, word)
    value = quantity(item.latest_value, unit=item.unit, against=item.target)
    now = f"{value} in {latest_label(item)}"
    target = target_quantity(item.target or Decimal(0), unit=item.unit)
    if not item.to_go:
        return f"at {now} the target of {target} is reached; {left} left in which to stay there"
    return (
        f"from {now} to {target}: {_step(item, item.to_go, item.to_go_usd)} to go "
        f"in the {left} left, {_step(item, item.takes, item.takes_usd)} more each {word}"
    )


def _step(item: Outlook, amount: Decimal, in_dollars: Decimal | None) -> str:
    words = gap_quantity(amount, unit=item.unit)
    if in_dollars is None or item.unit in MONEY_UNITS:
        return words
    of_latest = f" by the figures of {item.latest_period}" if item.latest_period else ""
    return f"{words} ({usd(in_dollars)}{of_latest})"


def _pace(item: Outlook, commitment: Commitment, word: str) -> Iterator[str]:
    if item.pace is None:
        return
    yield (
        f"pace: {signed(item.pace, unit=item.unit)} a {word}, the slope of the least-squares line "
        f"through {item.values_used} values, {item.pace_since} to {latest_label(item)}"
    )
    if item.progress is not None:
        yield f"that is {share_words(item)} of what it takes: {PROGRESS[item.progress]}"
    if item.is_never:
        yield "at this pace the target is never reached"
    elif item.to_go:
        yield f"at this pace the target is reached {arrival_words(item, word)}"
    rule = commitment.rule
    if isinstance(rule, Reach) and item.pace_band is not None:
        label = VERDICTS[item.pace_band].label.lower()
        expected = quantity(item.expected, unit=item.unit, against=item.target)
        yield f"the line leads to {expected} by {rule.by.year}: {label}, if nothing changes"


def arrival_words(item: Outlook, word: str) -> str:
    """When a rising pace leads to the target: `in 2055 (80 %: 2051 to 2059)`."""
    if item.arrives is None:
        return f"not within a hundred {word}s"
    if item.latest is None:
        return f"in {item.arrives} (80 %: {item.earliest} at the earliest, no latest {word})"
    return f"in {item.arrives} (80 %: {item.earliest} to {item.latest})"


def share_words(item: Outlook) -> str:
    """The pace as a share of what it takes: `0.35`, `−0.12`."""
    share = item.pace_share or Decimal(0)
    return f"{MINUS if share < 0 else ''}{number(abs(share), against=Decimal(0))}"


def signed(amount: Decimal, *, unit: str) -> str:
    """A change with its sign: `+0.07 points`."""
    sign = MINUS if amount < 0 else "+"
    return f"{sign}{gap_quantity(abs(amount), unit=unit)}"


def latest_label(item: Outlook) -> str:
    """The period of the latest value, marked when it is an estimate."""
    return period_label(item.latest_period or "", is_estimate=item.is_estimate)


def counted(number: int, word: str) -> str:
    """So many periods: `1 year`, `11 years`."""
    return f"{number:,d} {word}{'' if number == 1 else 's'}"
