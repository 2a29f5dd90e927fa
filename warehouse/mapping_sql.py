"""The SQL a row mapping stands for: one statement over all rows of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from commitments.model import FiscalYears
from warehouse.layouts import NUMBERS, PARTIES
from warehouse.mapping import LeftOut, RowMapping, Text
from warehouse.mapping_refusals import refusals
from warehouse.mapping_texts import DATES, as_map, mappable_columns, per_entry
from warehouse.numbers_sql import plain_number
from warehouse.statements import filled, identifier, literal

# A day, perhaps with a time of it, and nothing else: `2024-03-05 | 2024-04-05` are two.
_ISO_DAY = (
    r"\d{4}-\d{2}-\d{2}([T ]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?( ?[AaPp][Mm])?"
    r"( ?(Z|UTC|GMT|[+-]\d{2}(:?\d{2})?))?)?"
)


def stage_statement(mapping: RowMapping, *, raw: Path, staged: Path) -> str:
    """Write the mapped rows of `raw` to `staged`, in the order of the rows and entries."""
    return filled(
        "receive/map_rows",
        raw=literal(raw),
        rows=_rows(mapping),
        entries=_entries(mapping),
        left_out=_left_out(mapping.left_out),
        doubt=_left_out(mapping.doubtful),
        texts=_lines(_sent(mapping, name) for name in mappable_columns(mapping.layout)),
        cut=_lines(_cut(mapping, name) for name in mappable_columns(mapping.layout)),
        read=_lines(_read(mapping, name) for name in mappable_columns(mapping.layout)),
        names=" ".join(_named(name) for name in _parties(mapping)),
        columns=_lines(_staged(mapping, name) for name in mappable_columns(mapping.layout)),
        refusals=refusals(mapping),
        has_no_key=_has_no_key(mapping),
        no_row=literal(mapping.layout.no_row),
        place=_place(mapping),
        unread=_unread(mapping),
        unclaimed=_unclaimed(mapping),
        source=_source(mapping),
        published_on=_published_on(mapping),
        staged=literal(staged),
    )


def _source(mapping: RowMapping) -> str:
    """The file's; in our own table that of the row, where it names one."""
    if not mapping.is_tidy:
        return literal(mapping.source)
    return f"coalesce(nullif(trimmed(source), ''), {literal(mapping.source)})"


def _published_on(mapping: RowMapping) -> str:
    """The file's day; where rows say it that of the row, NULL where it says what is no day."""
    day = literal(mapping.published_on)
    if mapping.day_told_in is None:
        return day
    told = f"nullif(trimmed({identifier(mapping.day_told_in)}), '')"
    return (
        f"CASE WHEN {told} IS NULL THEN {day} WHEN regexp_full_match({told}, {literal(_ISO_DAY)})"
        f" THEN CAST(try_cast(left({told}, 10) AS DATE) AS VARCHAR) END"
    )


def _lines(expressions: Iterator[str]) -> str:
    return ",\n        ".join(expressions)


def _rows(mapping: RowMapping) -> str:
    if not mapping.unpivoted:
        return "SELECT *, 0 AS column_number FROM numbered"
    columns = ", ".join(identifier(name) for name in mapping.unpivoted)
    names = ", ".join(literal(name) for name in mapping.unpivoted)
    return (
        f"SELECT *, list_position([{names}], column_label) AS column_number"  # noqa: S608  quoted
        f" FROM (UNPIVOT numbered ON {columns} INTO NAME column_label VALUE text)"
    )


def _entries(mapping: RowMapping) -> str:
    others = [_matches(entry.where) for entry in mapping.entries if not entry.is_otherwise]
    claimed = " OR ".join(f"({condition})" for condition in others) or "false"
    return ", ".join(
        f"CASE WHEN {_matches(entry.where)}{f' AND NOT ({claimed})' if entry.is_otherwise else ''}"
        f" THEN {number} END"
        for number, entry in enumerate(mapping.entries)
    )


def _matches(where: Mapping[str, str]) -> str:
    conditions = [
        f"regexp_full_match(coalesce(trimmed({identifier(column)}), ''), {literal(pattern)})"
        for column, pattern in where.items()
    ]
    return " AND ".join(conditions) or "true"


def _unclaimed(mapping: RowMapping) -> str:
    """What stands in the columns by which values are told, as the end of a sentence."""
    telling = dict.fromkeys(name for entry in mapping.entries for name in entry.where)
    told = ", ".join(
        f"{literal(f'{name} ')} || quoted(nullif(trimmed({identifier(name)}), ''))"
        for name in telling
    )
    return f"coalesce(': ' || nullif(concat_ws(', ', {told}), ''), '')" if told else "''"


def _unread(mapping: RowMapping) -> str:
    """Why a value is none to publish, as its reader says or its entry does."""
    told = identifier(mapping.unread) if mapping.unread else "CAST(NULL AS VARCHAR)"
    cases = " ".join(
        f"WHEN entry = {number} AND {_matches(item.where)} THEN {literal(item.reason)}"
        for number, entry in enumerate(mapping.entries)
        for item in entry.set_aside
    )
    return f"coalesce({told}, CASE {cases} END)" if cases else told


def _left_out(left_out: Sequence[LeftOut]) -> str:
    cases = [f"WHEN {_matches(item.where)} THEN {literal(item.reason)}" for item in left_out]
    return f"CASE {' '.join(cases)} END" if cases else "CAST(NULL AS VARCHAR)"


def _sent(mapping: RowMapping, name: str) -> str:
    """The text as sent, trimmed; NULL where nothing was sent or the text says that none is."""
    missing = mapping.numbers.missing if name in NUMBERS else ()

    def build(text: Text | None) -> str:
        if text is None or not (text.columns or text.constant is not None):
            return "CAST(NULL AS VARCHAR)"
        if text.constant is not None:
            return literal(text.constant)
        sent = _joined(text.columns, is_whole=name == "period")
        for word in missing:
            sent = f"nullif({sent}, {literal(word)})"
        return sent

    return f"{per_entry(mapping, name, build)} AS {name}_sent"


def _joined(columns: Sequence[str], *, is_whole: bool) -> str:
    """Texts joined by hyphens: a whole one needs them all, others leave out what was not sent."""
    sent = [f"nullif(trimmed({identifier(column)}), '')" for column in columns]
    if len(sent) == 1:
        return sent[0]
    if not is_whole:
        return f"nullif(concat_ws('-', {', '.join(sent)}), '')"
    first, *others = sent
    parts = [first, *(f"(CASE WHEN length({p}) < 2 THEN '0' ELSE '' END || {p})" for p in others)]
    return " || '-' || ".join(parts)


def _cut(mapping: RowMapping, name: str) -> str:
    missing = mapping.numbers.missing if name in NUMBERS else ()

    def build(text: Text | None) -> str:
        cut = f"{name}_sent"
        if text is None:
            return cut
        if text.pattern:
            cut = f"nullif(regexp_extract({cut}, {literal(text.pattern)}, 1), '')"
            for word in missing:
                cut = f"nullif({cut}, {literal(word)})"
        if text.lookup:
            cut = f"map_extract_value({as_map(text)}, collapsed({cut}))"
        if text.prefix:
            cut = f"{literal(text.prefix)} || {cut}"
        return cut if text.default is None else f"coalesce({cut}, {literal(text.default)})"

    return f"{per_entry(mapping, name, build)} AS {name}_cut"


def _read(mapping: RowMapping, name: str) -> str:
    """The staged value: a number, a date, a period's label, a party's code or plain text."""
    if name in NUMBERS:
        return f"figure({plain_number(mapping.numbers, f'{name}_cut')}) AS {name}"
    if name in DATES:
        return f"{per_entry(mapping, name, lambda text: _day(name, text))} AS {name}"
    if name == "period":
        return f"{per_entry(mapping, name, lambda text: _period(mapping, text))} AS {name}"
    if name in PARTIES:
        return (
            f"coalesce({name}_spelled.party, {per_entry(mapping, name, _unknown(name))}) AS {name}"
        )
    return f"{'lower(' if name == 'unit' else '('}{name}_cut) AS {name}"


def _staged(mapping: RowMapping, name: str) -> str:
    """The staged value as it is written: without a figure the status is missing.

    Our own table says every status itself, so that a figure lost from it is not taken for missing.
    """
    if name == "value":
        return "value, value_cut IS NOT NULL AS has_value_text, CAST(NULL AS VARCHAR) AS value_text"
    if name == "status" and not mapping.is_tidy:
        return "CASE WHEN value_cut IS NULL THEN 'M' ELSE coalesce(status, 'A') END AS status"
    return "upper(original_currency) AS original_currency" if name == "original_currency" else name


def _unknown(name: str) -> Callable[[Text | None], str]:
    """A party we do not know by name: an organisation where one is declared, else as sent."""
    return lambda text: (
        f"{literal('org:')} || {name}_cut" if text and text.is_organisation else f"{name}_cut"
    )


def _day(name: str, text: Text | None) -> str:
    cut = f"{name}_cut"
    if text and text.date_format:
        return f"CAST(try_strptime({cut}, {literal(text.date_format)}) AS DATE)"
    return (
        f"CASE WHEN regexp_full_match({cut}, {literal(_ISO_DAY)})"
        f" THEN try_cast(left({cut}, 10) AS DATE) END"
    )


def _period(mapping: RowMapping, text: Text | None) -> str:
    if text and text.fiscal_year_starts:
        starts = literal(text.fiscal_year_starts)
        if text.fiscal_year_starts == "party":
            starts = _own_fiscal_year(mapping.fiscal_years)
        named = literal(text.fiscal_year_named) if text.fiscal_year_named else "NULL"
        return f"fiscal_label({_day('period', text)}, {starts}, period_cut, {named})"
    if text is None or text.cadence is None:
        return "period_cut"
    cadence = literal(text.cadence)
    label = f"period_label({_day('period', text)}, {cadence})"
    return (
        label if text.date_format else f"coalesce({label}, reporting_period(period_cut, {cadence}))"
    )


def _own_fiscal_year(known: FiscalYears) -> str:
    """On which day the fiscal year of the row's party begins."""
    pairs = ", ".join(f"{literal(party)}: {literal(day)}" for party, day in known.begins_on)
    party = "coalesce(party_spelled.party, party_cut)"
    return f"coalesce(MAP {{{pairs}}}[{party}], {literal(known.default)})"


def _parties(mapping: RowMapping) -> list[str]:
    return [name for name in mappable_columns(mapping.layout) if name in PARTIES]


def _named(name: str) -> str:
    return (
        f"LEFT JOIN party_spelling AS {name}_spelled"
        f" ON plain_name({name}_cut) = {name}_spelled.spelling"
    )


def _has_no_key(mapping: RowMapping) -> str:
    """Of our own table, where each row says all of it itself."""
    keys = (f"{name}_sent IS NULL" for name in mapping.layout.keys)
    return " AND ".join(keys) if mapping.is_tidy else "false"


def _place(mapping: RowMapping) -> str:
    if mapping.has_cell_places:
        return "place"
    if mapping.unpivoted:
        return "place || ', column ' || column_label"

    def build(text: Text | None) -> str:
        if text is None or len(text.columns) != 1:
            return "place"
        return f"place || {literal(f', column {text.columns[0]}')}"

    return per_entry(mapping, "value", build)
