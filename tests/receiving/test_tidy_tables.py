"""Our own table as people write it: numbers, names and headings; never another value."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.receiving.staged import Outcome, stage
from tests.receiving.writing import OBSERVATIONS, observation

# delimiter, values as written, values as read; None where it is told to be no number
NUMBERS: dict[str, tuple[str, Sequence[str], Sequence[str | None]]] = {
    "decimal points": (",", ["2.125", "1234.5"], ["2.125", "1234.5"]),
    "decimal commas": (";", ["2,12", "1234"], ["2.12", "1234"]),
    "decimal commas behind tabs": ("\t", ["2,12", "-,5"], ["2.12", "-0.5"]),
    "decimal commas in quotes": (",", ['"2,12"', '"97686,0"'], ["2.12", "97686"]),
    "thousands by point": (";", ["97.686", "64.271,5"], ["97686", "64271.5"]),
    "thousands by point, twice": (";", ["97.686", "1.064.271"], ["97686", "1064271"]),
    "thousands by comma": (",", ['"82,107"', '"30,495.5"'], ["82107", "30495.5"]),
    "thousands by blanks": (
        ",",
        ["97 686.5", "64\u202f271", "1\u00a0000"],
        ["97686.5", "64271", "1000"],
    ),
    "thousands by apostrophe": (",", ["967'707", "1.5"], ["967707", "1.5"]),
    "a comma that may be either": (";", ["97,686", "1,421"], [None, None]),
    "a comma that may be either, in quotes": (",", ['"97,686"', "12"], [None, "12"]),
    "a point that may be either": (";", ["97.686", "1.421", "12"], [None, None, "12"]),
    "a point behind tabs, as is written here": ("\t", ["97.686"], ["97.686"]),
    "a point that a zero shows": (";", ["0.125", "2.125"], ["0.125", "2.125"]),
    "a comma that no other shows": (",", ['"82,107"', "1.5"], [None, "1.5"]),
    "a point that no other shows": (";", ["82.107", "1,5"], [None, "1.5"]),
    "both at once": (";", ["2.12", "2,06"], ["2.12", None]),
    "groups of two": (",", ['"1,23,456"', "1.5"], [None, "1.5"]),
    "two signs in one": (",", ['"1,234 567"', "1.5"], [None, "1.5"]),
    "a zero before the groups": (";", ["0.125,5", "2,5"], [None, "2.5"]),
    "words beside": (";", ["n/a", "2,5", "2024-01"], [None, "2.5", None]),
}


def _staged(folder: Path, values: Sequence[str], *, delimiter: str) -> Outcome:
    rows = [observation(value="VALUE", period=str(2000 + at)) for at in range(len(values))]
    lines = [OBSERVATIONS, *rows]
    text = "\n".join(lines).replace(",", delimiter)
    for value in values:
        text = text.replace("VALUE", value, 1)
    return stage(f"{text}\n".encode(), folder=folder / "staged", delimiter=delimiter)


@pytest.mark.parametrize(("delimiter", "written", "read"), NUMBERS.values(), ids=NUMBERS.keys())
def test_numbers_are_read_as_the_whole_file_shows(
    tmp_path: Path, delimiter: str, written: Sequence[str], read: Sequence[str | None]
) -> None:
    outcome = _staged(tmp_path, written, delimiter=delimiter)
    assert [value for _, value, _ in outcome.rows] == [
        None if text is None else Decimal(text) for text in read
    ]
    assert outcome.set_aside == []


def test_a_row_that_is_refused_is_told_once_when_the_file_is_read_again(tmp_path: Path) -> None:
    lines = [
        OBSERVATIONS,
        observation(value="2,5"),
        observation("BEL") + ",x,y",
        observation(value="1,5"),
    ]
    content = "\n".join(lines).replace("2,5", "VALUE").replace("1,5", "OTHER")
    content = content.replace(",", ";").replace("VALUE", "2,5").replace("OTHER", "1,5")
    outcome = stage(f"{content}\n".encode(), folder=tmp_path / "staged", delimiter=";")
    assert [item.line for item in outcome.set_aside] == [3]
    assert [value for _, value, _ in outcome.rows] == [Decimal("2.5"), Decimal("1.5")]
    assert outcome.staged.rows_read == 3


def test_parties_are_known_by_their_names(tmp_path: Path) -> None:
    names = ["Italy", "türkiye", "DEU", "deu", "Atlantis", "nato-total", "O'Land"]
    lines = [OBSERVATIONS, *(observation(name) for name in names)]
    outcome = stage("\n".join(lines).encode() + b"\n", folder=tmp_path / "staged")
    assert [party for party, _, _ in outcome.rows] == [
        *("ITA", "TUR", "DEU", "DEU", "Atlantis", "nato-total", "O'Land")
    ]


def test_columns_without_a_name_may_hold_nothing(tmp_path: Path) -> None:
    lines = [f"{OBSERVATIONS},,", f"{observation()},,", f"{observation('BEL')},,x"]
    outcome = stage("\n".join(lines).encode() + b"\n", folder=tmp_path / "staged")
    assert outcome.staged.rows_read == 2
    refused = outcome.refused
    assert refused == [
        None,
        "'x' stands in a column without a name; name it, or see that values "
        "stand under their own headings",
    ]


PLAIN = [
    "source,published_on,party,indicator,period,value,unit,status,due_on,item,note",
    "nato-defence-expenditure,2024-06-17,ESP,defence-share-gdp,2024,1.28,percent,E,2024-12-31,a b,",
    "nato-defence-expenditure,2024-06-17,ITA,defence-share-gdp,2024,1.49,percent,E,,,",
]
BLANKS = {
    "blanks": " ",
    "non-breaking spaces": "\u00a0",
    "narrow ones": "\u202f",
    "byte order marks": "\ufeff",
    "zero-width spaces": "\u200b",
    "two of them": "\u00a0 ",
}


@pytest.mark.parametrize("blank", BLANKS.values(), ids=BLANKS.keys())
def test_blanks_around_a_cell_or_heading_change_nothing(tmp_path: Path, blank: str) -> None:
    padded = [line.replace(",", f"{blank},{blank}") for line in PLAIN]
    folders = {"plain": PLAIN, "padded": [f"{blank}{line}{blank}" for line in padded]}
    contents = []
    for name, lines in folders.items():
        outcome = stage("\n".join([*lines, ""]).encode(), folder=tmp_path / name)
        assert (outcome.set_aside, outcome.refused) == ([], [None, None])
        staged = tmp_path / name / "staging" / "staged.parquet"
        contents.append(duckdb.sql(f"SELECT * EXCLUDE (note) FROM '{staged}'").fetchall())
    assert contents[0] == contents[1]


def test_a_date_among_blanks_that_is_none_is_told(tmp_path: Path) -> None:
    dates = ("\u00a02024-06-17", "\u00a017.6.2024 ")
    lines = [OBSERVATIONS, *(observation(published_on=text) for text in dates)]
    outcome = stage("\n".join(lines).encode() + b"\n", folder=tmp_path / "staged")
    assert outcome.refused[0] is None
    assert str(outcome.refused[1]).startswith("published_on '")
    assert "17.6.2024" in str(outcome.refused[1])


def test_a_line_without_indicator_and_period_is_a_remark_and_told_once(tmp_path: Path) -> None:
    signed, summed = "Signed: J. Smith,,,,,,,,", "Total,,NLD,,,4.18,,,"
    lines = (OBSERVATIONS, observation(), signed, summed)
    outcome = stage("\n".join([*lines, ""]).encode(), folder=tmp_path / "staged", delimiter=",")
    first, *remarks = outcome.refused
    assert first is None
    assert len(remarks) == 2
    told = "states no indicator and no period, so that it counts as a remark; give it both"
    assert {str(remark).partition(" if it is more")[0] for remark in remarks} == {told}
