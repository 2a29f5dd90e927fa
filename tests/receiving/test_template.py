"""The empty form of a source: filled in and sent, every value arrives as it was typed."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook

from commitments.errors import UsageError
from commitments.model import SubmissionStatus
from pipelines.receive import receive_submissions
from pipelines.settings import Settings
from pipelines.sources import load_sources
from pipelines.steps import opened_warehouse
from pipelines.template import write_template
from tests.receiving.writing import HOUSE

pytestmark = pytest.mark.slow

TODAY = date(2026, 9, 1)
SOURCES = sorted(load_sources(HOUSE / "pipelines" / "sources"))
ROW = {
    "source": "nato-defence-expenditure",
    "published_on": "2024-06-17",
    "party": "NLD",
    "indicator": "defence-share-gdp",
    "period": "2024",
    "value": Decimal("2.05"),
    "unit": "percent",
    "status": "E",
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_has_a_form_and_an_empty_one_is_refused_as_empty(
    settings: Settings, tmp_path: Path, source: str, now: datetime
) -> None:
    form = write_template(settings, source, folder=tmp_path / "forms", today=TODAY)
    receipts = receive_submissions(settings, paths=[form.workbook, form.table], now=now)
    for receipt in receipts:
        assert receipt.status is SubmissionStatus.REJECTED
        assert "no row" in receipt.reasons[0]


def test_the_same_form_is_the_same_file(settings: Settings, tmp_path: Path) -> None:
    forms = [
        write_template(settings, "un-fts", folder=tmp_path / name, today=TODAY)
        for name in ("one", "two")
    ]
    assert forms[0].workbook.read_bytes() == forms[1].workbook.read_bytes()


def test_cells_offer_what_may_be_written(settings: Settings, tmp_path: Path) -> None:
    form = write_template(
        settings, "nato-defence-expenditure", folder=tmp_path / "forms", today=TODAY
    )
    with zipfile.ZipFile(form.workbook) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        book = archive.read("xl/workbook.xml").decode()
    ranges = re.findall(r'type="list".*?<formula1>(.*?)</formula1>', sheet)
    assert len(ranges) >= 4
    assert all(re.fullmatch(r"lists!\$[A-Z]+\$1:\$[A-Z]+\$\d+", found) for found in ranges)
    assert 'name="lists" sheetId="4" state="hidden"' in book


@pytest.mark.parametrize("kind", ["workbook", "table"])
def test_what_is_filled_in_arrives_as_it_was_typed(
    settings: Settings, tmp_path: Path, kind: str, now: datetime
) -> None:
    form = write_template(
        settings, "nato-defence-expenditure", folder=tmp_path / "forms", today=TODAY
    )
    header = next(csv.reader(io.StringIO(form.table.read_text(encoding="utf-8"))))
    path = tmp_path / f"filled.{'xlsx' if kind == 'workbook' else 'csv'}"
    cells = [ROW.get(name, "") for name in header]
    if kind == "workbook":
        book = load_workbook(form.workbook)
        for at, cell in enumerate(cells, start=1):
            typed = float(cell) if isinstance(cell, Decimal) else cell or None
            book["Observations"].cell(row=2, column=at, value=typed)
        book.save(path)
    else:
        with path.open("a", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([header, cells])
    (receipt,) = receive_submissions(settings, paths=[path], now=now)
    assert (receipt.status, receipt.reasons) == (SubmissionStatus.ACCEPTED, ())
    with opened_warehouse(settings) as warehouse:
        rows = warehouse.connection.execute(
            "SELECT source, CAST(published_on AS VARCHAR), party, indicator, period, value, unit, "
            "status FROM core.observations"
        ).fetchall()
    assert rows == [tuple(ROW.values())]


def test_a_source_that_is_not_declared_has_none(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="source 'rumours' is not declared; known sources: ecb"):
        write_template(settings, "rumours", folder=tmp_path, today=TODAY)


@pytest.mark.parametrize("written_as", ["json", "ndjson", "xlsx", "csv"])
def test_our_own_table_is_received_in_every_format(
    settings: Settings, tmp_path: Path, now: datetime, written_as: str
) -> None:
    row = {**ROW, "value": "2.05"}
    contents = {
        "json": json.dumps([row]).encode(),
        "ndjson": json.dumps(row).encode() + b"\n",
        "csv": ",".join(row).encode() + b"\n" + ",".join(row.values()).encode() + b"\n",
    }
    path = tmp_path / f"figures.{written_as}"
    if written_as == "xlsx":
        with Workbook(path) as workbook:
            sheet = workbook.add_worksheet()
            sheet.write_row(0, 0, row.keys())
            sheet.write_row(1, 0, row.values())
    else:
        path.write_bytes(contents[written_as])
    (receipt,) = receive_submissions(settings, paths=[path], now=now)
    assert (receipt.status, receipt.reasons) == (SubmissionStatus.ACCEPTED, ())
    assert receipt.rows_accepted == 1
