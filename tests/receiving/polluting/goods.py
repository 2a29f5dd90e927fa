"""Good submissions, small: our own table in every format, and published files in their forms."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import xlsxwriter

from tests.published import published

HEADER = [
    *("source", "published_on", "party", "indicator", "period", "value", "unit", "status"),
    *("due_on", "occurred_on", "note"),
]
NATO = "nato-defence-expenditure,2024-06-17"
UN = "un-regular-budget,2026-08-18"
SHARES = tuple(
    f"{NATO},{line}".split(",")
    for line in (
        "NLD,defence-share-gdp,2024,2.05,percent,E,,,année fiscale: août",
        "BEL,defence-share-gdp,2024,1.3,percent,E,,,",
        "TUR,gdp,2023,1108022.25,usd_million,A,,,Türkiye",
        "DEU,gdp,2023,4456,usd_million,A,,,",
        "USA,gdp,2024,28781083,usd_million,E,,,total",
        "ALB,defence-real-change,2024,-0.125,percent,E,,,",
        "POL,equipment-share,2024,51.1,percent,E,,,",
    )
)
DUES = tuple(
    f"{UN},{line}".split(",")
    for line in (
        "CHN,regular-budget-assessed,2026,693456789,usd,A,2026-02-08,,",
        "CHN,regular-budget-paid-in-full,2026,1,flag,A,2026-02-08,2026-03-04,",
        "MYS,regular-budget-assessed,2026,10371574,usd,A,2026-02-08,,",
        "MYS,regular-budget-paid-in-full,2026,1,flag,A,2026-02-08,2026-01-30,",
    )
)


@dataclass(frozen=True, kw_only=True)
class Good:
    """A file that is received whole; a row of it holds at most so many values."""

    name: str
    content: Callable[[], bytes]
    values_in_a_row: int = 1


def table(rows: tuple[list[str], ...]) -> bytes:
    """Our own table as CSV."""
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows([HEADER, *rows])
    return stream.getvalue().encode()


def workbook(rows: tuple[list[str], ...] = SHARES) -> bytes:
    """Our own table as XLSX, numbers as numbers."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Observations")
        for at, cells in enumerate([HEADER, *rows]):
            for column, cell in enumerate(cells):
                is_number = at and HEADER[column] == "value"
                sheet.write(at, column, float(cell) if is_number else cell)
    return stream.getvalue()


def parquet(select: str = "SELECT *") -> bytes:
    """Our own table as Parquet; `select` may change its columns."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "rows.csv"), Path(folder, "rows.parquet")
        source.write_bytes(table(SHARES))
        with duckdb.connect() as connection:
            connection.execute(
                f"COPY ({select} FROM read_csv('{source}', all_varchar = true)) "
                f"TO '{target}' (FORMAT parquet, COMPRESSION uncompressed)"
            )
        return target.read_bytes()


def lines_of_json(rows: tuple[list[str], ...] = SHARES) -> bytes:
    """Our own table as NDJSON, numbers as numbers."""
    records = [
        {key: cell for key, cell in zip(HEADER, cells, strict=True) if cell} for cells in rows
    ]
    texts = [json.dumps(record, ensure_ascii=False) for record in records]
    return "".join(
        re.sub(r'"value": "([^"]+)"', r'"value": \1', text) + "\n" for text in texts
    ).encode()


YEARS = ("2021", "2022", "2023e", "2024e")
FIGURES: Mapping[str, tuple[str, str, Mapping[str, tuple[float, ...]]]] = {
    "TABLE2": (
        "Table 2 : Defence expenditure (Million US dollars)",
        "Current prices and exchange rates",
        {
            "Belgium": (6312.0, 6867.5, 7642.0, 8519.0),
            "Netherlands*": (14378.0, 14500.5, 17146.0, 21457.0),
        },
    ),
    "TABLE3": (
        "Table 3 : Defence expenditure as a share of GDP",
        "Share of real GDP (%)",
        {"Belgium": (1.05, 1.18, 1.21, 1.3), "Netherlands*": (1.36, 1.42, 1.64, 2.05)},
    ),
    "TABLE5": (
        "Table 5 : Gross domestic product (Million US dollars)",
        "Current prices and exchange rates",
        {
            "Belgium": (600000.0, 583000.0, 632217.0, 655192.0),
            "Netherlands*": (1029679.0, 1009400.0, 1118125.0, 1142513.0),
        },
    ),
}


def stacked_workbook(write: Callable[[xlsxwriter.Workbook], None] | None = None) -> bytes:
    """A small workbook laid out as NATO's; `write` may add to it."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for name, (title, block, rows) in FIGURES.items():
            sheet = book.add_worksheet(name)
            sheet.write(1, 1, title)
            sheet.write_row(4, 3, [int(y) if y.isdigit() else y for y in YEARS])
            sheet.write(5, 3, block)
            for at, (label, figures) in enumerate(rows.items()):
                sheet.write(6 + at, 1, label)
                sheet.write_row(6 + at, 3, figures)
        if write:
            write(book)
    return stream.getvalue()


def _activities(count: int = 12) -> bytes:
    text = published("iati", "dfid-589.xml").read_text(encoding="utf-8")
    *activities, _ = text.split("</iati-activity>")
    kept = [activity for activity in activities if "<transaction>" in activity][:count]
    start = text[: text.index(">") + 1]
    body = "".join(
        f"<iati-activity{part.partition('<iati-activity')[2]}</iati-activity>" for part in kept
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{start}{body}</iati-activities>'.encode()


def _dues() -> bytes:
    found = json.loads(
        published("un-regular-budget", "regular-budget-contributors-2026.json").read_bytes()
    )
    found["contributors"] = found["contributors"][:20] + [
        item for item in found["contributors"] if item["name"] == "Malaysia"
    ]
    return json.dumps(found, indent=2, ensure_ascii=False).encode()


def _first_lines(count: int, *parts: str) -> Callable[[], bytes]:
    def read() -> bytes:
        return b"".join(published(*parts).read_bytes().splitlines(keepends=True)[:count])

    return read


def _rates() -> bytes:
    with zipfile.ZipFile(published("exchange-rates", "eurofxref-hist.zip")) as archive:
        return b"".join(archive.read("eurofxref-hist.csv").splitlines(keepends=True)[:12])


GOODS: Mapping[str, Good] = {
    "tidy": Good(name="figures.csv", content=lambda: table(SHARES)),
    "dues": Good(name="dues.csv", content=lambda: table(DUES)),
    "workbook": Good(name="figures.xlsx", content=workbook),
    "stacked": Good(name="240617-def-exp-2024-TABLES-en.xlsx", content=stacked_workbook),
    "parquet": Good(name="figures.parquet", content=parquet),
    "ndjson": Good(name="figures.ndjson", content=lines_of_json),
    "un": Good(name="regular-budget-contributors-2026.json", content=_dues, values_in_a_row=2),
    "kiel": Good(
        name="data_explorer-2026-07-30.csv",
        content=_first_lines(25, "kiel-ukraine-support", "2026-07-30_f259890", "data_explorer.csv"),
        values_in_a_row=8,
    ),
    "rates": Good(name="eurofxref-2026-04-13.csv", content=_rates, values_in_a_row=41),
    "bank": Good(name="gdp-2026-07-01.csv", content=_first_lines(40, "world-bank", "gdp.csv")),
    "iati": Good(name="dfid-589.xml", content=_activities),
}
