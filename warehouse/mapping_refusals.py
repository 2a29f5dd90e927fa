"""The SQL that says why a text of a row cannot be staged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from warehouse.layouts import NUMBERS
from warehouse.mapping import RowMapping, Text
from warehouse.mapping_texts import DATES, as_map, mappable_columns, per_entry
from warehouse.numbers_sql import is_number, not_written
from warehouse.statements import literal

_KNOWN = 8  # shown of a lookup
_UNDECLARED = "; whoever keeps the source may declare it (docs/sources.md)"


def refusals(mapping: RowMapping) -> str:
    """The reasons of a row, one expression each; NULL where there is none."""
    parts = [
        part for name in mappable_columns(mapping.layout) for part in _refusals_of(mapping, name)
    ]
    return ",\n            ".join(parts)


def _refusals_of(mapping: RowMapping, name: str) -> Iterator[str]:
    yield per_entry(mapping, name, lambda text: _misfit(name, text))
    told = f"{literal(f'{name} ')} || quoted({name}_cut)"
    if name in NUMBERS:
        how = not_written(mapping.numbers, f"{name}_cut")
        yield (
            f"CASE WHEN {name}_cut IS NOT NULL AND {name} IS NULL THEN {told} ||"
            f" CASE WHEN {is_number(mapping.numbers, f'{name}_cut')}"
            f" THEN ' is rounded, as 4.5E+12 is, or has more digits than are kept, 20 before and 18"
            " after the point: write out the number'"
            f" ELSE {how} END END"
        )
    elif name in DATES or name == "period":
        how = per_entry(mapping, name, _not_as_declared)
        yield f"CASE WHEN {name}_cut IS NOT NULL AND {name} IS NULL THEN {told} || {how} END"


def _not_as_declared(text: Text | None) -> str:
    how = literal(_no_date(text))
    if text is None or text.fiscal_year_starts is None or text.fiscal_year_named:
        return how
    doubt = literal(
        " may be the year in which a fiscal year starts or ends: its form does not say"
        " fiscal_year_named"
    )
    return f"CASE WHEN regexp_full_match(period_cut, '(FY ?)?\\d{{4}}') THEN {doubt} ELSE {how} END"


def _no_date(text: Text | None) -> str:
    date_format = (text and text.date_format) or "%Y-%m-%d"
    like = f"a date written like {date(2024, 12, 31):{date_format}}"
    if text is None or not (text.cadence or text.fiscal_year_starts) or text.cadence == "day":
        return f" is not {like}"
    return f" is no {text.cadence or 'fiscal year'}, nor {like}"


def _misfit(name: str, text: Text | None) -> str:
    """A sentence where the text does not fit the pattern or is not in the lookup."""
    cases = []
    if text and text.pattern:
        cases.append(
            f"WHEN NOT regexp_matches({name}_sent, {literal(text.pattern)})"
            f" THEN {literal(f'{name} ')} || quoted({name}_sent) || ' is not written as declared'"
        )
    if text and text.lookup:
        known = ", ".join(
            [*list(text.lookup)[:_KNOWN], *(["…"] if len(text.lookup) > _KNOWN else [])]
        )
        how = " is none of: " + known + (_UNDECLARED if name == "indicator" else "")
        found = f"{name}_sent"
        if text.pattern:
            found = f"nullif(regexp_extract({found}, {literal(text.pattern)}, 1), '')"
        cases.append(
            f"WHEN {found} IS NOT NULL"
            f" AND map_extract_value({as_map(text)}, collapsed({found})) IS NULL"
            f" THEN {literal(f'{name} ')} || quoted({found}) || {literal(how)}"
        )
    return f"CASE {' '.join(cases)} END" if cases else "NULL"
