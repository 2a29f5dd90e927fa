"""Every text of a grid is given: as a figure, or with the reason why it is none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipelines.readers.contract import RefusedFileError, Row
from pipelines.readers.grid import read_grid, read_text_grid
from pipelines.readers.grid_layout import Header
from tests.receiving.readers.reading import LIMITS, read_all
from tests.receiving.readers.workbooks import Cells, written_xlsx

YEARS = (Header(matches=r"20\d\d[a-z]?"),)
NO_HEADING = "which is no heading as declared, such as '2024e' beside it"
NOTE = "a note of the sheet"
SOUND: Cells = {
    "A1": "Table 1",
    "B3": 2023,
    "C3": "2024e",
    "A4": "Share",
    "A5": "Albania",
    "B5": 1.5,
    "C5": 2,
    "A7": "Notes: 2024 is an estimate.",
    "A9": "-7-",
}


def _rows(path: Path, cells: Cells) -> list[Row]:
    file = written_xlsx(path / "grid.xlsx", {"T1": cells})
    return [row[:8] for row in read_grid(file, headers=YEARS, sheets="T.*", limits=LIMITS).rows]


def _told(path: Path, cells: Cells) -> dict[str | None, tuple[str | None, ...]]:
    """Of every row by its place: the row's label, the column's, the text, why it is unread."""
    return {row[0]: row[4:] for row in _rows(path, cells)}


def test_figures_have_their_labels_and_lines_below_them_are_notes(tmp_path: Path) -> None:
    above = ("T1", "Table 1", "Share", "Albania")
    nothing = (None, None, None, None)
    assert _rows(tmp_path, SOUND) == [
        ("T1!B5", *above, "2023", "1.5", None),
        ("T1!C5", *above, "2024e", "2", None),
        ("T1!A7", "T1", *nothing, "Notes: 2024 is an estimate.", NOTE),
        ("T1!A9", "T1", *nothing, "-7-", NOTE),
    ]


def test_what_stands_under_a_mistyped_heading_is_told_with_it(tmp_path: Path) -> None:
    told = _told(tmp_path, {**SOUND, "D3": "2024\n e", "D5": 3})
    assert told["T1!D5"] == ("Albania", "2024\n e", "3", f"stands under '2024 e', {NO_HEADING}")
    assert len(told) == 5


STRAY = {
    "beside the figures": ({"E5": "x"}, "T1!E5"),
    "between label and figures": ({"B3": None, "C3": "2023", "D3": "2024", "B5": 7}, "T1!B5"),
    "in a row with nothing else": ({"A6": "Belgium", "E6": 4}, "T1!E6"),
    "a broken reference": ({"A6": "Belgium", "E6": "#REF!"}, "T1!E6"),
}


@pytest.mark.parametrize(("cells", "place"), STRAY.values(), ids=STRAY.keys())
def test_what_stands_under_no_heading_is_told(tmp_path: Path, cells: Cells, place: str) -> None:
    *_, reason = _told(tmp_path, {**SOUND, **cells})[place]
    assert re.fullmatch(
        r"stands under no heading that is declared, such as '202\de?' beside it", str(reason)
    )


def test_figures_above_the_first_header_row_are_told_and_no_title(tmp_path: Path) -> None:
    rows = _rows(tmp_path, {**SOUND, "A2": "Iceland", "B2": 9})
    assert rows[0][:7] == ("T1!B2", "T1", None, None, "Iceland", None, "9")
    assert str(rows[0][7]).startswith("stands under no header row; expected above it 2 or more")
    assert {row[2] for row in rows[1:3]} == {"Table 1"}


def test_rows_of_text_name_the_block_below_them(tmp_path: Path) -> None:
    rows = _rows(tmp_path, {**SOUND, "A8": "Change (%)", "A10": "Albania", "B10": 4})
    assert rows[-1][3:5] == ("Notes: 2024 is an estimate. · Change (%) · -7-", "Albania")


def test_a_sheet_of_which_nothing_is_needed_may_lack_a_header_row(tmp_path: Path) -> None:
    odd: Cells = {"A1": "Table 2", "A2": "Albania", "B2": 1}
    file = written_xlsx(tmp_path / "two.xlsx", {"T1": SOUND, "T2 ": odd})
    read = {"headers": YEARS, "sheets": "T.*", "limits": LIMITS}
    with pytest.raises(RefusedFileError, match="no header row in T2"):
        list(read_grid(file, **read).rows)  # type: ignore[arg-type]
    rows = list(read_grid(file, unused=["T2"], **read).rows)  # type: ignore[arg-type]
    assert [(row[0], row[7] == NOTE) for row in rows[4:]] == [
        ("'T2 '!B2", False),
        ("'T2 '!A1", True),
    ]


def test_a_file_without_any_header_row_is_refused_whatever_is_needed(tmp_path: Path) -> None:
    file = tmp_path / "grid.csv"
    file.write_text("Albania,1.5\n", encoding="utf-8")
    rows, refusal = read_all(
        lambda path: read_text_grid(path, headers=YEARS, delimiter=",", limits=LIMITS), file
    )
    assert [row[0] for row in rows] == ["row 1, column B"]
    assert str(refusal).startswith("no header row: expected 2 or more cells")


def test_marks_of_footnotes_are_no_part_of_figures_and_headings(tmp_path: Path) -> None:
    cells: Cells = {**SOUND, "B3": "2023 (r)", "C3": "2024e*", "B5": "1.5*", "C5": "2.4¹"}
    file = written_xlsx(tmp_path / "grid.xlsx", {"T1": cells})
    rows = list(read_grid(file, headers=YEARS, sheets="T.*", limits=LIMITS).rows)
    assert [row[5:] for row in rows[:2]] == [
        ("2023", "1.5", None, "1.5*"),
        ("2024e", "2.4", None, "2.4¹"),
    ]


@pytest.mark.parametrize("text", ["2,4e", "n/a", "*", "2.4 (e)", "2.4%"])
def test_whatever_else_stands_behind_a_figure_is_given_as_sent(tmp_path: Path, text: str) -> None:
    assert _told(tmp_path, {**SOUND, "B5": text})["T1!B5"][2] == text


def test_a_heading_in_the_row_of_its_first_figures_names_their_block(tmp_path: Path) -> None:
    cells: Cells = {
        "A1": "Table 1",
        "C3": 2023,
        "D3": 2024,
        "A4": "Share",
        "B4": "Albania",
        "C4": 1.5,
        "B5": "Belgium",
        "C5": 2,
        "A6": "Change",
        "B6": "Albania",
        "C6": 3,
        "B7": "Belgium",
        "C7": 4,
    }
    assert [row[3:5] for row in _rows(tmp_path, cells)] == [
        ("Share", "Albania"),
        ("Share", "Belgium"),
        ("Change", "Albania"),
        ("Change", "Belgium"),
    ]


def test_a_sheet_of_notes_alone_needs_no_header_row(tmp_path: Path) -> None:
    file = written_xlsx(tmp_path / "two.xlsx", {"T1": SOUND, "T2": {"A1": "Notes: none"}})
    read = {"headers": YEARS, "sheets": "T.*", "limits": LIMITS}
    rows = list(read_grid(file, **read).rows)  # type: ignore[arg-type]
    assert rows[-1][0] == "T2!A1"
    with pytest.raises(RefusedFileError, match="no header row in T2"):
        list(read_grid(file, indispensable=["T2"], **read).rows)  # type: ignore[arg-type]


def test_a_heading_beside_which_figures_have_none_heads_none_of_them(tmp_path: Path) -> None:
    women = {"A1": "Table 1", "B3": 2023, "D3": "2024e", "B4": "women", "C4": "all", "E4": "all"}
    figures = {"A5": "Albania", "B5": 0.3, "C5": 1.5, "D5": 2}
    told = _told(tmp_path, {**women, **figures})
    text, reason = told["T1!B5"][2:4]
    assert text == "0.3"
    assert str(reason).startswith("stands under '2023', beside which figures stand under no head")
    assert str(told["T1!C5"][3]).startswith("stands under no heading")
    assert told["T1!D5"][3] is None
