"""The forms in which a source's files arrive: how one is recognised, read and mapped.

A form is declared under `forms:` of a source. The mapping is small and declarative: for each staged
column where its text comes from, a pattern that cuts it out, a lookup that translates it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from commitments.fields import Identifier, Text
from commitments.fiscal_years import MonthDay
from commitments.model import Cadence
from commitments.yaml_files import KeyedError, ReviewedModel
from pipelines.readers.text import is_encoding
from warehouse.mapping import LeftOut

# Formats whose columns are those of a heading, and texts without which a figure is the same figure.
_TABLES = frozenset({"delimited", "sheet", "parquet"})
_SPARING = _TABLES | {"records"}
_BESIDE_FIGURES = frozenset({"counterparty", "note", "original_amount", "original_currency"})
_ORIGINS = ("column", "columns", "constant", "fact", "file_name")

Format = Literal["delimited", "sheet", "grid", "records", "elements", "iati", "sdmx", "parquet"]


def _is_pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from None
    if re.search(r"\(\?[=!<]|\\[1-9]", pattern):
        raise ValueError("look-around and back-references are not understood by RE2; write without")
    return pattern


def _has_group(pattern: str) -> str:
    if re.compile(_is_pattern(pattern)).groups != 1:
        raise ValueError("expected exactly one group (…) around what is meant; others as (?:…)")
    return pattern


def _is_encoding(name: str) -> str:
    if not is_encoding(name):
        raise ValueError("no encoding of text we know; write one such as windows-1252")
    return name


Pattern = Annotated[
    str, StringConstraints(min_length=1, max_length=500), AfterValidator(_is_pattern)
]
Cutting = Annotated[
    str, StringConstraints(min_length=1, max_length=500), AfterValidator(_has_group)
]
ColumnName = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class TextFile(ReviewedModel):
    """Where a text comes from: a column, several joined by hyphens, a constant, or a fact.

    `fact` is what the file says of itself as a whole; `file_name` cuts it out of the file's folder
    and name. Written as plain text, it is a constant. An `organisation` that is no party we know
    is kept by its name. A period with `fiscal_year_starts`, the month and day of the publisher's
    calendar or `party` for that of the party, is a fiscal year; `fiscal_year_named` says which year
    a fiscal year is called by, where it is called by one.
    """

    column: ColumnName | None = None
    columns: tuple[ColumnName, ...] = ()
    constant: str | None = None
    fact: ColumnName | None = None
    file_name: Cutting | None = None
    pattern: Cutting | None = None
    lookup: dict[str, str] = Field(default_factory=dict)
    default: str | None = None
    prefix: str = ""
    date_format: str | None = None
    cadence: Cadence | None = None
    fiscal_year_starts: MonthDay | Literal["party"] | None = None
    fiscal_year_named: Literal["by_start", "by_end"] | None = None
    organisation: bool = False

    @model_validator(mode="after")
    def _has_one_origin(self) -> TextFile:
        given = [name for name in _ORIGINS if getattr(self, name) not in (None, ())]
        if len(given) != 1:
            raise KeyedError(f"give one of {', '.join(_ORIGINS)}", *given[:1])
        if self.cadence and self.fiscal_year_starts:
            raise KeyedError("a fiscal year has no other cadence; leave cadence out", "cadence")
        if self.fiscal_year_named and not self.fiscal_year_starts:
            raise KeyedError(
                "fiscal_year_named is of a fiscal year; add fiscal_year_starts", "fiscal_year_named"
            )
        if self.cadence is Cadence.FISCAL_YEAR:
            raise KeyedError(
                "a fiscal year is told by fiscal_year_starts; leave cadence out", "cadence"
            )
        return self

    def wanted(self) -> tuple[str, ...]:
        """The columns this text needs."""
        return (self.column,) if self.column else self.columns


def _as_text(value: Any) -> Any:
    return {"constant": str(value)} if isinstance(value, str | int | float) else value


SourceText = Annotated[TextFile, BeforeValidator(_as_text)]


class ValueFile(ReviewedModel):
    """What one row of text holds; texts given here count more than those of the form.

    `where` names patterns that columns must match as a whole. An `optional` one is passed over in
    files that lack a column it needs; one for what is `otherwise` unclaimed applies where no other
    does.
    """

    where: dict[ColumnName, Pattern] = Field(default_factory=dict)
    optional: bool = False
    otherwise: bool = False
    texts: dict[str, SourceText] = Field(default_factory=dict)

    _own: ClassVar[frozenset[str]] = frozenset({"where", "optional", "otherwise"})

    @model_validator(mode="before")
    @classmethod
    def _gathers_texts(cls, data: Any) -> Any:
        """Staged columns are written beside `where` and `optional`."""
        if not isinstance(data, dict):
            return data
        own = {key: value for key, value in data.items() if key in cls._own}
        return {**own, "texts": {key: value for key, value in data.items() if key not in own}}

    def wanted(self) -> Iterator[str]:
        """The columns this value needs."""
        yield from self.where
        for text in self.texts.values():
            yield from text.wanted()


class HeaderFile(ReviewedModel):
    """A row is a header of a grid when at least so many cells match as a whole."""

    matches: Pattern
    at_least: Annotated[int, Field(ge=1)] = 2


class LeftOutFile(ReviewedModel):
    """Rows known to be no data, which are set aside with this reason, or to be doubtful.

    `where` names patterns that other columns must match as well.
    """

    column: ColumnName
    matches: Pattern
    where: dict[ColumnName, Pattern] = Field(default_factory=dict)
    reason: Text

    def as_left_out(self) -> LeftOut:
        """As a mapping has it."""
        return LeftOut(where={self.column: self.matches, **self.where}, reason=self.reason)


class EditionFile(ReviewedModel):
    """Where the day of publication is said; of several the first that says one counts.

    `companion` is a file beside this one, whose `column` says it in its only row. `received` takes
    the day of receipt, for a publisher that dates nothing. Of a column with a `pattern` only what
    it cuts out counts; of one with several days the `latest` does, where that is declared.
    """

    fact: ColumnName | None = None
    file_name: Cutting | None = None
    column: ColumnName | None = None
    companion: Text | None = None
    received: Literal[True] | None = None
    pattern: Cutting | None = None
    latest: bool = False
    date_format: str = "%Y-%m-%d"

    @model_validator(mode="after")
    def _has_one_origin(self) -> EditionFile:
        origin = self.companion or self.column
        if (
            sum(item is not None for item in (self.fact, self.file_name, origin, self.received))
            != 1
        ):
            raise KeyedError(
                "give one of fact, file_name, column, companion with column, received", "fact"
            )
        if self.companion and not self.column:
            raise KeyedError("a companion needs the column that says the day", "companion")
        if (self.pattern or self.latest) and (self.companion or not self.column):
            raise KeyedError(
                "pattern and latest are of a column; give the column that says the day",
                "pattern" if self.pattern else "latest",
            )
        return self


class RecogniseFile(ReviewedModel):
    """What tells this form from others, beside its format and the columns it needs.

    `file_name_like` is a name that the pattern `file_name` takes, which messages show instead.
    """

    file_name: Pattern | None = None
    file_name_like: Text | None = None
    sheets: tuple[str, ...] = ()
    contains: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _shows_a_name(self) -> RecogniseFile:
        shown = self.file_name_like
        if shown and not (self.file_name and re.search(self.file_name, shown, re.IGNORECASE)):
            raise KeyedError(
                "file_name_like is a name that the pattern file_name takes", "file_name_like"
            )
        return self


class UnpivotFile(ReviewedModel):
    """Columns that match become rows of their own, with `column_label` and `text`.

    Columns `beside` them are known and read by nobody.
    """

    columns: Pattern
    beside: tuple[ColumnName, ...] = ()


class FormFile(ReviewedModel):
    """One form a source's files have.

    `pages` is the fact that says how many files such as this make up the whole. `records` are the
    paths of arrays of objects in JSON, the first of which every file has, or of
    single objects; rows carry their path in the column `records`. Of `elements` it is the one path
    of the elements that are rows, from the outermost one on. `assumes` is what a file does not say
    and this form supposes; every receipt tells it.
    """

    name: Identifier
    format: Format
    recognise: RecogniseFile = RecogniseFile()
    assumes: Text | None = None
    published_on: Annotated[tuple[EditionFile, ...], Field(min_length=1)]
    encoding: Annotated[str, AfterValidator(_is_encoding)] | None = None
    sheet: Pattern | None = None
    headers: tuple[HeaderFile, ...] = ()
    records: tuple[str, ...] = ("",)
    pages: ColumnName | None = None
    unpivot: UnpivotFile | None = None
    decimal: Literal[".", ","] = "."
    thousands: Literal[",", ".", " ", "'", "\u00a0", "\u202f"] | None = None
    missing: tuple[str, ...] = ()
    parties: dict[str, str] = Field(default_factory=dict)
    two_letter_codes: bool = False
    left_out: tuple[LeftOutFile, ...] = ()
    doubtful: tuple[LeftOutFile, ...] = ()
    texts: dict[str, SourceText] = Field(default_factory=dict)
    values: Annotated[tuple[ValueFile, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _fits_its_format(self) -> FormFile:
        if self.format == "grid" and not self.headers:
            raise KeyedError("a grid needs headers, the patterns its header rows match", "headers")
        if self.format == "elements" and (len(self.records) != 1 or "/" not in self.records[0]):
            raise KeyedError(
                "elements need one path of records, such as Root/data/record", "records"
            )
        if self.decimal == self.thousands:
            raise KeyedError(
                "decimal and thousands are written alike; give two different signs", "decimal"
            )
        counts = Counter(name.casefold() for name in self.mentioned())
        if alike := sorted(name for name in self.mentioned() if counts[name.casefold()] > 1):
            raise KeyedError(
                f"columns {' and '.join(alike)} differ by their case alone; read one of them",
                "values",
            )
        return self

    def wanted(self) -> frozenset[str]:
        """The columns every file of this form has.

        SDMX-ML names an attribute only where it has a value: one with a default need not be there.
        Of a table, and of JSON, a column without which a figure is the same figure may be gone
        (`spared`).
        """
        texts = list(self.texts.items())
        needed: set[str] = set()
        for value in self.values:
            if self._is_in_every_file(value):
                needed.update(value.where)
                texts.extend(value.texts.items())
        needed |= {
            name for to, text in texts if self._must_be_sent(to, text) for name in text.wanted()
        }
        if self.format in _TABLES:
            needed |= {name for item in self.left_out for name in (item.column, *item.where)}
        editions = {item.column for item in self.published_on if item.column and not item.companion}
        return frozenset((needed | editions) - self._made())

    def spared(self) -> dict[str, str]:
        """The columns a file of this form may lack, and what is read from each."""
        texts = [*self.texts.items(), *(t for v in self.values for t in v.texts.items())]
        read = {
            name: to
            for to, text in texts
            if not self._must_be_sent(to, text)
            for name in text.wanted()
        }
        doubted = {
            name: "doubtful" for item in self.doubtful for name in (item.column, *item.where)
        }
        return {name: to for name, to in {**doubted, **read}.items() if name not in self.wanted()}

    def mentioned(self) -> frozenset[str]:
        """The columns it speaks of, whether every file has them or not."""
        every = {name for value in self.values for name in value.wanted()}
        every |= {name for text in self.texts.values() for name in text.wanted()}
        every |= {
            name for item in (*self.left_out, *self.doubtful) for name in (item.column, *item.where)
        }
        return self.wanted() | (every - self._made())

    def unfilled(self, filled: Mapping[str, Collection[str]]) -> dict[str, str]:
        """Of JSON: the keys in which no record says anything, and what is read from each.

        `filled` are those in which any does, by the path of the records. A key with a `default`
        need not say anything.
        """
        return {
            text.column: to
            for value in self.values
            if (records := value.where.get("records", self.records[0])) in filled
            for to, text in {**self.texts, **value.texts}.items()
            if text.column and text.default is None and text.column not in filled[records]
        }

    def _made(self) -> set[str]:
        """The columns that no file has, because reading it makes them."""
        made = {"column_label", "text"} if self.unpivot else set()
        if self.format == "records":
            made.add("records")
        return made | ({"place"} if self.format == "sdmx" else set())

    def _must_be_sent(self, to: str, text: TextFile) -> bool:
        if self.format == "sdmx":
            return text.default is None
        return self.format not in _SPARING or to not in _BESIDE_FIGURES

    def _is_in_every_file(self, value: ValueFile) -> bool:
        """Whether its columns tell the form: an array after the first may be missing."""
        return not value.optional and value.where.get("records", self.records[0]) == self.records[0]
