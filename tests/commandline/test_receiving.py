"""Commands that change something: their receipts and their exit codes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.commandline.running import run
from tests.receiving.writing import observation, table, written

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("environment")]

RECEIPT_KEYS = {
    *("submission", "source", "edition", "file", "status", "rows_read", "rows_accepted"),
    *("rows_set_aside", "reasons"),
}
SOUND = table([observation("NLD")])
IN_PART = table([observation("BEL"), observation("ZZZ")])
REJECTED = b"Dear all\n"


def test_a_receipt_has_the_promised_keys(tmp_path: Path) -> None:
    path = written(tmp_path, IN_PART)
    (receipt,) = json.loads(run("receive", str(path), "--format", "json").output)
    assert receipt.keys() >= RECEIPT_KEYS
    assert (receipt["status"], receipt["edition"]) == ("accepted_in_part", "2024-06-17")
    counts = (receipt["rows_read"], receipt["rows_accepted"], receipt["rows_set_aside"])
    assert counts == (2, 1, 1)
    assert isinstance(receipt["reasons"], list)
    (row,) = csv.DictReader(io.StringIO(run("receive", str(path), "--format", "csv").output))
    assert row["status"] == "duplicate"
    assert "duplicate" in run("receive", str(path)).output


@pytest.mark.parametrize(
    ("content", "strict_code"),
    [(SOUND, 0), (IN_PART, 3), (REJECTED, 3)],
    ids=["accepted", "accepted in part", "rejected"],
)
def test_an_outcome_is_no_failure_unless_strict(
    tmp_path: Path, content: bytes, strict_code: int
) -> None:
    path = str(written(tmp_path, content))
    assert run("receive", "--strict", path).exit_code == strict_code
    assert run("receive", "--strict", path).exit_code == 0, "a duplicate is neither"
    other = str(written(tmp_path, content + b"\n", name="other.csv"))
    assert run("receive", other).exit_code == 0


def test_an_empty_inbox_is_no_failure() -> None:
    assert run("receive", "--strict").exit_code == 0
    assert json.loads(run("receive", "--format", "json").output) == []


def test_files_in_transfer_are_left_alone_in_a_folder_as_in_the_inbox(tmp_path: Path) -> None:
    folder = tmp_path / "sent"
    written(folder, SOUND, name="whole.csv")
    for name in ("half.csv.part", "half.tmp", ".half.csv", "~half.csv"):
        written(folder, IN_PART, name=name)
    written(folder / ".git", IN_PART, name="half.csv")
    receipts = json.loads(run("receive", str(folder), "--format", "json").output)
    assert [receipt["file"] for receipt in receipts] == ["sent/whole.csv"]


def test_questions_before_the_first_judgement_say_what_to_do() -> None:
    answer = run("status")
    assert answer.exit_code == 2
    assert "nothing has been judged yet: run `pledgewatch judge`" in answer.error
    assert run("status", "--as-of", "2024-06-30", "--party", "NLD").exit_code == 0
    assert run("changes").output == "no verdict has moved\n"
    assert run("submissions").output == "nothing received yet\n"
    assert run("set-aside").output == "no row is set aside\n"


def test_check_tells_every_mistake_and_ends_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = run("check")
    assert (sound.exit_code, sound.output) == (0, "no mistakes\n")
    folder = tmp_path / "sources"
    written(folder, b"id: a\nid: b\n", name="a.yaml")
    written(folder, b"", name="b.yaml")
    monkeypatch.setenv("PLEDGEWATCH_SOURCES_FOLDER", str(folder))
    answer = run("check")
    assert answer.exit_code == 2
    assert "sources/a.yaml:2: not readable as YAML: found duplicate key" in answer.error
    assert "sources/b.yaml: the file is empty" in answer.error
    assert "nato-defence-share.yaml:" in answer.error, "its source is gone with the file"
    as_json = run("check", "--format", "json")
    assert as_json.exit_code == 2
    assert len(json.loads(as_json.output)) == len(answer.error.strip().splitlines())


def test_a_warehouse_that_cannot_be_opened_ends_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLEDGEWATCH_HOME", str(tmp_path / "broken"))
    written(tmp_path / "broken" / "lake", b"no database" * 500, name="catalogue.sqlite")
    answer = run("status")
    assert answer.exit_code == 1
    assert "the warehouse cannot be opened" in answer.error
    assert "Traceback" not in answer.error
    assert run("doctor").exit_code == 1


def test_the_default_home_is_a_folder_of_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PLEDGEWATCH_HOME")
    monkeypatch.chdir(tmp_path)
    path = written(tmp_path / "sent", IN_PART)
    (receipt,) = json.loads(run("receive", str(path), "--format", "json").output)
    assert (tmp_path / "var" / receipt["quality_page"]).exists()
    answer = run("corrections", receipt["submission"], "--format", "json")
    (form,) = json.loads(answer.output)
    assert (form["rows"], form["rows_open"]) == (1, 1)
    assert Path(form["workbook"]).exists()
