"""A workbook that is damaged, protected, hostile or too large is refused in words, unread."""

from __future__ import annotations

import random
import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import xlwt

from pipelines.readers.contract import Limits, RefusedFileError
from tests.receiving.readers.workbooks import (
    ods_cell,
    ods_number,
    ods_row,
    ods_table,
    ods_text,
    read,
    repacked,
    written_ods,
    written_xlsx,
    xlsx_of_xml,
    zipped,
)

STRINGS = "xl/sharedStrings.xml"
SHEET = "xl/worksheets/sheet1.xml"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'


def _bytes(content: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / "a.xlsx"
        path.write_bytes(content)
        return path

    return write


def _zip(*names: str) -> Callable[[Path], Path]:
    return lambda folder: zipped(folder / "a.xlsx", dict.fromkeys(names, "<x/>"))


def _xml(sheet_data: str) -> Callable[[Path], Path]:
    return lambda folder: xlsx_of_xml(folder / "a.xlsx", sheet_data)


def _changed(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        return repacked(written_xlsx(folder / "a.xlsx", {"S": {"A1": "x"}}), {name: change})

    return write


def _ods(*tables: str, prolog: str = "") -> Callable[[Path], Path]:
    return lambda folder: written_ods(folder / "a.ods", *tables, prolog=prolog)


def _cut(folder: Path) -> Path:
    path = written_xlsx(folder / "a.xlsx", {"S": {"A1": "x"}})
    path.write_bytes(path.read_bytes()[:-200])
    return path


def _flipped(folder: Path) -> Path:
    path = written_xlsx(folder / "a.xlsx", {"S": {"A1": "x"}})
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo(SHEET).header_offset + 60
    content = bytearray(path.read_bytes())
    content[at] ^= 0xFF
    path.write_bytes(content)
    return path


def _twice(folder: Path) -> Path:
    path = written_xlsx(folder / "a.xlsx", {"S": {"A1": "x"}})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(SHEET.replace("sheet1", "Sheet1"), "<x/>")
    return path


def _locked_zip(folder: Path) -> Path:
    """A zip file whose members say that they need a password."""
    path = written_xlsx(folder / "a.xlsx", {"S": {"A1": "x"}})
    content = bytearray(path.read_bytes())
    for signature, flags_at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = content.find(signature)
        while at >= 0:
            content[at + flags_at] |= 1
            at = content.find(signature, at + 4)
    path.write_bytes(content)
    return path


REFUSED = {
    "empty": (_bytes(b""), "this is not a workbook"),
    "text": (_bytes(b"party,2014\nNLD,1.2\n"), "this is not a workbook, whatever its name says"),
    "HTML named XLS": (_bytes(b"<html><table></table></html>"), "this is not a workbook"),
    "another zip file": (_zip("report.docx"), "a zip file but no workbook"),
    "a text document": (_zip("[Content_Types].xml", "word/document.xml"), "but no workbook"),
    "a binary workbook": (_zip("xl/workbook.bin"), "save it as XLSX"),
    "no workbook part": (_zip("[Content_Types].xml", "xl/styles.xml"), "damaged or incomplete"),
    "cut short": (_cut, "damaged or incomplete"),
    "a flipped bit": (_flipped, "damaged or incomplete"),
    "two parts of one name": (_twice, "damaged or incomplete"),
    "a locked zip": (_locked_zip, "protected with a password"),
    "a protected XLSX": (
        _bytes(OLE2 + bytes(600) + "EncryptedPackage".encode("utf-16-le")),
        "protected with a password",
    ),
    "a damaged XLS": (_bytes(OLE2 + bytes(2000)), "damaged"),
    "XML cut short": (_changed(SHEET, lambda xml: xml[: len(xml) // 2]), "does not read to its"),
    "no UTF-8": (_changed(STRINGS, lambda xml: xml.replace(b">x<", b">\xe9<")), "does not read to"),
    "entities": (
        _changed(STRINGS, lambda xml: xml.replace(b"<sst", BOMB.encode() + b"<sst")),
        "XML entities",
    ),
    "entities in ODS": (_ods(ods_table(), prolog=BOMB), "XML entities"),
    "a comment in a figure": (
        _xml('<row r="1"><c r="A1"><v>1<!-- x -->2</v></c></row>'),
        "comments",
    ),
    "an instruction": (_xml('<row r="1"><c r="A1"><v>1<?x?>2</v></c></row>'), "instructions"),
    "CDATA": (_xml('<row r="1"><c r="A1"><v><![CDATA[1]]></v></c></row>'), "CDATA"),
    "a cell twice": (
        _xml('<row r="1"><c r="B1"><v>1</v></c><c r="B1"><v>2</v></c></row>'),
        "cell 'B1' is not in its place in row 1",
    ),
    "a row twice": (_xml(ROW + ROW), "row 1 comes after row 1"),
    "a cell of another row": (
        _xml('<row r="1"><c r="A2"><v>1</v></c></row>'),
        "'A2' is not in its",
    ),
    "no reference": (_xml('<row r="1"><c r="1A"><v>1</v></c></row>'), "'1A' is not in its place"),
    "beyond the last row": (
        _xml('<row r="1048577"><c r="A1048577"><v>1</v></c></row>'),
        "outside any sheet",
    ),
    "beyond the last column": (_xml('<row r="1"><c r="XFE1"><v>1</v></c></row>'), "outside any"),
    "an unknown text": (_xml('<row r="1"><c r="A1" t="s"><v>9</v></c></row>'), "damaged"),
    "a table in a table": (
        _ods(ods_table(ods_row(ods_cell(ods_table())))),
        "stands within a table",
    ),
    "too many rows in ODS": (
        _ods(ods_table(ods_row(ods_number(1), attributes='table:number-rows-repeated="1048577"'))),
        "outside any sheet",
    ),
    "too many columns in ODS": (
        _ods(ods_table(ods_row(ods_number(1, 'table:number-columns-repeated="16385"')))),
        "outside any sheet",
    ),
    "no number of repeats": (
        _ods(ods_table(ods_row(ods_number(1, 'table:number-columns-repeated="x"')))),
        "damaged",
    ),
}


@pytest.mark.parametrize(("write", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_a_file_that_is_no_sound_workbook_is_refused(
    tmp_path: Path, write: Callable[[Path], Path], reason: str
) -> None:
    path = write(tmp_path)
    with pytest.raises(RefusedFileError, match=reason) as caught:
        read(path)
    assert str(tmp_path) not in str(caught.value)


def test_references_by_number_read_as_the_characters_they_stand_for(tmp_path: Path) -> None:
    figure = '<c r="A&#49;"><v>&#49;&#x32;.5</v></c>'
    text = '<c r="B1" t="str"><v>&#60;&amp;&#x3E;&#65;</v></c>'
    path = xlsx_of_xml(tmp_path / "a.xlsx", f'<row r="1">{figure}{text}</row>')
    assert read(path) == [("S", 1, ("12.5", "<&>A"))]


def test_an_odd_but_sound_workbook_is_read(tmp_path: Path) -> None:
    implied = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
    path = xlsx_of_xml(tmp_path / "a.xlsx", implied)
    assert read(path) == [("S", 1, ("1", "2")), ("S", 2, ("3",))]


LIMITS = {
    "file_mb": (Limits(file_mb=0), "larger than 0 MB (limit: file_mb)"),
    "members": (Limits(members=5), "at most 5 are read (limit: members)"),
    "rows": (Limits(rows=2), "more than 2 rows (limit: rows)"),
    "columns": (Limits(columns=3), "S!1: 4 columns, at most 3 are read (limit: columns)"),
    "cell_characters": (
        Limits(cell_characters=32_000),
        "S!3: a cell of 32,001 characters, at most 32,000 are read (limit: cell_characters)",
    ),
}
WITHIN = Limits(file_mb=1, members=20, rows=3, columns=4, cell_characters=32_001)


@pytest.fixture
def at_the_limits(tmp_path: Path) -> Path:
    """Three rows, four columns and a very long cell."""
    cells = {"D1": 1, "A2": "x", "A3": "y" * 32_001}
    return written_xlsx(tmp_path / "a.xlsx", {"S": cells})


@pytest.mark.parametrize(("limits", "reason"), LIMITS.values(), ids=LIMITS.keys())
def test_what_exceeds_a_limit_is_refused_and_the_limit_named(
    at_the_limits: Path, limits: Limits, reason: str
) -> None:
    with pytest.raises(RefusedFileError) as caught:
        read(at_the_limits, limits=limits)
    assert reason in str(caught.value)


def test_what_meets_a_limit_is_read(at_the_limits: Path) -> None:
    assert len(read(at_the_limits, limits=WITHIN)) == 3


def test_rows_are_counted_over_all_sheets(tmp_path: Path) -> None:
    path = written_xlsx(tmp_path / "a.xlsx", {"S": {"A1": 1}, "T": {"A1": 1}})
    with pytest.raises(RefusedFileError, match="rows"):
        read(path, limits=Limits(rows=1))


def test_a_zip_bomb_is_refused_without_unpacking_it(tmp_path: Path) -> None:
    path = _bomb(tmp_path)
    assert path.stat().st_size < 100_000
    with pytest.raises(RefusedFileError, match=r"larger than 2 MB \(limit: expanded_mb\)"):
        read(path, limits=Limits(expanded_mb=2))


def test_a_zip_bomb_that_lies_of_its_size_unpacks_to_no_more_than_it_said(tmp_path: Path) -> None:
    path = _bomb(tmp_path)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        part = archive.getinfo(SHEET)
        stated = struct.pack("<I", part.file_size)
        directory = archive.start_dir
    for at in (content.find(stated, part.header_offset), content.find(stated, directory)):
        content[at : at + 4] = struct.pack("<I", 1000)
    path.write_bytes(content)
    with pytest.raises(RefusedFileError, match="damaged or incomplete"):
        read(path, limits=Limits(expanded_mb=2))


SPARSE = {
    "XLSX": lambda folder: xlsx_of_xml(
        folder / "a.xlsx", ROW + '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    ),
    "ODS": lambda folder: written_ods(
        folder / "a.ods",
        ods_table(
            ods_row(
                ods_text("x"),
                ods_number(1, 'table:number-columns-repeated="16000"'),
                attributes='table:number-rows-repeated="1048576"',
            )
        ),
    ),
}


@pytest.mark.parametrize("write", SPARSE.values(), ids=SPARSE.keys())
def test_cells_far_apart_do_not_fill_the_memory(
    tmp_path: Path, write: Callable[[Path], Path]
) -> None:
    with pytest.raises(RefusedFileError, match=r"takes 1,.* MB, at most .* \(limit: expanded_mb\)"):
        read(write(tmp_path))


def test_blank_cells_far_apart_take_no_memory(tmp_path: Path) -> None:
    xml = ROW + '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert read(xlsx_of_xml(tmp_path / "a.xlsx", xml)) == [("S", 1, ("1",))]


def test_a_part_without_end_is_refused_before_it_is_held(tmp_path: Path) -> None:
    path = _changed(STRINGS, lambda xml: xml.replace(b">x<", b">" + b"x" * 4_000_000 + b"<"))
    with pytest.raises(RefusedFileError, match="cell_characters"):
        read(path(tmp_path))


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_random_damage_is_read_or_refused_but_never_breaks(tmp_path: Path, ending: str) -> None:
    dice = random.Random(11)
    path = _sound(tmp_path, ending)
    sound = path.read_bytes()
    for _ in range(200):
        damaged = bytearray(sound)
        for _ in range(dice.choice([1, 1, 3])):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        if dice.random() < 0.2:
            del damaged[dice.randrange(len(damaged)) :]
        path.write_bytes(damaged)
        with suppress(RefusedFileError):
            assert len(read(path, limits=Limits(expanded_mb=100))) < 100


def _bomb(folder: Path) -> Path:
    """A workbook whose sheet is 20 MB of blanks."""
    path = written_xlsx(folder / "a.xlsx", {"S": {"A1": 1}})
    return repacked(path, {SHEET: lambda xml: xml.replace(b"<row", b" " * 20_000_000 + b"<row")})


def _sound(folder: Path, ending: str) -> Path:
    path = folder / f"a.{ending}"
    if ending == "xlsx":
        return written_xlsx(path, {"S": {"A1": "x", "B2": 2.5, "C3": True}})
    if ending == "ods":
        return written_ods(path, ods_table(ods_row(ods_text("x"), ods_number(2.5))))
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    sheet.write(0, 0, "x")
    sheet.write(1, 1, 2.5)
    book.save(str(path))
    return path
