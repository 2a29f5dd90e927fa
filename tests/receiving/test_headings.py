"""Headings are those a form declares: exactly, or else in whatever case."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.headings import as_declared
from pipelines.receive import receive_submissions
from pipelines.settings import Settings
from pipelines.steps import opened_warehouse
from tests.receiving.writing import written

SOURCE = """\
id: explorer
title: Aid
publisher: A publisher
url: https://example.org/
licence: Cite it.
marking: public
layout: observations
indicators:
  - {id: aid, name: Aid, unit: usd_million}
forms:
  - name: sdmx-csv
    format: delimited
    published_on:
      - received: true
    texts:
      party: {column: DONOR}
      note: {column: Measure}
      period: {column: TIME_PERIOD, cadence: year}
      value: {column: OBS_VALUE}
      unit: {column: UNIT_MULT, lookup: {'6': usd_million}}
    values:
      - where: {MEASURE_ID: '11002'}
        indicator: aid
"""
HEADING = (
    "STRUCTURE,STRUCTURE_ID,ACTION,DONOR,Donor,MEASURE_ID,MEASURE,Measure,UNIT_MULT,"
    "TIME_PERIOD,Time_Period,OBS_VALUE,Obs_value\n"
)
ROWS = (
    "DATAFLOW,OECD:DAC1(1.5),I,DEU,France,11002,x,Grants,6,2023,2001,37910.5,1\n"
    "DATAFLOW,OECD:DAC1(1.5),D,FRA,Germany,11002,x,Grants,6,2023,2001,15000,1\n"
)


@pytest.mark.parametrize(
    ("columns", "declared", "named"),
    [
        (("DONOR", "Donor"), {"DONOR"}, ("DONOR", "Donor (column 2)")),
        (("DONOR", "Donor"), {"Donor"}, ("DONOR (column 1)", "Donor")),
        (("DONOR", "Donor"), {"donor"}, ("DONOR", "Donor (column 2)")),
        (("DONOR", "Donor"), set(), ("DONOR", "Donor (column 2)")),
        (("country NAME", "Year"), {"Country Name"}, ("Country Name", "Year")),
    ],
)
def test_a_heading_is_taken_exactly_or_where_no_other_could_be_meant(
    columns: tuple[str, ...], declared: set[str], named: tuple[str, ...]
) -> None:
    assert as_declared(columns, declared) == named


@pytest.mark.slow
def test_codes_and_their_labels_stand_beside_each_other(tmp_path: Path, now: datetime) -> None:
    written(tmp_path / "sources", SOURCE.encode(), name="explorer.yaml")
    settings = Settings(home=tmp_path / "home", sources_folder=tmp_path / "sources")
    sent = written(tmp_path / "sent", (HEADING + ROWS).encode(), name="dac1.csv")
    (receipt,) = receive_submissions(settings, paths=[sent], now=now)
    assert (receipt.rows_read, receipt.rows_accepted, receipt.rows_set_aside) == (2, 1, 1)
    assert "SDMX action Delete" in str(receipt.reasons)
    with opened_warehouse(settings) as warehouse:
        rows = warehouse.connection.execute(
            "SELECT party, period, value, note FROM core.observations"
        ).fetchall()
    assert rows == [("DEU", "2023", Decimal("37910.5"), "Grants")]
