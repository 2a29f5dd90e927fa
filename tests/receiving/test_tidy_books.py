"""A filled-in workbook is taken as a table of text would be: what a row says is its own affair."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from commitments.model import SubmissionStatus
from pipelines.receive import receive_submissions
from pipelines.settings import Settings
from pipelines.steps import opened_warehouse
from tests.receiving.readers.workbooks import Cells, written_xlsx
from tests.receiving.writing import OBSERVATIONS, written

pytestmark = pytest.mark.slow

NATO = "nato-defence-expenditure"
ROWS = (
    OBSERVATIONS.split(","),
    *(
        [NATO, "2024-06-17", party, "defence-share-gdp", "2024", "2.1", "percent", "E"]
        for party in ("NLD", "BEL", "POL")
    ),
    [NATO, "2024-06-18", "ESP", "defence-share-gdp", "2024", "1.3", "percent", "E"],
    [NATO, "soon", "ITA", "defence-share-gdp", "2024", "1.5", "percent", "E"],
    ["un-fts", "2024-06-17", "DNK", "defence-share-gdp", "2024", "1.5", "percent", "E"],
    [],
    ["Note: figures are provisional"],
)


def _cells() -> Cells:
    return {
        f"{chr(ord('A') + column)}{row}": text
        for row, texts in enumerate(ROWS, start=1)
        for column, text in enumerate(texts)
    }


def test_a_note_or_another_day_costs_its_row(tmp_path: Path, now: datetime) -> None:
    book = written_xlsx(tmp_path / "figures.xlsx", {"Figures": _cells()})
    settings = Settings(home=tmp_path / "home")
    (receipt,) = receive_submissions(settings, paths=[book], now=now)
    assert receipt.status is SubmissionStatus.ACCEPTED_IN_PART
    assert (receipt.source, receipt.edition) == (NATO, date(2024, 6, 17))
    assert (receipt.rows_read, receipt.rows_accepted, receipt.rows_set_aside) == (7, 3, 4)
    told = " ".join(receipt.reasons)
    assert "source-as-declared: 1 row set aside, e.g. Figures!7" in told
    assert "row-as-declared: 1 row set aside, e.g. Figures!9, column value: states no ind" in told
    assert "published-on-same: 1 row set aside, e.g. Figures!5" in told
    assert "published-on-given: 1 row set aside, e.g. Figures!6" in told
    with opened_warehouse(settings) as warehouse:
        rows = warehouse.connection.execute(
            "SELECT party FROM core.observations ORDER BY party"
        ).fetchall()
    assert rows == [("BEL",), ("NLD",), ("POL",)]


def test_a_list_is_no_source(tmp_path: Path, now: datetime) -> None:
    figures = dict(zip(ROWS[0], [[NATO], *ROWS[1][1:]], strict=False))
    sent = written(tmp_path, json.dumps([figures]).encode(), name="figures.json")
    (receipt,) = receive_submissions(Settings(home=tmp_path / "home"), paths=[sent], now=now)
    assert receipt.reasons[0].startswith(
        'expected a source that is declared, found the list ["nato-defence-expenditure"], of which '
        "each record needs one as a plain text; known sources: "
    )
