"""What it takes: a table of the page, with a row for each party that has some way to go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from commitments.model import Commitment, Reach
from commitments.outlook import Outlook
from reports.columns import NO_CELL, Cell
from reports.figure_columns import MONEY_UNITS
from reports.figures import number, period_label, quantity, usd
from reports.outlooks import MINUS, PROGRESS, share_words, shortfall_words
from reports.rule_sentences import cadence_word
from reports.sentences import VERDICTS
from reports.tables import Header, Row, Table
from reports.views import FAILING, CommitmentView, OverviewView

_NOTHING = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class _Column:
    """A header, and what stands below it for one party; empty when there is nothing to say."""

    title: str
    unit: str = ""
    say: Callable[[Outlook], str]
    is_number: bool = True


def outlook_table(item: CommitmentView, view: OverviewView) -> Table | None:
    """The parties that fall short or have to go on, the longest way first; None without any."""
    shown = [one for one in item.outlooks if one.to_go or one.verdict in FAILING]
    shown.sort(
        key=lambda one: (
            -(one.to_go or one.shortfall_usd or one.short_at_most or 0),
            view.name(one.party),
        )
    )
    columns = [
        column
        for column in _columns(item.commitment, shown[0].unit if shown else "")
        if any(column.say(one) for one in shown)
    ]
    if not any(one.takes or one.pace is not None or shortfall_words(one) for one in shown):
        return None
    return Table(
        caption=_caption(shown, item.commitment),
        first="Party",
        headers=tuple(
            Header(
                title=column.title,
                unit=column.unit,
                word=column.title.lower(),
                is_number=column.is_number,
            )
            for column in columns
        ),
        rows=tuple(_row(one, columns, view) for one in shown),
    )


def _caption(shown: list[Outlook], commitment: Commitment) -> str:
    periods = {one.latest_period for one in shown if one.latest_period}
    estimate = any(one.is_estimate for one in shown)
    by = f" by {commitment.rule.by.year}" if isinstance(commitment.rule, Reach) else ""
    if len(periods) != 1:
        return f"What it takes{by}"
    return f"What it takes{by}, on figures of {period_label(periods.pop(), is_estimate=estimate)}"


def _row(item: Outlook, columns: list[_Column], view: OverviewView) -> Row:
    texts = [column.say(item) or NO_CELL for column in columns]
    notes = (
        (item.party == view.home_party, "our own"),
        (item.is_illustrative, "illustrative"),
    )
    return Row(
        name=view.name(item.party),
        note=", ".join(words for is_so, words in notes if is_so),
        verdict=item.verdict.value,
        cells=tuple(Cell(short=text, full=text) for text in texts),
    )


def _columns(commitment: Commitment, unit: str) -> tuple[_Column, ...]:
    word = cadence_word(commitment)
    points = "points" if unit == "percent" else ""
    return (
        _Column(title="Latest", unit="%" if points else "", say=_latest),
        _Column(title="To go", unit=points, say=lambda one: _amount(one, one.to_go)),
        _Column(title=f"More each {word}", unit=points, say=lambda one: _amount(one, one.takes)),
        _Column(title=f"More each {word}", unit="$", say=_takes_usd),
        _Column(title=f"Pace a {word}", unit=points, say=_pace),
        _Column(title="Of what it takes", say=_progress, is_number=False),
        _Column(title="Arrives", say=_arrival, is_number=False),
        _Column(title=_by(commitment), unit="%" if points else "", say=_expected, is_number=False),
        _Column(title="Short so far", say=shortfall_words),
        _Column(
            title=f"{word.capitalize()}s in a row",
            say=lambda one: f"{one.in_a_row:,d}" if one.in_a_row else "",
        ),
    )


def _by(commitment: Commitment) -> str:
    rule = commitment.rule
    return f"By {rule.by.year} at this pace" if isinstance(rule, Reach) else ""


def _amount(item: Outlook, value: Decimal | None, against: Decimal = _NOTHING) -> str:
    if not value:
        return ""
    return (
        number(value, against=against)
        if item.unit == "percent"
        else quantity(value, unit=item.unit)
    )


def _latest(item: Outlook) -> str:
    if item.latest_value is None or item.target is None:
        return ""
    return _amount(item, item.latest_value, item.target) or quantity(_NOTHING, unit=item.unit)


def _takes_usd(item: Outlook) -> str:
    return usd(item.takes_usd) if item.takes_usd and item.unit not in MONEY_UNITS else ""


def _pace(item: Outlook) -> str:
    if item.pace is None:
        return ""
    sign = MINUS if item.pace < 0 else "+"
    return f"{sign}{_amount(item, abs(item.pace)) or 0}"


def _progress(item: Outlook) -> str:
    if item.progress is None:
        return ""
    return f"{share_words(item)}, {PROGRESS[item.progress]}"


def _arrival(item: Outlook) -> str:
    if item.is_never:
        return "never"
    if item.pace is None or not item.to_go:
        return ""
    if item.arrives is None:
        return "not within 100"
    return f"{item.arrives} ({item.earliest} to {item.latest or '…'})"


def _expected(item: Outlook) -> str:
    if item.expected is None or item.pace_band is None:
        return ""
    label = VERDICTS[item.pace_band].label.lower()
    return f"{_amount(item, item.expected, item.target or _NOTHING)}, {label}"
