"""Charts that read the same in grey: lightness and symbols carry what colour carries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

import vl_convert

from commitments.model import Assessment, Deliver, Verdict
from reports.bar_chart import bar_chart, shown_value
from reports.chart_style import ORDER, Drawing, styled
from reports.figures import period_label, plain
from reports.pictures import with_palette
from reports.sentences import VERDICTS
from reports.stacked_chart import stacked_chart
from reports.views import FAILING, CommitmentView, OverviewView, total

MOST_PARTIES = 45
PNG_SCALE = 2


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A drawing, what it shows in words, and how to read it."""

    title: str
    alternative: str
    key: str
    svg: str


def chart_of(item: CommitmentView, view: OverviewView) -> Chart | None:
    """The main chart of a commitment: its parties one by one, or counts by period."""
    valued = [assessment for assessment in item.series if assessment.value is not None]
    is_share = item.commitment.measure.unit == "percent" and not _is_delivery(item)
    if is_share and 1 < len(valued) <= MOST_PARTIES:
        return _parties_chart(item, view, valued)
    return history_chart(item)


def history_chart(item: CommitmentView) -> Chart | None:
    """Verdict counts by period as stacked bars, None when there is no period to show."""
    if len(item.history) < 2 and item.parties_judged < 2:
        return None
    periods = [f"{period} ({total(counts):,d})" for period, counts in item.history]
    counted = (
        f"{period}: " + ", ".join(f"{count} {_word(verdict)}" for verdict, count in counts)
        for period, counts in item.history
    )
    return _drawn(
        stacked_chart(item, periods),
        title="Verdicts by period",
        alternative=f"{item.commitment.title}. " + "; ".join(counted) + ".",
        key="Darker is worse. In brackets: parties judged.",
    )


def _is_delivery(item: CommitmentView) -> bool:
    return isinstance(item.commitment.rule, Deliver)


def _word(verdict: Verdict) -> str:
    return VERDICTS[verdict].label.lower()


def _parties_chart(item: CommitmentView, view: OverviewView, valued: Sequence[Assessment]) -> Chart:
    ordered = sorted(valued, key=lambda one: (-cast(Decimal, one.value), view.name(one.party)))
    label = period_label(item.latest_period or "", is_estimate=item.has_estimates)
    failing = [one for one in ordered if one.verdict in FAILING]
    names = ", ".join(f"{view.name(one.party)} {shown_value(one)}" for one in reversed(failing))
    side = _wrong_side(failing)
    below = f"{side} what is required: {names}" if failing else f"none {side} what is required"
    return _drawn(
        bar_chart(ordered, view),
        title=f"{item.commitment.measure.name}, %, {label}",
        alternative=f"{item.commitment.title}, {label}: {len(ordered)} parties, {below}.",
        key=f"{_dark_words(failing)}Light bars: kept. {_target_words(ordered)}".strip(),
    )


def _dark_words(failing: Sequence[Assessment]) -> str:
    verdicts = sorted({one.verdict for one in failing}, key=ORDER.index, reverse=True)
    words = ", ".join(f"{VERDICTS[one].symbol} {_word(one)}" for one in verdicts)
    return f"Dark bars: {_wrong_side(failing)} what is required ({words}). " if words else ""


def _wrong_side(failing: Sequence[Assessment]) -> str:
    over = any(
        one.required is not None and cast(Decimal, one.value) > one.required for one in failing
    )
    return "above" if over else "below"


def _target_words(items: Sequence[Assessment]) -> str:
    required = {item.required for item in items if item.required is not None}
    if len(required) == 1:
        return f"Line: {plain(required.pop().normalize())} % required."
    return "Short upright lines: what the path requires of each." if required else ""


def _drawn(spec: Drawing, *, title: str, alternative: str, key: str) -> Chart:
    vega_lite = styled(spec).to_dict()
    svg = vl_convert.vegalite_to_svg(vega_lite)
    return Chart(title=title, alternative=alternative, key=key, svg=svg)


def picture(chart: Chart) -> bytes:
    """The chart as PNG, twice as fine as it is shown."""
    return with_palette(vl_convert.svg_to_png(chart.svg, scale=PNG_SCALE))
