"""The parties of one period as bars, with what is required of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import cast

import altair as alt

from commitments.model import Assessment, Verdict
from reports.chart_style import (
    DARK,
    FONT,
    INK,
    KEPT_SHADE,
    MUTED,
    NO_SHADE,
    SHADES,
    WIDTH,
    Drawing,
    no_axis,
)
from reports.figures import number, plain
from reports.views import FAILING, KEPT, OverviewView

_VALUES_WIDTH = 48
_BAR_STEP = 19
# Drawn, so that no font has to know them: the symbols of the verdicts.
_SHAPES = {
    Verdict.AT_RISK: "diamond",
    Verdict.OFF_TRACK: "triangle-down",
    Verdict.UNMET: "M-.7,-1L0,-.3L.7,-1L1,-.7L.3,0L1,.7L.7,1L0,.3L-.7,1L-1,.7L-.3,0L-1,-.7Z",
}


def bar_chart(items: Sequence[Assessment], view: OverviewView) -> Drawing:
    """One bar a party in the order given; every item has a value."""
    rows = [
        {
            "party": view.name(item.party),
            "value": float(cast(Decimal, item.value)),
            "required": None if item.required is None else float(item.required),
            "shade": _bar_shade(item.verdict),
            "shape": _SHAPES.get(item.verdict, ""),
            "shown": shown_value(item),
        }
        for item in items
    ]
    base = alt.Chart(alt.InlineData(values=rows), width=WIDTH, height=alt.Step(_BAR_STEP))
    party = alt.Y("party:N", sort=[str(row["party"]) for row in rows], title=None)
    marks = _required_marks(base, party, items)
    return alt.layer(_bars(base, party), *marks, _symbols(base, party), _values(base, party))


def shown_value(item: Assessment) -> str:
    """A value as the chart writes it, never rounded onto what is required."""
    return number(cast(Decimal, item.value), against=item.required)


def _bar_shade(verdict: Verdict) -> str:
    if verdict in KEPT:
        return KEPT_SHADE
    if verdict is Verdict.AT_RISK:
        return SHADES[verdict]
    return DARK if verdict in FAILING else NO_SHADE


def _bars(base: alt.Chart, party: alt.Y) -> alt.Chart:
    share = alt.X("value:Q", title=None, scale=alt.Scale(zero=True, nice=False), axis=no_axis())
    shade = alt.Color("shade:N", scale=None)
    bars = base.mark_bar(height=13, stroke=MUTED, strokeWidth=0.5)
    made: alt.Chart = bars.encode(x=share, y=party, color=shade)
    return made


def _symbols(base: alt.Chart, party: alt.Y) -> alt.Chart:
    """The verdict's symbol drawn in the bar, so that no font has to know it."""
    points = base.transform_filter("datum.shape != ''").mark_point(
        size=42, filled=True, fill="#ffffff", opacity=1
    )
    shape = alt.Shape("shape:N", scale=None)
    made: alt.Chart = points.encode(x=alt.value(9), y=party, shape=shape)
    return made


def _values(base: alt.Chart, party: alt.Y) -> alt.Chart:
    """Values in a column of their own: aligned, and clear of the line."""
    texts = base.mark_text(align="right", fontSize=13, color=INK, font=FONT)
    place = alt.value(WIDTH + _VALUES_WIDTH)
    made: alt.Chart = texts.encode(x=place, y=party, text="shown:N")
    return made


def _required_marks(
    base: alt.Chart, party: alt.Y, items: Sequence[Assessment]
) -> tuple[alt.Chart, ...]:
    required = {item.required for item in items if item.required is not None}
    if len(required) != 1:
        tick = base.mark_tick(color=INK, thickness=2, size=17, opacity=1)
        return (tick.encode(x="required:Q", y=party),) if required else ()
    shown = {
        "required": float(max(required)),
        "words": f"{plain(max(required).normalize())} % required",
    }
    line = alt.Chart(alt.InlineData(values=[shown])).encode(x="required:Q")
    words = line.mark_text(fontSize=13, fontWeight="bold", color=INK, font=FONT)
    return (
        line.mark_rule(color=INK, strokeWidth=1.5, strokeDash=[5, 3]),
        words.encode(y=alt.value(-9), text="words:N"),
    )
