"""Tables as both the letter and the page print them; the text part reads the same rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from commitments.model import Assessment, Commitment, Respond, Verdict
from commitments.tally import PeriodTally, doubt_words
from reports.columns import (
    NO_CELL,
    Cell,
    Column,
    period_column,
    reason_column,
    timeliness_column,
    verdict_column,
)
from reports.figure_columns import figure_columns, mixed_columns
from reports.figures import number, period_label
from reports.sentences import verdict_label
from reports.views import FAILING, CommitmentView, OverviewView, OwnObligation, is_estimate

_EMPTY = Cell(short=NO_CELL, full="")


@dataclass(frozen=True, kw_only=True)
class Header:
    """A column's header."""

    title: str
    unit: str
    word: str
    is_number: bool


@dataclass(frozen=True, kw_only=True)
class Row:
    """One obligation: who, a line of context, and the cells under the headers.

    `link` leads to what explains the verdict; empty where nothing does.
    """

    name: str
    note: str
    verdict: str
    cells: tuple[Cell, ...]
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """`more` counts the rows that are only in the attached report."""

    caption: str
    first: str
    headers: tuple[Header, ...]
    rows: tuple[Row, ...]
    more: int = 0

    @property
    def has_estimates(self) -> bool:
        """Whether a mark for estimates needs its explanation."""
        return any(cell.is_estimate for row in self.rows for cell in row.cells)

    def facts(self) -> tuple[object, ...]:
        """What the table says apart from its caption and since when, to recognise a repetition."""
        kept = [index for index, header in enumerate(self.headers) if header.title != "Since"]
        rows = [(row.name, row.note, *(row.cells[index] for index in kept)) for row in self.rows]
        return (tuple(rows), self.more)

    def phrases(self, row: Row) -> str:
        """A row in running text: `value 1.28 % (estimate), required 2.00 %, gap 0.72 points`."""
        return ", ".join(
            f"{header.word} {cell.full}{' (estimate)' if cell.is_estimate else ''}"
            for header, cell in zip(self.headers, row.cells, strict=True)
            if cell.full
        )


def unmet_table(item: CommitmentView, view: OverviewView, *, limit: int) -> Table:
    """The failing parties of a commitment's latest period, at most `limit` of them."""
    shown = [_as_told(one, item.commitment) for one in item.unmet[:limit]]
    columns = figure_columns(shown, item.commitment.rule)
    verdicts = {assessment.verdict for assessment in item.unmet}
    label = period_label(item.latest_period or "", is_estimate=item.has_estimates)
    single = f"{verdict_label(next(iter(verdicts)))}, " if len(verdicts) == 1 else ""
    table = _table(shown, columns, view, caption=f"{single}{label}")
    if len(verdicts) > 1:
        table = _with_verdict_notes(table)
    return replace(table, more=len(item.unmet) - len(shown))


def full_table(item: CommitmentView, view: OverviewView) -> Table:
    """Every party of a commitment's latest period, the failing first."""
    others = [one for one in item.series if one not in item.unmet]
    ordered = (*item.unmet, *sorted(others, key=lambda one: view.name(one.party)))
    items = [_as_told(one, item.commitment) for one in ordered]
    columns = (
        verdict_column(),
        *figure_columns(items, item.commitment.rule),
        timeliness_column(),
        reason_column(),
    )
    label = period_label(item.latest_period or "", is_estimate=item.has_estimates)
    table = _table(items, columns, view, caption=f"Every party bound, {label}")
    linked = tuple(
        replace(row, link=view.card_links.get(one.assessment, ""))
        for row, one in zip(table.rows, items, strict=True)
    )
    return replace(table, rows=linked)


def period_table(item: CommitmentView, view: OverviewView) -> Table | None:
    """Who stood at what is promised in every period, and of whom it is in doubt; None for one."""
    if len(item.tallies) < 2:
        return None
    titles = ["Bound", "Reached", "Recomputed", "Provisional", "Who", "In doubt"]
    rows = [(tally, _period_cells(tally, view)) for tally in item.tallies]
    kept = [i for i, _ in enumerate(titles) if any(cells[i] for _, cells in rows)]
    return Table(
        caption="Who reached it, period by period",
        first="Period",
        headers=tuple(
            Header(title=titles[i], unit="", word=titles[i].lower(), is_number=i < 4) for i in kept
        ),
        rows=tuple(
            Row(
                name=tally.period,
                note="",
                verdict="",
                cells=tuple(Cell(short=cells[i] or NO_CELL, full=cells[i]) for i in kept),
            )
            for tally, cells in rows
        ),
    )


def _period_cells(tally: PeriodTally, view: OverviewView) -> list[str]:
    doubts = [
        f"{view.name(doubt.party)} {number(other.value, against=doubt.asked)} "
        f"by {doubt_words(other)}"
        for doubt in tally.doubts
        for other in doubt.by
    ]
    return [
        str(tally.bound),
        str(len(tally.reached)),
        "" if tally.recomputed is None else str(len(tally.recomputed)),
        str(len(tally.provisional) or ""),
        ", ".join(sorted(view.name(party) for party in tally.reached)),
        "; ".join(doubts),
    ]


def own_table(own: Sequence[OwnObligation], view: OverviewView, *, limit: int) -> Table:
    """The home party's obligations in the same form: what we promised, and what became of it.

    What is not kept stands first, so that a short letter does not leave it out.
    """
    shown = sorted(own, key=lambda item: item.assessment.verdict not in FAILING)[:limit]
    items = [_as_told(item.assessment, item.commitment) for item in shown]
    columns = (verdict_column(with_since=True), period_column(), *mixed_columns(items))
    caption = f"{view.name(view.home_party)}, latest period judged"
    table = _table(items, columns, view, caption=caption)
    rows = tuple(
        replace(row, name=item.commitment.title, note=_own_note(item))
        for row, item in zip(table.rows, shown, strict=True)
    )
    return replace(table, first="Our commitment", rows=rows, more=len(own) - len(shown))


def _own_note(item: OwnObligation) -> str:
    """The rule; and of cases how many there are, as a share alone does not tell it."""
    label = "Illustrative. " if item.assessment.is_illustrative else ""
    is_of_cases = isinstance(item.commitment.rule, Respond)
    cases = f" {item.assessment.reason}." if is_of_cases else ""
    return f"{label}{item.rule_sentence}{cases}"


def _as_told(item: Assessment, commitment: Commitment) -> Assessment:
    """Only figures are marked as estimates; cases still open are told in words."""
    return replace(item, provisional=is_estimate(item, commitment))


def _table(
    items: Sequence[Assessment], columns: Sequence[Column], view: OverviewView, *, caption: str
) -> Table:
    headers = tuple(
        Header(title=item.title, unit=item.unit, word=item.word, is_number=item.is_number)
        for item in columns
    )
    rows = tuple(_row(item, columns, view) for item in items)
    return Table(caption=caption, first="Party", headers=headers, rows=rows)


def _row(item: Assessment, columns: Sequence[Column], view: OverviewView) -> Row:
    return Row(
        name=view.name(item.party),
        note=_note(item, view),
        verdict=item.verdict.value,
        cells=tuple(column.fill(item) or _EMPTY for column in columns),
    )


def _note(item: Assessment, view: OverviewView) -> str:
    notes = (
        (item.party == view.home_party, "our own"),
        (item.fragile, "fragile"),
        (item.is_illustrative, "illustrative"),
    )
    return ", ".join(words for is_so, words in notes if is_so)


def _with_verdict_notes(table: Table) -> Table:
    rows = []
    for row in table.rows:
        label = verdict_label(Verdict(row.verdict))
        rows.append(replace(row, note=", ".join(part for part in (label, row.note) if part)))
    return replace(table, rows=tuple(rows))
