"""What is noticed about a submission beside what stood before, in the words of its receipt."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from decimal import Context, Decimal

from expectations.suites import Oddity
from pipelines.sources import Source
from pipelines.suites import as_oddity
from pipelines.tidy import TOLD
from warehouse.comparing import Crossing, Late, PreviousFile, Revised, Revision, Touched
from warehouse.findings import Finding

_MOST_NAMED = 20
_SIX_DIGITS = Context(prec=6)


def revision_notices(revision: Revision) -> Iterator[str]:
    """What an edition revises, which verdicts that may touch, and what comes too late to count."""
    stood = f"{_figures(revision.compared)} that stood (edition of {revision.from_edition})"
    if revision.revised:
        largest = _largest(revision.largest)
        yield f"revises {revision.revised:,} of the {stood}, the largest: {largest}"
    elif revision.compared:
        yield f"changes none of the {stood}"
    if revision.dropped:
        yield (
            f"no longer there: {_figures(revision.dropped)} that stood, of "
            f"{named(revision.dropped_parties)}"
        )
    if revision.dropped_set_aside:
        yield (
            f"of these, {_figures(revision.dropped_set_aside)} because their rows are set aside; "
            "correct them to have them back"
        )
    yield from (_touched(item) for item in revision.touched)
    if revision.outdated:
        yield (
            f"older than what stands (edition of {revision.newer_edition}): "
            f"{_figures(revision.outdated)}, told of when asked what was known before"
        )


def late_notices(late: Late, then: Revision, *, edition: date | None) -> Iterator[str]:
    """What an edition that comes after a newer one is for, and what it revises of its own day."""
    before = (
        f"against the edition of {late.stood_on}, which stood then"
        if late.stood_on
        else "against none, since none before it is here"
    )
    yield (
        f"comes late: editions from {late.newer} on stay as they are, and this one answers what "
        f"was known from {edition} until then; held {before}"
    )
    yield from (f"of what was known until then: {told}" for told in revision_notices(then))


def _largest(largest: Sequence[Revised]) -> str:
    return "; ".join(
        f"{item.party} {item.indicator} {item.period} {', '.join(_differences(item))}"
        for item in largest
    )


def _differences(item: Revised) -> Iterator[str]:
    """What differs of a figure: its value, or else the days it speaks of."""
    if item.from_value != item.to_value:
        yield f"from {_number(item.from_value)} to {_number(item.to_value)}"
    days = (
        ("due_on", item.from_due_on, item.to_due_on),
        ("occurred_on", item.from_occurred_on, item.to_occurred_on),
    )
    for name, before, after in days:
        if before != after:
            yield f"{name} from {before or 'nothing'} to {after or 'nothing'}"


def _touched(item: Touched) -> str:
    verdicts = "1 verdict" if item.verdicts == 1 else f"{item.verdicts:,} verdicts"
    told = f"may touch {verdicts} of {item.commitment} ({named(item.parties)})"
    if not item.crossed:
        return told
    crossed = named([_crossed(crossing) for crossing in item.crossed])
    return f"{told}; on the other side of {_number(item.target)}: {crossed}"


def _crossed(item: Crossing) -> str:
    from_value, to_value = _number(item.from_value), _number(item.to_value)
    return f"{item.party} {item.period} (from {from_value} to {to_value})"


def file_notices(
    before: PreviousFile | None, *, columns: Sequence[str], indicators: Sequence[str]
) -> Iterator[str]:
    """Columns and indicators that have gone or come since the last file of the same form.

    Files of one form may speak of different things; only where they share an indicator is one that
    is missing told. Rows that come back corrected are held against nothing.
    """
    if before is None or TOLD & set(columns):
        return
    yield from _gone_and_new("columns", before.columns, columns, since=before.file)
    if set(before.indicators) & set(indicators):
        yield from _gone_and_new("indicators", before.indicators, indicators, since=before.file)


def _gone_and_new(
    what: str, before: Sequence[str], now: Sequence[str], *, since: str
) -> Iterator[str]:
    if gone := [name for name in before if name not in now]:
        yield f"{what} that are no longer there since {since}: {named(gone)}"
    if new := [name for name in now if name not in before]:
        yield f"{what} that are new since {since}: {named(new)}"


def finding_notices(found: Collection[Finding]) -> Iterator[str]:
    """Figures that disagree since this submission."""
    yield from (f"finding: {told_finding(item)}" for item in list(found)[:_MOST_NAMED])
    if len(found) > _MOST_NAMED:
        yield f"and {len(found) - _MOST_NAMED:,} more findings; see `pledgewatch findings`"


def told_finding(item: Finding) -> str:
    """One finding with both figures."""
    subject = " ".join(part for part in (item.party, item.indicator, item.period) if part)
    figures = f"{_number(item.figure)} beside {_number(item.other_figure)} ({item.unit})"
    told = f"{subject}: {figures}: {item.reason}"
    return f"{told} (known: {item.known})" if item.known else told


def oddity_notices(source: Source, *, met: Collection[Oddity], received_on: date) -> Iterator[str]:
    """What is known to be odd about the source, was met, and is therefore not told as a warning."""
    for item in source.oddities:
        if received_on <= item.until and as_oddity(item) in met:
            subject = " ".join(part for part in (item.party, item.indicator, item.period) if part)
            told = f"known until {item.until}, not warned of: {item.rule}"
            yield f"{told} {subject}: {item.reason}" if subject else f"{told}: {item.reason}"


def _figures(count: int) -> str:
    return "1 figure" if count == 1 else f"{count:,} figures"


def named(names: Sequence[str]) -> str:
    """Names in a sentence: the first ones, and how many more."""
    more = len(names) - _MOST_NAMED
    shown = ", ".join(names[:_MOST_NAMED])
    return f"{shown} and {more:,} more" if more > 0 else shown


def _number(value: Decimal | None) -> str:
    """For showing: six digits of a small figure, two decimals of a large one."""
    if value is None:
        return "nothing"
    shown = round(value, 2) if abs(value) >= 1_000 else _SIX_DIGITS.plus(value)
    return f"{shown.normalize():,f}"
