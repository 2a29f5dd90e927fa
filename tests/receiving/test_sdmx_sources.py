"""A publisher of SDMX needs a declaration and no code, the one in docs/sources.md: XML and CSV."""

from __future__ import annotations

import gzip
import re
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from commitments.model import Receipt, SubmissionStatus
from pipelines.receive import receive_submissions
from pipelines.settings import Settings
from pipelines.steps import opened_warehouse
from tests.receiving.readers.packing import zipped
from tests.receiving.readers.sdmx_messages import V21
from tests.receiving.writing import HOUSE, written

pytestmark = pytest.mark.slow

DOCUMENT = (HOUSE / "docs" / "sources.md").read_text(encoding="utf-8")
(FORM,) = re.findall(r"```yaml\n(forms:\n  - name: sdmx-ml\n.*?)```", DOCUMENT, re.DOTALL)
AS_CSV = FORM.replace("format: sdmx", "format: delimited").replace(
    "fact: Prepared", r"file_name: '(\d{4}-\d{2}-\d{2})'"
)
SOURCE = """\
id: outlook
title: Economic outlook
publisher: A bank
url: https://example.org/outlook
licence: Cite the bank.
marking: public
layout: observations
indicators:
  - {id: gdp, name: Gross domestic product, unit: usd_million, minimum: 0}
"""
SERIES = """
<Series REF_AREA="NL" INDICATOR="GDP" UNIT_MULT="6">
  <Obs TIME_PERIOD="2021" OBS_VALUE="1.50"/>
  <Obs TIME_PERIOD="2022-A1" OBS_VALUE="0.10" OBS_STATUS="B"/>
  <Obs TIME_PERIOD="2023" OBS_VALUE="NaN" OBS_STATUS="L"/>
  <Obs TIME_PERIOD="2024" OBS_VALUE="1E3" OBS_STATUS="E"/>
  <Obs TIME_PERIOD="2025" OBS_VALUE="9" OBS_STATUS="U"/>
  <Obs TIME_PERIOD="2026-Q1" OBS_VALUE="9"/>
</Series>
<Series REF_AREA="USA" INDICATOR="GDP" UNIT_MULT="9">
  <Obs TIME_PERIOD="2021" OBS_VALUE="9"/></Series>
<Series REF_AREA="USA" INDICATOR="GNI" UNIT_MULT="6">
  <Obs TIME_PERIOD="2021" OBS_VALUE="9"/></Series>
"""
PUBLISHED = [
    ("NLD", "2021", Decimal("1.5"), "A"),
    ("NLD", "2022", Decimal("0.1"), "A"),
    ("NLD", "2023", None, "M"),
    ("NLD", "2024", Decimal(1000), "E"),
]
SET_ASIDE = [
    "status 'U' is none of: A, B, E, P, F, M, L",
    "period '2026-Q1' is no year, nor a date written like 2024-12-31",
    "unit '9' is none of: 6",
    "no value is declared for what stands here: INDICATOR 'GNI', STRUCTURE_ID 'BANK:OUTLOOK(1.0)'",
]


def _message(series: str = SERIES, *, action: str = "Replace") -> bytes:
    return f"""<m:StructureSpecificData xmlns:m="{V21}/message" xmlns:c="{V21}/common"
        xmlns:ss="{V21}/data/structurespecific">
      <m:Header>
        <m:ID>1</m:ID><m:Test>false</m:Test><m:Prepared>2026-07-01T10:20:30Z</m:Prepared>
        <m:Sender id="BANK"/>
        <m:Structure structureID="S" dimensionAtObservation="TIME_PERIOD">
          <c:Structure><Ref agencyID="BANK" id="OUTLOOK" version="1.0"/></c:Structure>
        </m:Structure>
      </m:Header>
      <m:DataSet ss:structureRef="S" ss:action="{action}">{series}</m:DataSet>
    </m:StructureSpecificData>""".encode()


def _settings(folder: Path, form: str = FORM) -> Settings:
    written(folder / "sources", (SOURCE + form).encode(), name="outlook.yaml")
    return Settings(home=folder / "home", sources_folder=folder / "sources")


def _received(
    settings: Settings, content: bytes | str, *, now: datetime, name: str = "outlook.xml"
) -> Receipt:
    content = content.encode() if isinstance(content, str) else content
    path = written(settings.home.parent / "sent", content, name=name)
    (receipt,) = receive_submissions(settings, paths=[path], now=now)
    return receipt


def _rows(settings: Settings, columns: str = "party, period, value, status") -> list[Any]:
    with opened_warehouse(settings) as warehouse:
        return warehouse.connection.execute(
            f"SELECT {columns} FROM core.observations ORDER BY ALL"
        ).fetchall()


def _reasons(settings: Settings) -> list[tuple[str, str]]:
    with opened_warehouse(settings) as warehouse:
        return warehouse.connection.execute(
            "SELECT place, reason FROM raw.set_aside ORDER BY line"
        ).fetchall()


def test_xml_is_received_by_a_declaration_alone(tmp_path: Path, now: datetime) -> None:
    settings = _settings(tmp_path)
    receipt = _received(settings, _message(), now=now)
    assert receipt.status is SubmissionStatus.ACCEPTED_IN_PART
    assert (receipt.rows_read, receipt.rows_accepted, receipt.rows_set_aside) == (8, 4, 4)
    assert _rows(settings) == PUBLISHED
    (place,) = _rows(settings, "published_on::VARCHAR, place")[:1]
    assert place == ("2026-07-01", "Series 1 (NL.GDP.6), Obs 1 (2021), column OBS_VALUE")


def test_what_the_declaration_does_not_translate_is_set_aside(
    tmp_path: Path, now: datetime
) -> None:
    settings = _settings(tmp_path)
    _received(settings, _message(), now=now)
    found = _reasons(settings)
    assert [reason for _, reason in found] == SET_ASIDE
    assert found[0][0].startswith("Series 1 (NL.GDP.6), Obs 5 (2025)")


@pytest.mark.parametrize("pack", [gzip.compress, lambda content: zipped(("a.xml", content))])
def test_xml_in_an_archive_is_received(tmp_path: Path, now: datetime, pack: Any) -> None:
    settings = _settings(tmp_path)
    path = written(tmp_path / "sent", pack(_message()), name="outlook.bin")
    receive_submissions(settings, paths=[path], now=now)
    assert _rows(settings) == PUBLISHED


def test_an_attribute_with_a_default_need_not_be_in_the_file(tmp_path: Path, now: datetime) -> None:
    settings = _settings(tmp_path)
    series = re.sub(r' OBS_STATUS="."', "", SERIES)
    _received(settings, _message(series), now=now)
    assert {status for (status,) in _rows(settings, "status")} == {"A", "M"}


def test_a_message_of_another_publisher_is_refused(tmp_path: Path, now: datetime) -> None:
    settings = _settings(tmp_path)
    other = _message(SERIES.replace("REF_AREA", "GEO"))
    receipt = _received(settings, other, now=now)
    assert receipt.status is SubmissionStatus.REJECTED
    assert "closest is outlook (sdmx-ml), which also needs column REF_AREA" in receipt.reasons[0]


def test_other_xml_is_refused_with_the_roots_expected(tmp_path: Path, now: datetime) -> None:
    receipt = _received(_settings(tmp_path), "<iati-activities/>", now=now)
    assert receipt.status is SubmissionStatus.REJECTED
    assert "found the root element iati-activities" in receipt.reasons[0]
    assert "CompactData or GenericData" in receipt.reasons[0]


def test_a_message_cut_short_publishes_nothing(tmp_path: Path, now: datetime) -> None:
    settings = _settings(tmp_path)
    receipt = _received(settings, _message()[:-40], now=now)
    assert receipt.status is SubmissionStatus.REJECTED
    assert "ends in the middle of an element" in receipt.reasons[0]
    assert _rows(settings) == []


BOMB = b'<!DOCTYPE a [<!ENTITY a "1"><!ENTITY b "&a;&a;&a;&a;">]>'


def test_entities_are_refused(tmp_path: Path, now: datetime) -> None:
    receipt = _received(_settings(tmp_path), BOMB + _message().replace(b"1.50", b"&b;"), now=now)
    assert receipt.status is SubmissionStatus.REJECTED
    assert "without <!DOCTYPE>" in receipt.reasons[0]


@pytest.mark.parametrize("action", ["Delete", "delete"])
def test_what_is_deleted_is_not_published(tmp_path: Path, now: datetime, action: str) -> None:
    settings = _settings(tmp_path)
    receipt = _received(settings, _message(action=action), now=now)
    assert (receipt.rows_read, receipt.rows_set_aside) == (8, 8)
    assert {reason.partition(":")[0] for _, reason in _reasons(settings)} == {"SDMX action Delete"}
    assert _rows(settings) == []


CSV_20 = """\
STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT,REPORTING_YEAR_START_DAY
dataflow,BANK:OUTLOOK(1.0),I,NL,GDP,2021,1.50,,6,
dataflow,BANK:OUTLOOK(1.0),R,NL,GDP,2022-A1,0.10,B,6,--01-01
dataflow,BANK:OUTLOOK(1.0),A,NL,GDP,2023,NaN,L,6,
dataflow,BANK:OUTLOOK(1.0),M,NL,GDP,2024,1E3,E,6,--07-01
dataflow,BANK:OUTLOOK(1.0),D,NL,GDP,2019,9,A,6,
dataflow,BANK:OUTLOOK(1.0),M,NL,GDP,2018,,P,6,
dataflow,BANK:OUTLOOK(1.0),I,NL,GDP,2017-A1,9,A,6,--07-01
dataflow,BANK:OUTLOOK(1.0),I,NL,GDP,2016,9,Q,6,
dataflow,OTHER:OUTLOOK(1.0),I,NL,GDP,2015,9,A,6,
"""
CSV_SET_ASIDE = [
    ("row 6", "SDMX action Delete"),
    ("row 7", "SDMX action Merge without a figure"),
    ("row 8", "the period is of a reporting year that does not begin on 1 January"),
    ("row 9", "status 'Q' is none of"),
    ("row 10", "no value is declared for what stands here"),
]


def test_csv_of_2_0_is_received_and_deletions_are_not_published(
    tmp_path: Path, now: datetime
) -> None:
    settings = _settings(tmp_path, AS_CSV)
    receipt = _received(settings, CSV_20, now=now, name="outlook-2026-07-01.csv")
    assert (receipt.rows_read, receipt.rows_accepted, receipt.rows_set_aside) == (9, 4, 5)
    assert _rows(settings) == PUBLISHED
    found = _reasons(settings)
    assert len(found) == len(CSV_SET_ASIDE)
    for (place, reason), (row, told) in zip(found, CSV_SET_ASIDE, strict=True):
        assert place.partition(",")[0] == row
        assert reason.startswith(told)


CSV_10 = """\
DATAFLOW,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT
BANK:OUTLOOK(1.0),NL,GDP,2021,1.50,A,6
BANK:OUTLOOK(1.0),NL,GDP,2022,0.10,B,6
BANK:OUTLOOK(1.0),NL,GDP,2023,NaN,L,6
BANK:OUTLOOK(1.0),NL,GDP,2024,1E3,E,6
"""


def test_csv_of_1_0_is_received(tmp_path: Path, now: datetime) -> None:
    settings = _settings(tmp_path, AS_CSV.replace("STRUCTURE_ID", "DATAFLOW"))
    receipt = _received(settings, CSV_10, now=now, name="outlook-2026-07-01.csv")
    assert receipt.status is SubmissionStatus.ACCEPTED
    assert _rows(settings) == PUBLISHED
