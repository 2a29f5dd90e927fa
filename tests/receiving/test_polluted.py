"""Good submissions, damaged: the same values, or set aside or refused with a reason; never others.

Every ninth damage is tried, and each that is told apart below; all of them with POLLUTE=all.
`pytest -s` prints what became of each.
"""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from commitments.model import Receipt, SubmissionStatus
from pipelines.receive import receive_submissions
from pipelines.settings import Settings
from tests.conftest import NOW
from tests.receiving.polluting.damage import Damage
from tests.receiving.polluting.figures import FIGURES
from tests.receiving.polluting.goods import GOODS
from tests.receiving.polluting.packing import PACKING
from tests.receiving.polluting.structures import STRUCTURES
from tests.receiving.polluting.tables import TABLES
from tests.receiving.polluting.texts import TEXTS
from warehouse.connection import open_warehouse

ALL = (*TEXTS, *FIGURES, *TABLES, *STRUCTURES, *PACKING)
EVERY = 1 if os.environ.get("POLLUTE") == "all" else 9

# All damages of one file are received within one test.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(6000 // EVERY)]

# The file says something else now, as plainly as before, and its receipt says so.
WARNED: frozenset[str] = frozenset(
    {
        "bank: cut in a number at the end of a row",
        "bank: cut behind the point of a number",
        "bank: cut in the integer part of the last number",
        "kiel: cut in the last number",
        "rates: currency in lower case",
        "rates: zero-width space in a currency",
        "stacked: a year of two digits",
        "stacked: a year as a figure with a point",
        "stacked: a year in words",
        "stacked: a year lost",
    }
)
# The note is what was spoilt, and is kept as it was sent.
NOTE_SPOILT: frozenset[str] = frozenset(
    {
        "tidy: UTF-7",
        "tidy: quote within a value",
        "tidy: column note dropped",
        "tidy: formula in a note",
        "tidy: a very long note",
    }
)
# Nothing in the file shows it: it is told beside the good file, received before.
NEEDS_COMPARISON: frozenset[str] = frozenset(
    {
        "tidy: cut in the middle",
        "tidy: thousands lost",
        "tidy: percent as a fraction",
        "tidy: the last rows lost",
        "tidy: a point for the thousands",
        "dues: due day and month change places",
        "bank: empty value",
        "bank: the last rows lost",
        "rates: blank instead of N/A",
        "stacked: another block's name",
        "parquet: numbers in single precision",
    }
)

DAMAGES = tuple(
    damage
    for number, damage in enumerate(ALL)
    if damage.id not in NEEDS_COMPARISON
    and (number % EVERY == 0 or damage.id in WARNED | NOTE_SPOILT)
)

Values = Counter[tuple[Any, ...]]


@dataclass(frozen=True, kw_only=True)
class Received:
    """What became of a file: its receipts, the values published, and what was set aside."""

    receipts: list[Receipt]
    values: Values
    set_aside: list[str]

    @property
    def reason(self) -> str:
        return " / ".join(reason for receipt in self.receipts for reason in receipt.reasons)

    @property
    def notices(self) -> list[str]:
        return [notice for receipt in self.receipts for notice in receipt.notices]


def received(home: Path, files: Sequence[tuple[str, bytes]]) -> list[Received]:
    """What becomes of these files, each alone in a folder, received into one warehouse."""
    settings = Settings(home=home, settle_seconds=0)
    paths = [home / "sent" / f"{number:04}" / name for number, (name, _) in enumerate(files)]
    for path, (_, content) in zip(paths, files, strict=True):
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    receipts = receive_submissions(settings, paths=paths, now=NOW)
    values, set_aside = _stored(settings)
    outcomes = []
    for path in paths:
        own = [receipts.pop(0)]
        while (
            receipts and own[0].file != path.name and receipts[0].file.startswith(f"{path.name}/")
        ):
            own.append(receipts.pop(0))
        ids = {receipt.submission for receipt in own if receipt.status != "duplicate"}
        outcomes.append(
            Received(
                receipts=own,
                values=Counter(value for item in ids for value in values[item]),
                set_aside=[text for item in ids for text in set_aside[item]],
            )
        )
    assert not receipts
    return outcomes


def _stored(settings: Settings) -> tuple[dict[str, list[Any]], dict[str, list[str]]]:
    values: dict[str, list[Any]] = defaultdict(list)
    set_aside: dict[str, list[str]] = defaultdict(list)
    with open_warehouse(settings.location()) as warehouse:
        for submission, *value in warehouse.connection.execute(
            "SELECT submission, source, published_on, party, indicator, period, value, unit, "
            "status, due_on, occurred_on, item, counterparty, original_amount, "
            "original_currency, note FROM core.observations"
        ).fetchall():
            values[submission].append(tuple(value))
        for submission, text in warehouse.connection.execute(
            "SELECT submission, original FROM (SELECT DISTINCT * FROM raw.set_aside)"
        ).fetchall():
            set_aside[submission].append(text)
    return values, set_aside


Outcomes = Callable[[Damage], tuple[Received, Received]]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    """What became of a good file, and of it damaged; all damages of a file are received at once."""
    known: dict[str, tuple[Received, dict[str, Received]] | Exception] = {}

    def get(damage: Damage) -> tuple[Received, Received]:
        if damage.good not in known:
            try:
                known[damage.good] = _all_of(damage.good, tmp_path_factory.mktemp("polluted"))
            except Exception as error:  # noqa: BLE001  raised again for every damage of this file
                known[damage.good] = error
        found = known[damage.good]
        if isinstance(found, Exception):
            raise found
        good, damaged = found
        return good, damaged[damage.name]

    return get


def _all_of(name: str, folder: Path) -> tuple[Received, dict[str, Received]]:
    good, damages = GOODS[name], [damage for damage in DAMAGES if damage.good == name]
    content = good.content()
    (whole,) = received(folder / "good", [(good.name, content)])
    assert whole.values
    assert not whole.set_aside, whole.reason
    files = [(damage.file_name or good.name, damage.inflict(content)) for damage in damages]
    for damage, (_, damaged) in zip(damages, files, strict=True):
        assert damaged != content or damage.file_name, f"{damage.id} changes nothing"
    assert len({damaged for _, damaged in files}) == len(files), "two damages do the same"
    damaged = received(folder / "damaged", files)
    return whole, {damage.name: item for damage, item in zip(damages, damaged, strict=True)}


@pytest.fixture(scope="module")
def table() -> Iterator[list[tuple[str, str, str]]]:
    """What became of each damage; printed at the end, to be seen with `pytest -s`."""
    rows: list[tuple[str, str, str]] = []
    yield rows
    print()
    for damage, became, reason in rows:
        print(f"{damage:56} | {became:24} | {' '.join(reason.split())[:100]}")
    print(
        len(rows),
        "damages:",
        dict(Counter(re.sub(r"^\d+ of \d+ ", "", became) for _, became, _ in rows)),
    )


def _became(damage: Damage, *, good: Received, damaged: Received) -> str:
    expected, found = good.values, damaged.values
    if damage.id in NOTE_SPOILT:
        expected, found = _without_notes(expected), _without_notes(found)
    others, missing = found - expected, (expected - found).total()
    if others and damage.id in WARNED:
        assert damaged.reason, "another value without a word"
        return "another value, said so"
    if missing and damage.id in WARNED:
        assert damaged.reason, "values are missing without a word"
        return "not read, said so"
    assert not others, f"values that the good file has not: {list(others)[:3]}"
    if not missing:
        return "same values"
    assert damaged.reason, "values are missing without a word"
    if all(receipt.status is SubmissionStatus.REJECTED for receipt in damaged.receipts):
        return "refused"
    lines = sum(len(text.rstrip("\n").splitlines()) for text in damaged.set_aside)
    assert missing <= lines * GOODS[damage.good].values_in_a_row, (
        f"{missing} values are missing, {lines} lines are set aside"
    )
    return f"{missing} of {expected.total()} set aside"


def _without_notes(values: Values) -> Values:
    return Counter({value[:-1]: count for value, count in values.items()})


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.id)
def test_a_damaged_file_never_brings_other_values(
    damage: Damage, outcomes: Outcomes, table: list[tuple[str, str, str]]
) -> None:
    good, damaged = outcomes(damage)
    try:
        became = _became(damage, good=good, damaged=damaged)
    except AssertionError as failed:
        table.append((damage.id, "FAILED", str(failed)))
        raise
    table.append((damage.id, became, damaged.reason))


@pytest.mark.parametrize(
    "damage",
    [damage for damage in ALL if damage.id in NEEDS_COMPARISON],
    ids=lambda damage: damage.id,
)
def test_what_no_file_shows_by_itself_is_told_beside_the_good_one(
    damage: Damage, tmp_path: Path, table: list[tuple[str, str, str]]
) -> None:
    content = GOODS[damage.good].content()
    name = GOODS[damage.good].name
    files = [(name, content), (damage.file_name or name, damage.inflict(content))]
    good, damaged = received(tmp_path, files)
    others = damaged.values - good.values
    told = [
        notice
        for notice in damaged.notices
        if notice.startswith(("revises", "indicators that are new"))
    ]
    assert told or damaged.reason or not others, f"other values without a word: {others}"
    standing, expected = _figures(_standing(tmp_path)), _figures(good.values)
    lost = expected.keys() - standing.keys()
    assert not lost, f"figures that stood are gone: {list(lost)[:3]}"
    became = "other values, said so" if others and told else "nothing but good values"
    table.append((damage.id, became, damaged.reason or " / ".join(told)))


def _standing(home: Path) -> Values:
    with open_warehouse(Settings(home=home).location()) as warehouse:
        rows = warehouse.connection.execute(
            "SELECT source, published_on, party, indicator, period, value, unit, status, due_on, "
            "occurred_on, item, counterparty, original_amount, original_currency, note "
            "FROM core.current_observations"
        ).fetchall()
    return Counter(rows)


def _figures(values: Values) -> dict[tuple[Any, ...], Any]:
    """Values by source, party, indicator and period."""
    return {(value[0], *value[2:5]): value[5] for value in values}


def test_every_damage_has_a_name_of_its_own() -> None:
    names = [damage.id for damage in ALL]
    assert len(set(names)) == len(names)
    assert len(DAMAGES) >= 70
    assert {*WARNED, *NOTE_SPOILT, *NEEDS_COMPARISON} <= set(names)
