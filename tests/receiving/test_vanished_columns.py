"""A column that a file has lost costs no more than what it said, and its receipt names it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.readers.contract import RefusedFileError
from tests.receiving.forming import FormedOutcome, formed
from tests.receiving.writing import written

FLOW = {
    "date": "2020-06-01",
    "amountUSD": "606796",
    "srcOrganization": '"Luxembourg, Government of"',
    "destPlanCode": "HAFG20",
    "destOrganization": "WFP",
    "destLocations": "AFG",
    "onBoundary": "shared",
    "flowType": "Standard",
    "status": "paid",
    "originalAmount": "500000",
    "originalCurrency": "EUR",
    "id": "228238",
}
READ = ("party", "value", "period", "item", "refusal")
AS_READ = [("LUX", Decimal(606796), "2020", "228238-HAFG20-WFP", None)]


def _sent(folder: Path, *gone: str, **renamed: str) -> FormedOutcome:
    cells = {renamed.get(name, name): text for name, text in FLOW.items() if name not in gone}
    content = f"{','.join(cells)}\n{','.join(cells.values())}\n"
    return formed(written(folder, content.encode(), name="flows.csv"))


def test_a_file_with_all_its_columns_is_told_nothing_of_them(tmp_path: Path) -> None:
    outcome = _sent(tmp_path)
    assert outcome.told(*READ) == AS_READ
    assert outcome.warnings == ()


def test_a_renamed_column_beside_the_figures_is_named_with_what_nobody_reads(
    tmp_path: Path,
) -> None:
    outcome = _sent(tmp_path, "originalAmount", onBoundary="limit", destLocations="places")
    assert outcome.told(*READ) == AS_READ
    assert outcome.told("note", "counterparty", "original_amount", "doubt") == [(None,) * 4]
    assert outcome.told("original_currency") == [("EUR",)]
    assert outcome.warnings == (
        "warning: columns-read: no column is called 'onBoundary' (for note), 'originalAmount' (for "
        "original_amount), 'destLocations' (for counterparty), so that nothing is read there; "
        "nobody reads 'places', 'limit': if one of them is meant, write its heading as declared",
    )


def test_a_column_that_tells_what_is_doubtful_is_missed(tmp_path: Path) -> None:
    (told,) = _sent(tmp_path, "flowType").warnings
    assert "no column is called 'flowType' (for doubtful), so that nothing is read there; " in told
    assert "nobody reads any other: if one" in told


def test_a_column_written_nearly_as_declared_is_told_once(tmp_path: Path) -> None:
    outcome = _sent(tmp_path, onBoundary="onBoundry")
    assert outcome.told(*READ) == AS_READ
    (told,) = outcome.warnings
    assert "'onBoundry' not read, and no column is called 'onBoundary' as declared" in told


@pytest.mark.parametrize("name", ["date", "amountUSD", "srcOrganization", "id", "status"])
def test_a_column_that_a_figure_needs_refuses_the_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(
        RefusedFileError, match=rf"un-fts \(flows\), which also needs column {name}"
    ):
        _sent(tmp_path, name)


def test_a_column_that_tells_what_is_no_data_refuses_the_file(tmp_path: Path) -> None:
    content = b"country,standing,payment_status,payment_date\nHoly See,observer,punctual,\n"
    needed = r"un-regular-budget \(honour-roll\), which also needs column status"
    with pytest.raises(RefusedFileError, match=needed):
        formed(written(tmp_path, content, name="2026-02-02_member_states_payment.csv"))


ROLL = {"name": "France", "assessment_amount": 100, "payment_status": "paid_late"}
YEAR = {"year": 2023, "as_of": "2023-12-29", "assessment_amount_column": "Net contributions"}


def _roll(
    folder: Path, *, record: Mapping[str, object], meta: Mapping[str, object]
) -> FormedOutcome:
    content = json.dumps({"meta": {**YEAR, **meta}, "contributors": [{**ROLL, **record}]})
    return formed(written(folder, content.encode(), name="roll.json"), published_on=None)


PAID = {"payment_date": "2023-03-01"}
TOTALS = {"due_date": "2023-02-09", "assessment_total": 100, "paid_in_full_count": 1}


def test_json_that_says_all_is_told_nothing_of_its_keys(tmp_path: Path) -> None:
    assert _roll(tmp_path, record=PAID, meta=TOTALS).warnings == ()


def test_a_fact_and_a_key_under_which_nothing_is_said_are_named(tmp_path: Path) -> None:
    outcome = _roll(tmp_path, record={"payment_date": None}, meta={"paid_in_full_count": 1})
    assert [value for (value,) in outcome.told("due_on")] == [None] * 4
    assert outcome.warnings == (
        "warning: facts-said: the file says nothing under 'meta.due_date' (for due_on), "
        "'payment_date' (for occurred_on), 'assessment_total' (for value), so that nothing is read "
        "there; if it says this under another name, write it as declared, and send the file again",
    )


def test_json_without_a_key_beside_the_figures_is_read(tmp_path: Path) -> None:
    flow = {
        "id": "1",
        "amountUSD": 1500000,
        "date": "2024-01-31T00:00:00Z",
        "flowType": "Standard",
        "status": "paid",
        "onBoundary": "single",
        "sourceObjects": [{"type": "Organization", "name": "Germany, Government of"}],
        "destinationObjects": [
            {"type": "Plan", "id": "1185"},
            {"type": "Location", "name": "Afghanistan"},
        ],
    }
    content = json.dumps({"data": {"flows": [flow]}, "meta": {}})
    outcome = formed(written(tmp_path, content.encode(), name="flows.json"))
    assert outcome.told(*READ) == [("DEU", Decimal(1500000), "2024", "1-1185", None)]
    (told,) = outcome.warnings
    assert "under 'originalAmount' (for original_amount), 'originalCurrency' (for" in told


@pytest.mark.parametrize(
    ("status", "day", "doubt"),
    [
        ("paid_late", None, "it is listed as paid, and no day of payment is"),
        ("not_paid_in_full", "2023-03-01", "it is listed as not paid in full, and a day of"),
        ("not_paid_in_full", None, ""),
        ("paid_on_time", "2023-01-30", ""),
    ],
)
def test_a_payment_and_its_day_that_do_not_fit_are_doubted(
    tmp_path: Path, status: str, day: str | None, doubt: str
) -> None:
    record = {"payment_status": status, "payment_date": day}
    assessed, paid, *totals = _roll(tmp_path, record=record, meta=TOTALS).told("doubt")
    assert str(paid[0] or "").startswith(doubt)
    assert assessed == paid
    assert bool(paid[0]) is bool(doubt)
    assert totals == [(None,), (None,)]
