"""How a number is written, in SQL: as declared, or as the file itself shows it."""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.mapping import Numbers
from warehouse.statements import literal

_BLANKS = " \u00a0\u202f'"
_EITHER = r"[+-]?[1-9]\d{0,2}[.,]\d{3}"


@dataclass(frozen=True, kw_only=True)
class Written:
    """What the numbers of a file show: whether all can be read with a point, or with a comma.

    `groups_by_…`: whether a number has such a sign twice, or beside the other one. `has_either`:
    whether one such as 1.234 or 1,234 is among them.
    """

    with_point: bool
    with_comma: bool
    groups_by_comma: bool
    groups_by_point: bool
    has_either: bool

    def numbers(self, *, delimiter: str) -> Numbers:
        """How to read them. A semicolon is what a program writes to whom the comma is decimal."""
        if self.with_point and not self.with_comma:
            return Numbers(thousands=_BLANKS + ("," if self.groups_by_comma else ""))
        if self.with_comma and not self.with_point:
            groups = _BLANKS + ("." if self.groups_by_point else "")
            return Numbers(decimal=",", thousands=groups)
        if not self.with_point:
            return Numbers()
        return Numbers(thousands=_BLANKS, is_doubtful=self.has_either and delimiter == ";")


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


def written_like(numbers: Numbers) -> str:
    """The end of a sentence that refuses a text as a number."""
    example = f"1{(numbers.thousands or '')[-1:]}234{numbers.decimal}5"
    return f" is not a number written like {example}"


def written_statement(texts: str) -> str:
    """The columns of `Written`, of the numbers that the query `texts` gives in its column `text`.

    What is no number by either sign shows nothing.
    """
    point, comma = Numbers(thousands=_BLANKS + ","), Numbers(decimal=",", thousands=_BLANKS + ".")
    shown = (
        _all("with_point"),
        _all("with_comma"),
        _any(_groups(",", beside=".")),
        _any(_groups(".", beside=",")),
        _any(_EITHER),
    )
    return (
        f"SELECT {', '.join(shown)} FROM (SELECT text, {is_number(point, 'text')} AS with_point,"  # noqa: S608  quoted
        f" {is_number(comma, 'text')} AS with_comma FROM ({texts})) WHERE with_point OR with_comma"
    )


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
