"""A feed of a known format needs a declaration and no code: the one in docs/sources.md, for one."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from commitments.errors import ConfigurationError
from commitments.model import Receipt, SubmissionStatus
from pipelines.receive import receive_submissions
from pipelines.settings import Settings
from pipelines.steps import opened_warehouse
from tests.receiving.writing import HOUSE, written

pytestmark = pytest.mark.slow

DOCUMENT = (HOUSE / "docs" / "sources.md").read_text(encoding="utf-8")
FORM = re.findall(r"```yaml\n(forms:.*?)```", DOCUMENT, re.DOTALL)[0]
DECLARED = f"""\
id: regional-bank
title: Economic outlook by country
publisher: A regional bank
url: https://example.org/outlook
licence: Cite the bank.
marking: public
layout: observations
indicators:
  - {{id: gdp, name: Gross domestic product, unit: usd_million, minimum: 0}}
{FORM}"""
TABLE = "country,2023,2024\nNetherlands,1.5,n/a\nTürkiye,2,3.25\nAtlantis,1,1\n"


def _settings(folder: Path, declared: str) -> Settings:
    written(folder / "sources", declared.encode(), name="regional-bank.yaml")
    return Settings(home=folder / "home", sources_folder=folder / "sources")


def _received(settings: Settings, *, content: str, name: str, now: datetime) -> Receipt:
    path = written(settings.home.parent / "sent", content.encode(), name=name)
    (receipt,) = receive_submissions(settings, paths=[path], now=now)
    return receipt


def test_a_declaration_is_all_a_new_feed_needs(tmp_path: Path, now: datetime) -> None:
    settings = _settings(tmp_path, DECLARED)
    receipt = _received(settings, content=TABLE, name="outlook-2026-07-01.csv", now=now)
    assert receipt.status is SubmissionStatus.ACCEPTED_IN_PART
    assert (receipt.rows_read, receipt.rows_accepted, receipt.rows_set_aside) == (6, 4, 2)
    assert "party 'Atlantis' is not a country code" in receipt.reasons[0]
    with opened_warehouse(settings) as warehouse:
        rows = warehouse.connection.execute(
            "SELECT party, period, value, status, place FROM core.observations ORDER BY ALL"
        ).fetchall()
    assert rows == [
        ("NLD", "2023", Decimal("1.5"), "A", "row 2, column 2023"),
        ("NLD", "2024", None, "M", "row 2, column 2024"),
        ("TUR", "2023", Decimal(2), "A", "row 3, column 2023"),
        ("TUR", "2024", Decimal("3.25"), "A", "row 3, column 2024"),
    ]


def test_a_file_that_does_not_say_when_it_was_published_is_told_how_to(
    tmp_path: Path, now: datetime
) -> None:
    receipt = _received(_settings(tmp_path, DECLARED), content=TABLE, name="outlook.csv", now=now)
    assert receipt.status is SubmissionStatus.REJECTED
    assert "--published-on" in receipt.reasons[0]


AS_JSON = (
    DECLARED.replace("format: delimited", "format: records")
    .replace("    unpivot: {columns: '(?:19|20)\\d\\d'}\n", "")
    .replace("column_label", "year")
    .replace(
        "    missing:",
        "    left_out: [{column: kind, matches: total, reason: a sum}]\n    missing:",
    )
)
RECORDS = """[{"country": "NLD", "year": "2024", "text": 1.50},
    {"country": "NLD", "year": "2024", "text": 9, "kind": "total"}]"""


def test_a_row_is_left_out_by_a_key_nothing_else_needs(tmp_path: Path, now: datetime) -> None:
    settings = _settings(tmp_path, AS_JSON)
    receipt = _received(settings, content=RECORDS, name="outlook-2026-07-01.json", now=now)
    assert (receipt.rows_accepted, receipt.rows_set_aside) == (1, 1)
    assert "a sum" in receipt.reasons[0]


MISTAKES = {
    "a column of no layout": ("party: {column: country}", "prty: {column: country}", "prty is no"),
    "a text from two places": ("{column: text}", "{column: text, constant: x}", "give one of"),
    "a pattern that is none": ("columns: '(?:19|20)\\d\\d'", "columns: '('", "not a regular"),
    "a format unknown": ("format: delimited", "format: fax", "format"),
    "a latest of no column": (
        "- file_name: '(\\d{4}-\\d{2}-\\d{2})'",
        "- {received: true, latest: true}",
        "pattern and latest are of a column",
    ),
    "a key unknown": ("missing:", "mising:", "not a key we know"),
}


@pytest.mark.parametrize(("said", "instead", "told"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_in_a_form_is_told_with_file_and_line(
    tmp_path: Path, now: datetime, said: str, instead: str, told: str
) -> None:
    assert said in DECLARED
    settings = _settings(tmp_path, DECLARED.replace(said, instead))
    with pytest.raises(ConfigurationError, match=told) as caught:
        _received(settings, content=TABLE, name="outlook-2026-07-01.csv", now=now)
    assert re.match(r".*regional-bank\.yaml:\d+: ", str(caught.value))


IN_WINDOWS = DECLARED.replace(
    "format: delimited\n", "format: delimited\n    encoding: windows-1252\n"
)
OTHER = (
    DECLARED.replace("regional-bank", "other-bank")
    .replace("column: country", "column: land")
    .replace("format: delimited\n", "format: delimited\n    encoding: windows-1250\n")
)


def test_a_file_is_read_in_the_encoding_its_source_declares(tmp_path: Path, now: datetime) -> None:
    settings = _settings(tmp_path, IN_WINDOWS)
    written(tmp_path / "sources", OTHER.encode(), name="other-bank.yaml")
    content = "country,2024,note\nNetherlands,1.5,dépenses\nFrance,2,\n".encode("cp1252")
    path = written(tmp_path / "sent", content, name="outlook-2026-07-01.csv")
    (receipt,) = receive_submissions(settings, paths=[path], now=now)
    assert (receipt.source, receipt.rows_accepted) == ("regional-bank", 2)


def test_an_encoding_that_is_none_is_told(tmp_path: Path, now: datetime) -> None:
    settings = _settings(tmp_path, IN_WINDOWS.replace("windows-1252", "windows-9"))
    with pytest.raises(ConfigurationError, match="no encoding of text we know"):
        receive_submissions(settings, paths=[], now=now)
