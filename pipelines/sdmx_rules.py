"""What SDMX itself says of a row, in XML as in CSV, whatever a source declares of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from warehouse.mapping import LeftOut

# A portal's CSV may leave the structure out, as the European Central Bank's does.
_OF_SDMX_CSV = (
    frozenset({"DATAFLOW"}),
    frozenset({"STRUCTURE_ID"}),
    frozenset({"TIME_PERIOD", "OBS_VALUE"}),
)


@dataclass(frozen=True, kw_only=True)
class Standard:
    """Rows that are no data, and words for no number, by the standard a file is written in."""

    left_out: tuple[LeftOut, ...] = ()
    missing: tuple[str, ...] = ()


# Source: SDMX 3.0, sections 3 and 5 (actions, in CSV by their first letter; what a merge omits
# stays as it was) and 6 (reporting periods count from the day the reporting year begins).
_LEFT_OUT = (
    LeftOut(
        where={"ACTION": "(?i)d|delete"},
        reason="SDMX action Delete: the publisher takes a figure back; nothing is published, and "
        "what was published before stands until a later edition or `pledgewatch withdraw`",
    ),
    LeftOut(
        where={"ACTION": "(?i)m|merge", "OBS_VALUE": ""},
        reason="SDMX action Merge without a figure: only attributes change, the figure is not "
        "missing; ask the publisher for the whole observation",
    ),
    LeftOut(
        where={
            "REPORTING_YEAR_START_DAY": r"--(?:0[2-9]|1[0-2])-\d\d|--01-(?:0[2-9]|[123]\d)",
            "TIME_PERIOD": r"\d{4}-?[ASTQMWD]\d+",
        },
        reason="the period is of a reporting year that does not begin on 1 January "
        "(REPORTING_YEAR_START_DAY); it is no period of a calendar year",
    ),
)

# Source: SDMX content-oriented guidelines, annex 1: the figure is to be multiplied by 10 to this.
_MULTIPLIED = LeftOut(
    where={"UNIT_MULT": r"[^0].*|0[^.].*"},
    reason="the figure is to be multiplied by a power of ten (UNIT_MULT) and none is multiplied "
    "here; the source's form must read the unit from UNIT_MULT, or UNIT_MULT be 0",
)

# Source: SDMX 3.0, section 3: the number that is none.
_MISSING = ("NaN",)


def standard_of(
    columns: Collection[str], *, written_as: str, mentioned: Collection[str]
) -> Standard:
    """That of SDMX for rows of its XML, or of its CSV, which their columns tell.

    `mentioned` are the columns the form itself speaks of.
    """
    at_hand = frozenset(columns)
    if written_as != "sdmx" and not any(at_hand >= telling for telling in _OF_SDMX_CSV):
        return Standard()
    rules = _LEFT_OUT if "UNIT_MULT" in mentioned else (*_LEFT_OUT, _MULTIPLIED)
    left_out = tuple(item for item in rules if at_hand.issuperset(item.where))
    return Standard(left_out=left_out, missing=_MISSING)
