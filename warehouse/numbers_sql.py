"""How a number is written, in SQL: as declared, or as the file itself shows it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import duckdb

from warehouse.mapping import Numbers
from warehouse.statements import literal, run

_BLANKS = " \u00a0\u202f'"
_FEWEST_OPEN = 3
_EITHER = r"[+-]?[1-9]\d{0,2}[.,]\d{3}"


@dataclass(frozen=True, kw_only=True)
class Written:
    """What the numbers of a file show: whether all can be read with a point, or with a comma.

    `groups_by_…`: whether a number has such a sign twice, or beside the other one. `either`: how
    many there are such as 1.234 or 1,234; `only_…`: how many have decimals by that sign alone;
    `has_…`: whether any has it.
    """

    with_point: bool
    with_comma: bool
    groups_by_comma: bool
    groups_by_point: bool
    either: int
    only_point: int
    only_comma: int
    has_point: bool
    has_comma: bool

    def numbers(self, *, delimiter: str) -> Numbers:
        """How to read them. A semicolon is what a program writes to whom the comma is decimal."""
        if self.with_point and not self.with_comma:
            return Numbers(thousands=_BLANKS + ("," if self.groups_by_comma else ""))
        if self.with_comma and not self.with_point:
            groups = _BLANKS + ("." if self.groups_by_point else "")
            return Numbers(decimal=",", thousands=groups)
        if not self.with_point:
            return Numbers()
        return Numbers(thousands=_BLANKS, is_doubtful=self.either > 0 and delimiter == ";")

    def otherwise(self, numbers: Numbers) -> Numbers | None:
        """The other decimal sign than a form declares, where the file leaves no doubt of it.

        All of them can be read by it, none has the declared one, and more can be read by it alone
        than might set thousands apart: among many figures some have three decimals by chance.
        """
        other = "." if numbers.decimal == "," else ","
        can_be = self.with_comma if other == "," else self.with_point
        has_declared = self.has_point if other == "," else self.has_comma
        proofs = self.only_comma if other == "," else self.only_point
        if numbers.thousands or has_declared or not can_be or proofs <= self.either:
            return None
        return replace(numbers, decimal=other, thousands=_BLANKS)

    def doubts(self, numbers: Numbers, *, delimiter: str | None) -> bool:
        """Whether 1.234 and 1,234 may be other numbers than `numbers`, as a form declares, says.

        What a form declares is no proof: it counts unless another number cannot be read by it, or
        none shows which sign is decimal. So few as two may by chance have three decimals each,
        unless a semicolon divides the columns, or they are texts where numbers have a kind of their
        own (`delimiter` None).
        """
        if not (self.with_point if numbers.decimal == "." else self.with_comma):
            return True
        is_open = self.with_point and self.with_comma
        fewest = _FEWEST_OPEN if delimiter and delimiter != ";" else 1
        return is_open and numbers.thousands is None and self.either >= fewest


def plain_number(numbers: Numbers, text: str) -> str:
    """The number with a decimal point and without separators; NULL unless written as declared."""
    plain = text
    for sign in numbers.thousands or "":
        plain = f"replace({plain}, {literal(sign)}, '')"
    plain = f"replace({plain}, {literal(numbers.decimal)}, '.')"
    return f"CASE WHEN {is_number(numbers, text)} THEN {plain} END"


def is_number(numbers: Numbers, text: str) -> str:
    """Whether a text is a number written as declared."""
    is_written = f"regexp_full_match({text}, {literal(_pattern(numbers))})"
    if numbers.is_doubtful:
        return f"({is_written} AND NOT regexp_full_match({text}, {literal(_EITHER)}))"
    return is_written


def not_written(numbers: Numbers, text: str) -> str:
    """The end of a sentence that refuses a text as a number."""
    example = f"1{(numbers.thousands or '')[-1:]}234{numbers.decimal}5"
    told = literal(f" is not a number written like {example}")
    if not numbers.is_doubtful:
        return told
    doubt = (
        " may be more than a thousand or a little above one: the other numbers of the file do not "
        f"show that it is written like {example}"
    )
    may_be_either = f"regexp_full_match({text}, {literal(_EITHER)})"
    return f"CASE WHEN {may_be_either} THEN {literal(doubt)} ELSE {told} END"


def read_written(connection: duckdb.DuckDBPyConnection, texts: str) -> Written:
    """What the numbers show that the query `texts` gives in its column `text`."""
    row = run(connection, _written_statement(texts)).fetchone() or ()
    return Written(**dict(zip((item.name for item in fields(Written)), row, strict=True)))


def _written_statement(texts: str) -> str:
    """The columns of `Written`. What is no number by either sign shows nothing."""
    point, comma = Numbers(thousands=_BLANKS + ","), Numbers(decimal=",", thousands=_BLANKS + ".")
    shown = (
        _all("with_point"),
        _all("with_comma"),
        _any(_groups(",", beside=".")),
        _any(_groups(".", beside=",")),
        f"count(DISTINCT text) FILTER (regexp_full_match(text, {literal(_EITHER)}))",
        _count_of(".", by="with_point AND NOT with_comma"),
        _count_of(",", by="with_comma AND NOT with_point"),
        "coalesce(bool_or(contains(text, '.')), false)",
        "coalesce(bool_or(contains(text, ',')), false)",
    )
    return (
        f"SELECT {', '.join(shown)} FROM (SELECT text, {is_number(point, 'text')} AS with_point,"  # noqa: S608  quoted
        f" {is_number(comma, 'text')} AS with_comma FROM ({texts})) WHERE with_point OR with_comma"
    )


def _count_of(sign: str, *, by: str) -> str:
    """How many have decimals; a sign that ends a number may be what is left of one."""
    return rf"count(DISTINCT text) FILTER ({by} AND regexp_matches(text, '[{sign}]\d'))"


def _all(condition: str) -> str:
    return f"coalesce(bool_and({condition}), true)"


def _any(pattern: str) -> str:
    return f"coalesce(bool_or(regexp_full_match(text, {literal(pattern)})), false)"


def _groups(sign: str, *, beside: str) -> str:
    return rf".*[{sign}]\d{{3}}([{sign}]\d{{3}}|[{beside}]).*"


def _pattern(numbers: Numbers) -> str:
    point = f"[{numbers.decimal}]"
    written = rf"[+-]?(\d+({point}\d*)?|{point}\d+)([eE][+-]?\d+)?"
    for sign in numbers.thousands or "":
        written += rf"|[+-]?[1-9]\d{{0,2}}([{sign}]\d{{3}})+({point}\d*)?"
    return written
