"""What a file as a whole lets doubt, and no row of it shows; it is published all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from expectations.results import Scope, Severity
from pipelines.form_reading import StagedForm
from pipelines.headings import meant_by
from pipelines.notices import named
from pipelines.opening import Formed
from pipelines.readers.delimited import Dialect
from pipelines.readers.line_ends import unended_cell
from reports.sheet_names import CODES, GUIDE
from warehouse.submissions import QualityResult

_SHOWN = 60
_NAMELESS = re.compile(r"column \d+")


def cut_off(path: Path, dialect: Dialect | None, columns: Sequence[str]) -> Iterator[QualityResult]:
    """Whether the last line of a text may not be whole; a note may end anywhere."""
    if dialect is None or columns[-1] == "note":
        return
    if cell := unended_cell(path, delimiter=dialect.delimiter):
        yield _warning(
            "last-line-ended",
            f"the last line has no end, so that {columns[-1]} {cell[-_SHOWN:]!r} in it may be cut "
            "off; send the file whole, its last line ended too",
        )


def said_otherwise(
    *, source: str, published_on: date | None, said_source: str | None, said_day: date | None
) -> Iterator[QualityResult]:
    """Whether the file itself says another source, or day, than was said beside it."""
    if said_source not in {None, source}:
        yield _warning(
            "said-alike",
            f"the file says that it is of source {source} and counts as that, although "
            f"{said_source} was said (by --source, or the folder it lay in); see which is right",
        )
    if said_day and published_on and said_day != published_on:
        yield _warning(
            "said-alike",
            f"the file says that it was published on {published_on} and counts so, although "
            f"{said_day} was said (by --published-on); see which is right",
        )


def warnings_of(
    content: Formed, formed: StagedForm, *, received_on: date
) -> Iterator[QualityResult]:
    """What a file in a form lets doubt: columns and sheets that nobody reads, what is not said."""
    yield from _unread_columns(content, formed.columns)
    yield from _unsaid(formed)
    yield from _unread_sheets(content, formed)
    yield from _hidden(formed)
    yield from _decimal_shown(formed)
    yield from _other_pages(formed)
    yield from _day_assumed(content, formed, received_on=received_on)
    if content.form.assumes:
        yield _warning("as-assumed", content.form.assumes)


def _unread_columns(content: Formed, columns: Sequence[str]) -> Iterator[QualityResult]:
    """Columns beside those that become rows: a heading misspelt there loses all its values."""
    unpivot = content.form.unpivot
    if unpivot is None:
        yield from _misspelt_columns(content, columns)
        return
    pattern, known = unpivot.columns, content.form.wanted().union(unpivot.beside)
    unread = [
        name for name in columns if name and name not in known and not re.fullmatch(pattern, name)
    ]
    named = [name for name in unread if not _NAMELESS.fullmatch(name)]
    if named:
        shown = ", ".join(repr(name[:_SHOWN]) for name in named)
        yield _warning(
            "columns-read",
            f"{shown} not read, since no heading like it is declared "
            f"(expected {pattern}); write it as declared if it holds figures",
        )


def _misspelt_columns(content: Formed, columns: Sequence[str]) -> Iterator[QualityResult]:
    """Columns that nobody reads are many; one called nearly like a declared one that is absent."""
    mentioned = content.form.mentioned()
    absent = mentioned.difference(columns)
    unread = [name for name in columns if name not in mentioned]
    near = {name: meant for name in unread if (meant := meant_by(name, absent))}
    for name, meant in near.items():
        yield _warning(
            "columns-read",
            f"{name[:_SHOWN]!r} not read, and no column is called "
            f"{meant!r} as declared; write it so if it holds those figures",
        )
    spared = content.form.spared() if content.source else {}
    if lost := [name for name in spared if name in absent and name not in near.values()]:
        told = named([f"{name!r} (for {spared[name]})" for name in lost])
        yield _warning(
            "columns-read",
            f"no column is called {told}, so that nothing is read there; nobody reads "
            f"{named(list(map(repr, unread))) or 'any other'}: if one of them is meant, write its "
            "heading as declared",
        )


def _unsaid(formed: StagedForm) -> Iterator[QualityResult]:
    if formed.unsaid:
        told = named([f"{fact!r} (for {to})" for fact, to in formed.unsaid.items()])
        yield _warning(
            "facts-said",
            f"the file says nothing under {told}, so that nothing is read there; if it says this "
            "under another name, write it as declared, and send the file again",
        )


def _unread_sheets(content: Formed, formed: StagedForm) -> Iterator[QualityResult]:
    ours = {GUIDE, CODES} if content.source is None else ()
    if unread := [name for name in formed.unread_sheets if name not in ours]:
        shown = ", ".join(repr(name[:_SHOWN]) for name in unread)
        yield _warning(
            "sheets-read",
            f"figures on the sheets {shown} were not read, since no table "
            "that is declared stands there; give them its heading, or send them as a file of their "
            "own",
        )


def _hidden(formed: StagedForm) -> Iterator[QualityResult]:
    if formed.hidden:
        yield _warning(
            "all-shown",
            "hidden in the workbook, and read like what is shown: "
            f"{named(formed.hidden)}; take out what is not meant, and send the file again",
        )


def _decimal_shown(formed: StagedForm) -> Iterator[QualityResult]:
    if formed.decimal_shown:
        told = "comma, 1234,5" if formed.decimal_shown == "," else "point, 1234.5"
        yield _warning(
            "numbers-as-declared",
            f"all numbers are written with a decimal {told}, and read so, although those of this "
            "form have the other sign; see that this is meant",
        )


def _other_pages(formed: StagedForm) -> Iterator[QualityResult]:
    if formed.pages and not formed.pages.isdecimal():
        yield _warning(
            "pages-whole",
            f"the file goes on at {formed.pages[:_SHOWN]}, and what is there "
            "is not in it; send that as well",
        )
    elif formed.pages not in {None, "", "0", "1"}:
        yield _warning(
            "pages-whole",
            f"the file is one of {formed.pages} pages, and what the others "
            "hold is not in it; ask for all figures on one page, or send every page",
        )


def _day_assumed(
    content: Formed, formed: StagedForm, *, received_on: date
) -> Iterator[QualityResult]:
    if formed.is_day_assumed:
        by_name = any(item.file_name for item in content.form.published_on)
        yield _warning(
            "published-on-stated",
            f"nothing says when the file was published, so that it "
            f"counts as the edition of {received_on}, the day of receipt, and more than any before "
            f"it; if it is older, send it again and say its day: `pledgewatch receive "
            f"--published-on 2024-12-31 FILE`{', or the day in its name' if by_name else ''}",
        )


def _warning(rule: str, message: str) -> QualityResult:
    return QualityResult(
        rule=rule,
        severity=Severity.WARNING.value,
        scope=Scope.BATCH.value,
        passed=False,
        rows_unexpected=0,
        message=message,
    )
