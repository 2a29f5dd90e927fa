"""Rows set aside go out as a spreadsheet, come back corrected, and stand where they were not."""

from __future__ import annotations

import csv
import email
import email.policy
import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from commitments.errors import UsageError
from commitments.model import SubmissionStatus
from pipelines.corrections import write_corrections
from pipelines.judge import registered
from pipelines.receive import receive_submissions
from pipelines.settings import Settings
from pipelines.steps import opened_warehouse
from pipelines.withdraw import withdraw_submission
from tests.judging.judging import judged_in_sql
from tests.receiving.writing import ACTIVITIES, activity, observation, table, written
from warehouse.judgement import Horizon
from warehouse.reading import read_set_aside

pytestmark = pytest.mark.slow

HOUR = timedelta(hours=1)
GOOD = observation("BEL", value="1.3")
DONORS = ("AUT", "BEL", "CAN", "DEU", "DNK", "ESP", "FIN", "FRA", "ITA", "NLD")
WRONG = [observation("NLDD"), observation("POL", value="4..12"), observation("DEU", status="X")]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


def _sent(settings: Settings, tmp_path: Path, now: datetime) -> str:
    file = written(tmp_path / "sent", table([GOOD, *WRONG, "too,few,columns"]))
    (receipt,) = receive_submissions(settings, paths=[file], now=now)
    assert (receipt.rows_accepted, receipt.rows_set_aside) == (1, 4)
    return receipt.submission


def _corrected(path: Path, corrections: Mapping[int, Mapping[str, Any]], *, keep: int = 99) -> Path:
    """The spreadsheet as a partner saves it, with cells of some rows (from 1) typed anew."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for row, cells in corrections.items():
        for name, value in cells.items():
            sheet.cell(row=row + 1, column=columns[name], value=value)
    if sheet.max_row > keep + 1:
        sheet.delete_rows(keep + 2, sheet.max_row)
    saved = path.with_name(f"corrected-{len(list(path.parent.iterdir()))}.xlsx")
    workbook.save(saved)
    return saved


def _cells(path: Path) -> list[dict[str, Any]]:
    heading, *rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def _values(settings: Settings) -> dict[str, Decimal]:
    with opened_warehouse(settings) as warehouse:
        rows = warehouse.connection.execute(
            "SELECT party, value FROM core.current_observations WHERE source LIKE 'nato%'"
        ).fetchall()
    return dict(rows)


def _open(settings: Settings) -> list[int]:
    with opened_warehouse(settings) as warehouse:
        return sorted({row.line for row in read_set_aside(warehouse.connection)})


FIXES = {1: {"party": "NLD"}, 2: {"value": 4.12}, 3: {"status": "E"}}


def _as_csv(path: Path) -> Path:
    """The same as a spreadsheet program exports its first sheet."""
    saved = path.with_suffix(".csv")
    with saved.open("w", newline="", encoding="utf-8") as file:
        rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
        csv.writer(file, delimiter=";").writerows(rows)
    return saved


@pytest.mark.parametrize("saved", [lambda path: path, _as_csv])
def test_a_corrected_spreadsheet_takes_the_place_of_the_rows_set_aside(
    settings: Settings, tmp_path: Path, now: datetime, saved: Callable[[Path], Path]
) -> None:
    submission = _sent(settings, tmp_path, now)
    form = write_corrections(settings, submission, folder=tmp_path / "forms")
    assert (form.rows, form.rows_open) == (4, 4)
    (receipt,) = receive_submissions(
        settings, paths=[saved(_corrected(form.workbook, FIXES, keep=3))], now=now + HOUR
    )
    assert receipt.status is SubmissionStatus.ACCEPTED, receipt.reasons
    assert receipt.corrects == submission
    assert _values(settings) == {
        "BEL": Decimal("1.3"),
        "NLD": Decimal("2.05"),
        "POL": Decimal("4.12"),
        "DEU": Decimal("2.05"),
    }
    assert _open(settings) == [6]  # the line with too few columns is still open


def test_the_spreadsheet_shows_what_was_sent_what_is_wrong_and_where(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    submission = _sent(settings, tmp_path, now)
    form = write_corrections(settings, submission, folder=tmp_path / "forms")
    sheet = openpyxl.load_workbook(form.workbook).worksheets[0]
    columns = {cell.value: at for at, cell in enumerate(sheet[1])}
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=5)]
    assert [row[columns["party"]] for row in rows] == ["NLDD", "POL", "DEU", None]
    assert rows[1][columns["value"]] == "4..12"
    assert "'NLDD' is not a country code" in rows[0][columns["what is wrong"]]
    assert rows[3][columns["as sent"]] == "too,few,columns"
    assert [row[columns["corrects"]] for row in rows] == [
        f"{submission}:2",
        f"{submission}:3",
        f"{submission}:4",
        f"{submission}:line-6",
    ]
    marked = [cell.column - 1 for cell in sheet[2] if cell.fill.fgColor.rgb == "FFFBE3DC"]
    assert marked == [columns["party"]]


def test_a_correction_may_be_wrong_again_and_corrected_again(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    submission = _sent(settings, tmp_path, now)
    form = write_corrections(settings, submission, folder=tmp_path / "one")
    still_wrong = {1: {"party": "NLD"}, 2: {"value": "4.1.2"}, 3: {"status": "E"}}
    (again,) = receive_submissions(
        settings, paths=[_corrected(form.workbook, still_wrong, keep=3)], now=now + HOUR
    )
    assert (again.rows_accepted, again.rows_set_aside) == (2, 1)
    second = write_corrections(settings, again.submission, folder=tmp_path / "two")
    assert _cells(second.workbook)[0]["value"] == "4.1.2"
    (last,) = receive_submissions(
        settings, paths=[_corrected(second.workbook, {1: {"value": 4.12}})], now=now + 2 * HOUR
    )
    assert last.status is SubmissionStatus.ACCEPTED, last.reasons
    assert last.corrects == submission  # the edition that all of them are of
    assert _values(settings)["POL"] == Decimal("4.12")
    assert _open(settings) == [6]  # the line with too few columns; those corrected twice are not


def test_a_correction_none_of_whose_rows_can_be_used_is_corrected_again(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    submission = _sent(settings, tmp_path, now)
    form = write_corrections(settings, submission, folder=tmp_path / "one")
    useless = _corrected(form.workbook, {1: {"party": "NLDD", "value": 9}}, keep=1)
    (again,) = receive_submissions(settings, paths=[useless], now=now + HOUR)
    assert (again.rows_accepted, again.corrects) == (0, submission)
    second = write_corrections(settings, again.submission, folder=tmp_path / "two")
    (last,) = receive_submissions(
        settings, paths=[_corrected(second.workbook, {1: {"party": "NLD"}})], now=now + 2 * HOUR
    )
    assert (last.rows_accepted, last.corrects) == (1, submission)
    assert _open(settings) == [4, 5, 6]


def test_a_correction_names_only_what_is_open_and_states_nothing_accepted_before(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    submission = _sent(settings, tmp_path, now)
    form = write_corrections(settings, submission, folder=tmp_path / "forms")
    corrected = _corrected(form.workbook, {**FIXES, 1: {"party": "BEL"}}, keep=3)
    (receipt,) = receive_submissions(settings, paths=[corrected], now=now + HOUR)
    assert (receipt.rows_accepted, receipt.rows_set_aside) == (2, 1)
    assert "correction-adds" in receipt.reasons[0]
    assert "send a new edition" in receipt.reasons[0]
    twice = _corrected(form.workbook, {**FIXES, 4: {"note": "again"}}, keep=3)
    (receipt,) = receive_submissions(settings, paths=[twice], now=now + 2 * HOUR)
    reasons = " ".join(receipt.reasons)
    assert (
        f"'{submission}:3' names no row of this source that is set aside still: take out" in reasons
    )
    assert _values(settings)["BEL"] == Decimal("1.3")


def test_an_accepted_figure_cannot_be_changed_after_a_newer_edition_either(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    submission = _sent(settings, tmp_path, now)
    form = write_corrections(settings, submission, folder=tmp_path / "forms")
    newer = observation("BEL", value="1.4", published_on="2025-06-17")
    receive_submissions(
        settings, paths=[written(tmp_path / "newer", table([newer]))], now=now + HOUR
    )
    corrected = _corrected(form.workbook, {**FIXES, 1: {"party": "BEL", "value": 9}}, keep=3)
    (receipt,) = receive_submissions(settings, paths=[corrected], now=now + 2 * HOUR)
    assert (receipt.rows_accepted, receipt.rows_set_aside) == (2, 1)
    assert "BEL defence-share-gdp 2024 was accepted already in the edition of 2024-06-17" in str(
        receipt.reasons
    )


def test_a_withdrawn_correction_opens_its_rows_again(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    submission = _sent(settings, tmp_path, now)
    form = write_corrections(settings, submission, folder=tmp_path / "forms")
    corrected = _corrected(form.workbook, FIXES, keep=3)
    (receipt,) = receive_submissions(settings, paths=[corrected], now=now + HOUR)
    withdraw_submission(
        settings, receipt.submission, author="An operator", reason="wrong file", now=now + 2 * HOUR
    )
    assert _open(settings) == [3, 4, 5, 6]
    assert _values(settings) == {"BEL": Decimal("1.3")}


def test_the_judgement_sees_a_correction_from_when_it_came_and_the_rest_of_the_edition_stays(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    submission = _sent(settings, tmp_path, now)
    form = write_corrections(settings, submission, folder=tmp_path / "forms")
    corrected = _corrected(form.workbook, FIXES, keep=3)
    receive_submissions(settings, paths=[corrected], now=now + HOUR)

    def values(**horizon: datetime) -> dict[str, Decimal | None]:
        with opened_warehouse(settings) as warehouse:
            asked = Horizon(as_of=date(2025, 6, 30), **horizon)  # type: ignore[arg-type]
            judged = judged_in_sql(warehouse.connection, registered(settings), asked)
        return {
            party: judged["nato-defence-share", party, "2024"].value
            for party in ("BEL", "NLD", "POL")
        }

    assert values() == {"BEL": Decimal("1.3"), "NLD": Decimal("2.05"), "POL": Decimal("4.12")}
    assert values(recorded_before=now + HOUR) == {"BEL": Decimal("1.3"), "NLD": None, "POL": None}


def test_a_correction_of_a_series_does_not_replace_the_series(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    rows = [
        f"kiel-ukraine-support,2026-07-30,{party},ukraine-allocated,2024-01,{value},eur_billion,A,"
        for party, value in (*((party, "1.5") for party in DONORS), ("POLL", "0.3"))
    ]
    (first,) = receive_submissions(
        settings, paths=[written(tmp_path / "sent", table(rows))], now=now
    )
    assert first.rows_set_aside == 1, first
    form = write_corrections(settings, first.submission, folder=tmp_path / "forms")
    corrected = _corrected(form.workbook, {1: {"party": "POL"}})
    (receipt,) = receive_submissions(settings, paths=[corrected], now=now + HOUR)
    assert receipt.status is SubmissionStatus.ACCEPTED, receipt.reasons
    with opened_warehouse(settings) as warehouse:
        standing = warehouse.connection.execute(
            "SELECT party FROM core.current_observations ORDER BY party"
        ).fetchall()
    assert standing == [(party,) for party in (*DONORS, "POL")]


def test_a_stage_set_aside_is_corrected_as_well(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    lines = [
        activity("eqr-1", occurred_on="2026-05-01"),
        activity("eqr-1", stage="acknowledgedd", occurred_on="2026-05-20"),
    ]
    file = written(tmp_path / "sent", table(lines, header=ACTIVITIES))
    (first,) = receive_submissions(settings, paths=[file], now=now)
    form = write_corrections(settings, first.submission, folder=tmp_path / "forms")
    corrected = _corrected(form.workbook, {1: {"stage": "acknowledged"}})
    (receipt,) = receive_submissions(settings, paths=[corrected], now=now + HOUR)
    assert receipt.status is SubmissionStatus.ACCEPTED, receipt.reasons
    assert receipt.corrects == first.submission
    assert _open(settings) == []


@pytest.mark.parametrize("known", [True, False])
def test_nothing_to_correct_is_said(
    settings: Settings, tmp_path: Path, now: datetime, known: bool
) -> None:
    (receipt,) = receive_submissions(
        settings, paths=[written(tmp_path / "sent", table([GOOD]))], now=now
    )
    submission = receipt.submission if known else "0000000000000000"
    told = "no row is set aside" if known else "nothing was received under it"
    with pytest.raises(UsageError, match=told):
        write_corrections(settings, submission, folder=tmp_path)


def test_the_submitter_is_sent_the_receipt_with_the_rows_to_correct_once(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    submission = _sent(settings, tmp_path, now)
    (letter,) = (settings.home / "receipts").iterdir()
    message = email.message_from_bytes(letter.read_bytes(), policy=email.policy.default)
    assert message["Subject"] == "figures.csv: accepted in part, 1 of 5 rows"
    attached = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
    told = json.loads(attached[f"receipt-{submission}.json"])
    assert (told["rows_read"], told["rows_accepted"], told["rows_set_aside"]) == (5, 1, 4)
    assert attached[f"corrections-{submission}.xlsx"][:2] == b"PK"
    for part in ("plain", "html"):
        text = message.get_body((part,)).get_content()
        assert "NLDD" in text
        assert "send the" in text
    receive_submissions(settings, paths=[tmp_path / "sent"], now=now + HOUR)
    assert len(list((settings.home / "receipts").iterdir())) == 1
