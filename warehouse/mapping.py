"""How rows of text become rows of a layout: the declaration of one form, for one file.

Nothing is guessed. A text that does not fit its declaration refuses its row with a sentence; a row
that no entry claims is refused as well. The declaration is small: where a text comes from, a
pattern that cuts it out, a lookup that translates it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from commitments.model import FiscalYears
from warehouse.layouts import NUMBERS, Layout


@dataclass(frozen=True, kw_only=True)
class Text:
    """Where the text of one staged column comes from, and how it is cut out.

    Several `columns` are joined by hyphens; in a period each but the first has at least two digits,
    so that year and month make `2024-07`. `pattern` is an RE2 expression with one group; `lookup`
    translates what it found; `default` stands where nothing was sent or the group is empty.
    `date_format` is written as by strptime; with a `cadence` the day becomes its period's label,
    and so does a period as SDMX writes it, `2024-S1` or `2024-M07`. With `fiscal_year_starts`, a
    month and day or `party` for the party's own, it becomes that of a fiscal year;
    `fiscal_year_named` says of a year alone whether it is the one in which it starts or ends.
    """

    columns: tuple[str, ...] = ()
    constant: str | None = None
    pattern: str | None = None
    lookup: Mapping[str, str] = field(default_factory=dict)
    default: str | None = None
    prefix: str = ""
    date_format: str | None = None
    cadence: str | None = None
    fiscal_year_starts: str | None = None
    fiscal_year_named: str | None = None
    is_organisation: bool = False


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """Rows known to be no data, and why: `where` names patterns that columns match as a whole."""

    where: Mapping[str, str]
    reason: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One value that a row of text holds, by staged column.

    `where` names a pattern for each column that must match as a whole for the entry to apply; one
    that is `is_otherwise` applies only where no other does. `set_aside` are the rows of text whose
    value it is not all the same, and why.
    """

    texts: Mapping[str, Text]
    where: Mapping[str, str] = field(default_factory=dict)
    is_otherwise: bool = False
    set_aside: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """How numbers are written, and which texts say that there is none.

    Each of the signs `thousands` may set them apart, one in a number. Where `is_doubtful`, 1.234
    and 1,234 may be either more than a thousand or a little above one: they are no numbers.
    """

    decimal: str = "."
    thousands: str | None = None
    missing: tuple[str, ...] = ()
    is_doubtful: bool = False


@dataclass(frozen=True, kw_only=True)
class RowMapping:
    """A form's declaration, for one file.

    `columns` are the text columns the file has, beside `place`. What is `left_out` is set aside,
    what is `doubtful` published and told of. `unpivoted` are those columns that become rows of
    their own, with `column_label` and `text`. With `is_sign_certain` the standard the file is
    written in says which sign is decimal; else that shows in `signed`, texts written as numbers
    with a sign where numbers have a kind of their own, or in all that stands in their columns.
    `has_cell_places` says that a place names a cell already; `is_tidy` that rows say their status
    themselves, and in `source` and the column `day_told_in` what they are a part of. `unread` is
    the column in which the reader says why a row is none to publish. `spellings` are ways to write
    a party, each with its code, the first of equals counting. `fiscal_years` are those of the
    parties.
    """

    layout: Layout
    source: str
    published_on: date
    columns: tuple[str, ...]
    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...] = ()
    doubtful: tuple[LeftOut, ...] = ()
    numbers: Numbers = Numbers()
    unpivoted: tuple[str, ...] = ()
    is_sign_certain: bool = False
    signed: tuple[str, ...] | None = None
    has_cell_places: bool = False
    is_tidy: bool = False
    day_told_in: str | None = None
    unread: str | None = None
    spellings: tuple[tuple[str, str], ...] = ()
    fiscal_years: FiscalYears = field(default_factory=FiscalYears)

    def number_columns(self) -> tuple[str, ...]:
        """The text columns that hold numbers as they are written."""
        texts = [entry.texts.get(name) for entry in self.entries for name in NUMBERS]
        named = dict.fromkeys(
            column for text in texts if text and not text.lookup for column in text.columns
        )
        if "text" in named and self.unpivoted:
            return (*(name for name in named if name != "text"), *self.unpivoted)
        return tuple(named)
