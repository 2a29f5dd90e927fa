"""What SDMX itself says of a row, in XML as in CSV, whatever a source declares of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pipelines.forms import TextFile, ValueFile
from warehouse.mapping import LeftOut

# A portal's CSV may leave the structure out, as the European Central Bank's does.
_OF_SDMX_CSV = (
    frozenset({"DATAFLOW"}),
    frozenset({"STRUCTURE_ID"}),
    frozenset({"TIME_PERIOD", "OBS_VALUE"}),
)


@dataclass(frozen=True, kw_only=True)
class Standard:
    """Rows that are no data, and words for no number, by the standard a file is written in.

    `multiplied` are the rows of which a value is none that does not read its multiplier.
    """

    left_out: tuple[LeftOut, ...] = ()
    multiplied: tuple[LeftOut, ...] = ()
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
    multiplied = (_MULTIPLIED,) if at_hand.issuperset(_MULTIPLIED.where) else ()
    is_read = at_hand.intersection(mentioned).issuperset(_MULTIPLIED.where)
    left_out = tuple(item for item in _LEFT_OUT if at_hand.issuperset(item.where))
    return Standard(
        left_out=left_out if is_read else (*left_out, *multiplied),
        multiplied=multiplied if is_read else (),
        missing=_MISSING,
    )


def reads_multiplier(value: ValueFile, texts: Mapping[str, TextFile]) -> bool:
    """Whether a value, with these texts, says what its multiplier means."""
    told = [texts[name] for name in ("unit", "value") if name in texts]
    named = {*value.where, *(column for text in told for column in text.wanted())}
    return named.issuperset(_MULTIPLIED.where)
