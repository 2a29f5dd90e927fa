"""Fair share: a table of the page that compares what members contribute with what they have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from commitments.burdens import BurdenShare
from reports.columns import NO_CELL, Cell
from reports.figures import day, number, period_label
from reports.sentences import lower_first
from reports.tables import Header, Row, Table
from reports.views import BurdenView, OverviewView

_ONE = Decimal(1)


@dataclass(frozen=True, kw_only=True)
class BurdenSection:
    """What the page prints of them."""

    table: Table
    sentences: tuple[str, ...]


def burden_section(view: OverviewView) -> BurdenSection | None:
    """The members by what they contribute, the largest first; None where nothing is compared."""
    item = view.burden
    shown = next((shares for shares in item.shares if shares), ()) if item else ()
    if item is None or not shown:
        return None
    headers = [_header("Contribution", item.burden.unit.replace("_", " ")), _header("Share", "%")]
    for ability in item.burden.abilities:
        headers += [
            _header(f"Share of {lower_first(ability.name)}", "%"),
            _header("Fair share", ""),
        ]
    by_party = [{share.party: share for share in shares} for shares in item.shares]
    ordered = sorted(shown, key=lambda one: (-(one.amount or 0), view.name(one.party)))
    rows = tuple(_row(one, [found.get(one.party) for found in by_party], view) for one in ordered)
    period = period_label(shown[0].period, is_estimate=any(one.is_estimate for one in shown))
    return BurdenSection(
        table=Table(
            caption=f"Fair share, {period}", first="Party", headers=tuple(headers), rows=rows
        ),
        sentences=tuple(_sentences(item, shown)),
    )


def _header(title: str, unit: str) -> Header:
    return Header(title=title, unit=unit, word=title.lower(), is_number=True)


def _row(one: BurdenShare, by_ability: Sequence[BurdenShare | None], view: OverviewView) -> Row:
    cells = [_cell(one.amount, places=0), _cell(one.share)]
    for share in by_ability:
        cells.append(_cell(share.ability_share if share else None))
        cells.append(_cell(share.fair_share if share else None, against=_ONE))
    notes = ((one.party == view.home_party, "our own"), (one.is_illustrative, "illustrative"))
    return Row(
        name=view.name(one.party),
        note=", ".join(words for is_so, words in notes if is_so),
        verdict="",
        cells=tuple(cells),
    )


def _cell(value: Decimal | None, *, places: int = 2, against: Decimal | None = None) -> Cell:
    text = NO_CELL if value is None else number(value, places=places, against=against)
    return Cell(short=text, full=text)


def _sentences(item: BurdenView, shown: Sequence[BurdenShare]) -> list[str]:
    burden = item.burden
    abilities = " or ".join(lower_first(ability.name) for ability in burden.abilities)
    told = [
        f"{burden.name}: each member's share of the sum, divided by its share of {abilities} "
        f"among the same {shown[0].members} members. 1 is its fair share by that measure, less is "
        "less. No text promises such a share; nothing is judged by it."
    ]
    told += [f"Left out: {entry.party}. {entry.reason}" for entry in burden.without]
    for ability, shares in zip(burden.abilities, item.shares, strict=True):
        reasons = sorted({share.lacks for share in shares if share.lacks})
        told += [f"{ability.name}: cannot be told; {reason}." for reason in reasons]
        told += [] if shares else [f"{ability.name}: no figures."]
    told += [
        f"{edition.publisher}, {edition.title}, edition of {day(edition.published_on)}. "
        f"{edition.licence}"
        for edition in item.editions
    ]
    return told
