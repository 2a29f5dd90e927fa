"""A file that says no day counts as of its receipt and gives way to the day it is told."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from commitments.model import Receipt, SubmissionStatus
from pipelines.receive import receive_submissions
from pipelines.reception import Told
from pipelines.settings import Settings
from pipelines.steps import opened_warehouse
from tests.receiving.writing import written
from warehouse.reading import read_submissions

pytestmark = pytest.mark.slow

HOUR = timedelta(hours=1)
OLD, NEW = date(2025, 7, 1), date(2026, 7, 1)
HEADING = "Country Name,Country Code,Indicator Code,Year,Value"
SENDINGS = (("old.csv", None), ("old.csv", OLD), ("new.csv", NEW))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


def _received(
    settings: Settings, folder: Path, sendings: tuple[tuple[str, date | None], ...], now: datetime
) -> list[Receipt]:
    values = {"old.csv": "4000000000", "new.csv": "5000000000"}
    receipts = []
    for hours, (name, day) in enumerate(sendings):
        rows = f"{HEADING}\nNetherlands,NLD,NY.GDP.MKTP.CD,2020,{values[name]}\n"
        file = written(folder / "sent", rows.encode(), name=name)
        told = Told(source="world-bank", published_on=day)
        receipts += receive_submissions(settings, paths=[file], now=now + hours * HOUR, told=told)
    return receipts


def _standing(settings: Settings) -> list[tuple[date, Decimal]]:
    with opened_warehouse(settings) as warehouse:
        return warehouse.connection.execute(
            "SELECT published_on, value FROM core.current_observations"
        ).fetchall()


def test_a_stated_day_takes_the_place_of_an_assumed_one(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    sendings = (SENDINGS[2], SENDINGS[0], SENDINGS[1], *SENDINGS)
    _, assumed, stated, *again = _received(settings, tmp_path, sendings, now)
    assert assumed.edition == now.date()
    assert f"counts as the edition of {now.date()}, the day of receipt" in str(assumed.reasons)
    assert (stated.status, stated.edition) == (SubmissionStatus.ACCEPTED, OLD)
    assert stated.notices[0].startswith(f"takes the place of submission {assumed.submission}")
    assert f"older than what stands (edition of {NEW}): 1 figure" in str(stated.notices)
    assert {item.status for item in again} == {SubmissionStatus.DUPLICATE}
    with opened_warehouse(settings) as warehouse:
        withdrawn = {
            item.submission: item.is_withdrawn for item in read_submissions(warehouse.connection)
        }
    assert [name for name, is_so in withdrawn.items() if is_so] == [assumed.submission]


@pytest.mark.parametrize(
    "sendings", [SENDINGS, SENDINGS[::-1]], ids=["oldest first", "newest first"]
)
def test_the_order_of_arrival_decides_nothing(
    settings: Settings,
    tmp_path: Path,
    now: datetime,
    sendings: tuple[tuple[str, date | None], ...],
) -> None:
    _received(settings, tmp_path, sendings, now)
    assert _standing(settings) == [(NEW, Decimal(5000000000))]
