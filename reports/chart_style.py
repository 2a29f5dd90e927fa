"""Shades, letters and axes that all charts share."""

from __future__ import annotations

import altair as alt

from commitments.model import Verdict
from reports.sentences import VERDICTS

WIDTH = 300
FONT = "Arial, Liberation Sans, Helvetica, sans-serif"
INK, MUTED, DARK = "#1b2430", "#55606d", "#7f2a1c"
KEPT_SHADE, NO_SHADE = "#dbe4ed", "#ffffff"

# From light (kept) to dark (unmet), so that the order survives a grey printer.
SHADES = {
    Verdict.ON_TRACK: "#edf1f5",
    Verdict.MET: "#d3dee9",
    Verdict.MET_LATE: "#a9bccd",
    Verdict.AT_RISK: "#c98f4e",
    Verdict.OFF_TRACK: "#a8503a",
    Verdict.UNMET: DARK,
}
ORDER = tuple(VERDICTS)

# Labels are measured in our letters; a reader without them gets wider ones, which need the room.
_PADDING = {"left": 24, "top": 4, "right": 8, "bottom": 4}

Drawing = alt.LayerChart | alt.FacetChart


def styled(spec: Drawing) -> Drawing:
    """The drawing in our letters, lines and spacing."""
    made: Drawing = spec.configure(
        background="#ffffff",
        font=FONT,
        padding=_PADDING,
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(
            labelFontSize=13, labelColor=INK, labelPadding=6, domainColor=MUTED, ticks=False
        ),
        legend=alt.LegendConfig(labelFontSize=13, labelColor=INK),
    )
    return made


def no_axis() -> alt.Axis:
    """An axis left out because every mark carries its number."""
    return alt.Axis(labels=False, ticks=False, domain=False, grid=False)
