"""Verdict counts by period as stacked bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt

from commitments.model import Verdict
from reports.chart_style import FONT, INK, MUTED, NO_SHADE, ORDER, SHADES, WIDTH, Drawing, no_axis
from reports.sentences import VERDICTS
from reports.views import CommitmentView, Counts

_PERIOD_STEP = 34


def stacked_chart(item: CommitmentView, periods: Sequence[str]) -> Drawing:
    """One bar a period, cut into its verdicts; `periods` are the labels of the history."""
    widest = max(sum(count for _, count in counts) for _, counts in item.history)
    rows = [
        {"period": shown, **segment}
        for shown, (_, counts) in zip(periods, item.history, strict=True)
        for segment in _segments(counts, widest=widest)
    ]
    base = alt.Chart(alt.InlineData(values=rows), width=WIDTH, height=alt.Step(_PERIOD_STEP))
    period = alt.Y("period:N", sort=list(periods), title=None)
    stack = base.mark_bar(height=24, stroke=MUTED, strokeWidth=0.6).encode(
        x=alt.X("start:Q", title=None, axis=no_axis()), x2="end:Q", y=period, color=_key(rows)
    )
    labels = base.mark_text(fontSize=13, font=FONT).encode(
        x="middle:Q", y=period, text="shown:N", color=alt.Color("ink:N", scale=None)
    )
    return alt.layer(stack, labels)


def _segments(counts: Counts, *, widest: int) -> list[dict[str, str | float]]:
    """One bar cut into verdicts, from kept to unmet; slivers carry no label."""
    segments: list[dict[str, str | float]] = []
    start = 0
    for verdict, count in sorted(counts, key=lambda pair: ORDER.index(pair[0])):
        is_dark = verdict in {Verdict.OFF_TRACK, Verdict.UNMET}
        segments.append(
            {
                "verdict": _legend(verdict),
                "start": start,
                "end": start + count,
                "middle": start + count / 2,
                "shown": f"{count}{_sign(verdict)}" if count * 14 >= widest else "",
                "ink": "#ffffff" if is_dark else INK,
            }
        )
        start += count
    return segments


def _sign(verdict: Verdict) -> str:
    """The symbol of a verdict that has no shade."""
    return "" if verdict in SHADES else f" {VERDICTS[verdict].symbol}"


def _legend(verdict: Verdict) -> str:
    return f"{VERDICTS[verdict].label}{_sign(verdict)}"


def _key(rows: Sequence[Mapping[str, str | float]]) -> alt.Color:
    used = {row["verdict"] for row in rows}
    present = [verdict for verdict in ORDER if _legend(verdict) in used]
    scale = alt.Scale(
        domain=[_legend(verdict) for verdict in present],
        range=[SHADES.get(verdict, NO_SHADE) for verdict in present],
    )
    legend = alt.Legend(
        orient="top", title=None, symbolType="square", symbolStrokeColor=MUTED, columns=4
    )
    return alt.Color("verdict:N", scale=scale, legend=legend)
