"""Rows of text become rows of a layout exactly as declared, or are refused with a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from commitments.model import FiscalYears
from warehouse.connection import Location
from warehouse.forms import open_form_staging
from warehouse.layouts import LAYOUTS
from warehouse.mapping import Entry, LeftOut, Numbers, RowMapping, Text

COLUMNS = ("who", "year", "month", "amount", "kind")
PLAIN = {
    "party": Text(columns=("who",)),
    "indicator": Text(constant="aid"),
    "period": Text(columns=("year",)),
    "value": Text(columns=("amount",)),
    "unit": Text(constant="USD"),
}
SPELLINGS = (
    ("Netherlands", "NLD"),
    ("NLD", "NLD"),
    ("Türkiye", "TUR"),
    ("Côte d’Ivoire", "CIV"),
    ("Kingdom of the Netherlands", "NLD"),
)

Row = dict[str, Any]


def mapping(
    texts: Mapping[str, Text] | None = None, *, columns: Sequence[str] = COLUMNS, **given: Any
) -> RowMapping:
    usual: dict[str, Any] = {
        "layout": LAYOUTS["observations"],
        "source": "feed",
        "published_on": date(2026, 7, 1),
        "columns": tuple(columns),
        "entries": (Entry(texts={**PLAIN, **(texts or {})}),),
        "spellings": SPELLINGS,
    }
    return RowMapping(**{**usual, **given})


def mapped(folder: Path, declared: RowMapping, rows: Iterable[Sequence[str | None]]) -> list[Row]:
    location = Location(catalogue=folder / "none", data="none", scratch=folder / "scratch")
    with open_form_staging(
        location, file=folder / "none", layout=declared.layout, folder=folder, delimiter=None
    ) as staging:
        staging.spool(declared.columns, [(f"row {n}", *row) for n, row in enumerate(rows, start=1)])
        staging.map(declared)
        cursor = staging.connection.execute(
            "FROM read_parquet($path)", {"path": str(staging.staged_path)}
        )
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def one(folder: Path, declared: RowMapping, *row: str | None) -> Row:
    (found,) = mapped(folder, declared, [row])
    return found


def test_a_row_is_mapped_with_its_place_and_the_edition(tmp_path: Path) -> None:
    row = one(tmp_path, mapping(), "Netherlands", "2024", "7", "2.50", "x")
    assert (row["source"], row["published_on"]) == ("feed", date(2026, 7, 1))
    assert (row["party"], row["indicator"], row["period"]) == ("NLD", "aid", "2024")
    assert (row["value"], row["unit"], row["status"]) == (Decimal("2.5"), "usd", "A")
    assert (row["place"], row["refusal"], row["left_out"]) == ("row 1, column amount", None, None)


@pytest.mark.parametrize(
    ("written", "party"),
    [
        ("nld", "NLD"),
        ("  NETHERLANDS ", "NLD"),
        ("Kingdom of  the Netherlands", "NLD"),
        ("Turkiye", "TUR"),
        ("Cote d'Ivoire", "CIV"),
        ("Freedonia", "Freedonia"),
        (None, None),
    ],
)
def test_a_party_is_known_by_any_of_its_spellings(
    tmp_path: Path, written: str | None, party: str | None
) -> None:
    assert one(tmp_path, mapping(), written, "2024", "7", "1", "x")["party"] == party


def test_an_organisation_is_kept_by_its_name_where_declared(tmp_path: Path) -> None:
    declared = mapping({"party": Text(columns=("who",), is_organisation=True)})
    rows = [("A Fund", "2024", "7", "1", "x"), ("Netherlands", "2024", "7", "1", "x")]
    assert [row["party"] for row in mapped(tmp_path, declared, rows)] == ["org:A Fund", "NLD"]


NUMBERS = {
    # written | decimal, thousands, missing | read
    "a point": ("1234.5", (".", None, ()), Decimal("1234.5")),
    "a sign and no digits before the point": ("-.5", (".", None, ()), Decimal("-0.5")),
    "an exponent": ("1.5e3", (".", None, ()), Decimal(1500)),
    "eighteen decimals": ("0.000000000000000001", (".", None, ()), Decimal("1e-18")),
    "a nineteenth decimal": ("0.0000000000000000001", (".", None, ()), None),
    "the noise of a binary number, as the Kiel Institute publishes it": (
        "0.0000159263692098692",
        (".", None, ()),
        Decimal("0.000015926369209869"),
    ),
    "more decimals than change a millionth of it": ("0.0000004000000000004", (".", None, ()), None),
    # A file whose numbers all have the other sign is read as written: see test_written_numbers.py.
    "a comma where a point is declared": ("1234,5", (".", None, ()), Decimal("1234.5")),
    "a comma beside thousands that are declared": ("1234,5", (".", " ", ()), None),
    "thousands where none are declared": ("1,234", (".", None, ()), None),
    "a decimal comma": ("1234,5", (",", None, ()), Decimal("1234.5")),
    "a point where a comma is declared": ("1234.5", (",", None, ()), Decimal("1234.5")),
    "thousands by commas": ("1,234,567.5", (".", ",", ()), Decimal("1234567.5")),
    "thousands by points": ("1.234.567,5", (",", ".", ()), Decimal("1234567.5")),
    "a group of two": ("1,23", (".", ",", ()), None),
    "a group of four": ("1,2345", (".", ",", ()), None),
    "thousands by spaces": ("1 234", (".", " ", ()), Decimal(1234)),
    "thousands by non-breaking spaces": ("1\u00a0234", (".", "\u00a0", ()), Decimal(1234)),
    "a percent sign": ("2 %", (".", None, ()), None),
    "a word": ("n/a", (".", None, ()), None),
    "an underscore": ("1_000", (".", None, ()), None),
    "infinity": ("Infinity", (".", None, ()), None),
    "not a number": ("NaN", (".", None, ()), None),
    "a spreadsheet's error": ("#REF!", (".", None, ()), None),
    "other digits": ("١٢٣", (".", None, ()), None),
    "hexadecimal": ("0x10", (".", None, ()), None),
}


@pytest.mark.parametrize(("written", "how", "value"), NUMBERS.values(), ids=NUMBERS.keys())
def test_a_number_is_read_as_declared_or_refused(
    tmp_path: Path, written: str, how: tuple[str, str | None, tuple[str, ...]], value: Any
) -> None:
    decimal, thousands, missing = how
    numbers = Numbers(decimal=decimal, thousands=thousands, missing=missing)
    row = one(tmp_path, mapping(numbers=numbers), "NLD", "2024", "7", written, "x")
    assert row["value"] == value
    assert (row["refusal"] is None) == (value is not None)
    assert row["has_value_text"]


def test_the_reason_quotes_the_number_and_shows_how_to_write_one(tmp_path: Path) -> None:
    numbers = Numbers(decimal=",", thousands=".")
    row = one(tmp_path, mapping(numbers=numbers), "NLD", "2024", "7", "12.34", "x")
    assert row["refusal"] == "value '12.34' is not a number written like 1.234,5"


@pytest.mark.parametrize("nothing", [None, "", "  ", "..", "N/A"])
def test_what_is_not_sent_is_missing_and_never_zero(tmp_path: Path, nothing: str | None) -> None:
    numbers = Numbers(missing=("..", "N/A"))
    row = one(tmp_path, mapping(numbers=numbers), "NLD", "2024", "7", nothing, "x")
    assert (row["value"], row["has_value_text"], row["status"]) == (None, False, "M")
    assert row["refusal"] is None


def test_a_word_for_no_number_may_be_what_a_pattern_cuts_out(tmp_path: Path) -> None:
    value = Text(columns=("amount",), pattern="^([^ ]+)")
    row = one(
        tmp_path,
        mapping({"value": value}, numbers=Numbers(missing=(":",))),
        *("NLD", "2024", "7", ": c", "x"),
    )
    assert (row["value"], row["has_value_text"], row["refusal"]) == (None, False, None)


def test_a_pattern_cuts_out_its_group_and_refuses_what_it_does_not_fit(tmp_path: Path) -> None:
    declared = mapping(
        {
            "period": Text(columns=("year",), pattern=r"^(\d{4})[a-z]?$"),
            "status": Text(
                columns=("year",),
                pattern=r"^\d{4}([a-z]?)$",
                lookup={"e": "E", "f": "F"},
                default="A",
            ),
        }
    )
    rows = [("NLD", year, "7", "1", "x") for year in ("2024e", "2024", "2024x", "in 2024")]
    found = mapped(tmp_path, declared, rows)
    assert [(row["period"], row["status"]) for row in found[:2]] == [("2024", "E"), ("2024", "A")]
    assert found[2]["refusal"] == "status 'x' is none of: e, f"
    assert found[3]["refusal"] == (
        "period 'in 2024' is not written as declared; status 'in 2024' is not written as declared"
    )


def test_a_lookup_ignores_runs_of_white_space_and_nothing_else(tmp_path: Path) -> None:
    declared = mapping({"unit": Text(columns=("kind",), lookup={"Norway (Kroner)": "nok"})})
    rows = [
        ("NLD", "2024", "7", "1", kind) for kind in ("Norway \u00a0 (Kroner)", "norway (Kroner)")
    ]
    found = mapped(tmp_path, declared, rows)
    assert found[0]["unit"] == "nok"
    assert found[1]["refusal"] == "unit 'norway (Kroner)' is none of: Norway (Kroner)"


FISCAL = Text(columns=("year",), fiscal_year_starts="07-01")
PERIODS = {
    "year and month": (Text(columns=("year", "month")), ("2024", "7"), "2024-07"),
    "a month of two digits": (Text(columns=("year", "month")), ("2024", "11"), "2024-11"),
    "a month that is missing": (Text(columns=("year", "month")), ("2024", None), None),
    "the month of a day": (
        Text(columns=("year",), date_format="%d/%m/%Y", cadence="month"),
        ("31/12/2024", None),
        "2024-12",
    ),
    "the half of a day": (Text(columns=("year",), cadence="half"), ("2024-07-01", None), "2024-H2"),
    "the quarter of a day": (
        Text(columns=("year",), cadence="quarter"),
        ("2024-03-31", None),
        "2024-Q1",
    ),
    "the year of a moment": (
        Text(columns=("year",), cadence="year"),
        ("2024-12-31T23:59:59Z", None),
        "2024",
    ),
    "a fiscal year": (Text(columns=("year",), prefix="FY"), ("2026/27", None), "FY2026/27"),
    **{
        f"a fiscal year of {sent}": (FISCAL, (sent, None), read)
        for sent, read in (
            ("2026-06-30", "FY2025/26"),
            ("2026-07-01", "FY2026/27"),
            ("1999-12-31", "FY1999/00"),
            ("2026/27", "FY2026/27"),
            ("2026-27", "FY2026/27"),
            ("FY 2026/2027", "FY2026/27"),
            ("2026/28", None),
            ("2026", None),
            ("FY27", None),
        )
    },
    **{
        f"a fiscal year of {sent} named {named}": (
            Text(columns=("year",), fiscal_year_starts="07-01", fiscal_year_named=named),
            (sent, None),
            read,
        )
        for sent, named, read in (
            ("FY2026", "by_start", "FY2026/27"),
            ("FY2026", "by_end", "FY2025/26"),
            ("2000", "by_end", "FY1999/00"),
            ("2026/27", "by_end", "FY2026/27"),
            ("26", "by_end", None),
        )
    },
    **{
        f"a fiscal year that is the calendar year of {sent}": (
            Text(columns=("year",), fiscal_year_starts="01-01"),
            (sent, None),
            read,
        )
        for sent, read in (("2026-06-30", "2026"), ("FY2026", "2026"), ("2026/27", None))
    },
}


@pytest.mark.parametrize(("text", "sent", "period"), PERIODS.values(), ids=PERIODS.keys())
def test_a_period_is_made_of_what_was_sent(
    tmp_path: Path, text: Text, sent: tuple[str, str | None], period: str | None
) -> None:
    row = one(tmp_path, mapping({"period": text}), "NLD", *sent, "1", "x")
    assert row["period"] == period


def test_a_year_alone_is_refused_where_nobody_says_which_year_it_is(tmp_path: Path) -> None:
    row = one(tmp_path, mapping({"period": FISCAL}), "NLD", "FY2026", "7", "1", "x")
    assert row["refusal"] == (
        "period 'FY2026' may be the year in which a fiscal year starts or ends: its form does not "
        "say fiscal_year_named"
    )


def test_a_fiscal_year_may_be_that_of_each_party(tmp_path: Path) -> None:
    text = Text(columns=("year",), fiscal_year_starts="party", fiscal_year_named="by_end")
    years = FiscalYears(begins_on=(("JPN", "04-01"), ("USA", "10-01")))
    declared = mapping({"period": text}, fiscal_years=years)
    sent = [
        *(("JPN", "2026-03-31"), ("JPN", "2026-04-01"), ("USA", "2026-04-01")),
        *(("USA", "FY2026"), ("Netherlands", "FY2026"), ("Netherlands", "2026-04-01")),
    ]
    rows = mapped(tmp_path, declared, [(party, period, "7", "1", "x") for party, period in sent])
    assert [row["period"] for row in rows] == [
        *("FY2025/26", "FY2026/27", "FY2025/26", "FY2025/26", "2026", "2026"),
    ]


DAYS = {
    "ISO": (None, "2024-02-29", date(2024, 2, 29)),
    "a moment": (None, "2024-02-29 10:00", date(2024, 2, 29)),
    "a moment of a zone": (None, "2024-02-29T23:30:00.123Z", date(2024, 2, 29)),
    "a moment as Excel shows it": (None, "2024-02-29 12:00:00 AM", date(2024, 2, 29)),
    "a moment beside a zone": (None, "2024-02-29 23:30:00+02", date(2024, 2, 29)),
    "two days": (None, "2024-02-29 | 2024-03-29", None),
    "two moments": (None, "2024-02-29T10:00:00 | 2024-03-29T10:00:00", None),
    "a span of days": (None, "2024-02-29 - 2024-03-29", None),
    "a doubtful day": (None, "2024-02-29 (estimated)", None),
    "a day there is not": (None, "2023-02-29", None),
    "another country's, undeclared": (None, "29/02/2024", None),
    "declared": ("%d/%m/%Y", "29/02/2024", date(2024, 2, 29)),
    "day and month swapped": ("%d/%m/%Y", "02/29/2024", None),
    "a month's name": ("%d-%b-%y", "9-Jan-26", date(2026, 1, 9)),
}


@pytest.mark.parametrize(("how", "written", "day"), DAYS.values(), ids=DAYS.keys())
def test_a_day_is_read_as_declared_or_refused(
    tmp_path: Path, how: str | None, written: str, day: date | None
) -> None:
    declared = mapping({"occurred_on": Text(columns=("kind",), date_format=how)})
    row = one(tmp_path, declared, "NLD", "2024", "7", "1", written)
    assert row["occurred_on"] == day
    assert (row["refusal"] is None) == (day is not None)


def test_a_row_holds_one_value_per_entry_in_their_order(tmp_path: Path) -> None:
    entries = tuple(
        Entry(texts={**PLAIN, "indicator": Text(constant=name), "value": Text(columns=(column,))})
        for name, column in (("aid", "amount"), ("months", "month"))
    )
    rows = [("NLD", "2024", "7", "1", "x"), ("TUR", "2025", "8", "2", "x")]
    found = mapped(tmp_path, mapping(entries=entries), rows)
    assert [(row["party"], row["indicator"], row["value"], row["raw_row"]) for row in found] == [
        ("NLD", "aid", 1, 1),
        ("NLD", "months", 7, 1),
        ("TUR", "aid", 2, 2),
        ("TUR", "months", 8, 2),
    ]
    assert [row["place"] for row in found[:2]] == ["row 1, column amount", "row 1, column month"]


def test_an_entry_applies_where_its_columns_match_and_the_last_to_what_is_left(
    tmp_path: Path,
) -> None:
    def entry(name: str, **given: Any) -> Entry:
        return Entry(texts={**PLAIN, "indicator": Text(constant=name)}, **given)

    entries = (entry("paid", where={"kind": "paid|settled"}), entry("else", is_otherwise=True))
    rows = [("NLD", "2024", "7", "1", kind) for kind in ("paid", "settled", "unpaid", None)]
    found = mapped(tmp_path, mapping(entries=entries), rows)
    assert [row["indicator"] for row in found] == ["paid", "paid", "else", "else"]


def test_a_row_no_entry_claims_is_refused_and_not_lost(tmp_path: Path) -> None:
    declared = mapping(entries=(Entry(texts=PLAIN, where={"kind": "paid"}),))
    row = one(tmp_path, declared, "NLD", "2024", "7", "1", "pledged")
    assert str(row["refusal"]).startswith(
        "no value is declared for what stands here: kind 'pledged'"
    )


SDMX_PERIODS = {
    ("year", "2024"): "2024",
    ("year", "2024-A1"): "2024",
    ("half", "2024-S2"): "2024-H2",
    ("half", "2024H1"): "2024-H1",
    ("quarter", "2024-Q3"): "2024-Q3",
    ("quarter", "2024Q3"): "2024-Q3",
    ("month", "2024-M07"): "2024-07",
    ("month", "2024-12"): "2024-12",
    ("month", "2024-07-31T00:00:00"): "2024-07",
    ("day", "2024-07-31"): "2024-07-31",
    ("year", "2024-Q1"): None,
    ("half", "2024-S3"): None,
    ("quarter", "2024-Q0"): None,
    ("quarter", "2024-Q1/P3M"): None,
    ("month", "2024-M13"): None,
    ("month", "202407"): None,
    ("day", "2024-W05"): None,
    ("day", "2024-07"): None,
}


def test_a_period_is_read_as_sdmx_writes_it(tmp_path: Path) -> None:
    for cadence in sorted({cadence for cadence, _ in SDMX_PERIODS}):
        periods = {sent: read for (of, sent), read in SDMX_PERIODS.items() if of == cadence}
        declared = mapping({"period": Text(columns=("year",), cadence=cadence)})
        rows = mapped(tmp_path, declared, [("NLD", sent, None, "1", "x") for sent in periods])
        assert [row["period"] for row in rows] == list(periods.values())
        told = [row["refusal"] for row in rows if row["period"] is None]
        assert all("a date written like 2024-12-31" in refusal for refusal in told)


def test_a_date_in_a_declared_format_is_read_in_no_other(tmp_path: Path) -> None:
    text = Text(columns=("year",), date_format="%d/%m/%Y", cadence="month")
    assert one(tmp_path, mapping({"period": text}), "NLD", "2024-M07", None, "1", "x")["refusal"]


def test_a_row_is_left_out_when_all_that_is_declared_of_it_matches(tmp_path: Path) -> None:
    both = LeftOut(where={"who": "NLD", "amount": ""}, reason="no figure")
    rows = mapped(
        tmp_path,
        mapping(left_out=(both,)),
        [
            ("NLD", "2024", None, None, "x"),
            ("NLD", "2024", None, "1", "x"),
            ("TUR", "2024", *3 * (None,)),
        ],
    )
    assert [row["left_out"] for row in rows] == ["no figure", None, None]


def test_a_row_declared_to_be_no_data_is_left_out_with_its_reason(tmp_path: Path) -> None:
    declared = mapping(left_out=(LeftOut(where={"who": "Total.*"}, reason="a total"),))
    rows = [("Total of all", "2024", "7", "x", "x"), ("NLD", "2024", "7", "1", "x")]
    found = mapped(tmp_path, declared, rows)
    assert [(row["left_out"], row["refusal"]) for row in found] == [("a total", None), (None, None)]


def test_columns_of_one_thing_become_rows_and_blank_cells_none(tmp_path: Path) -> None:
    columns = ("day", "USD", "JPY")
    declared = mapping(
        {
            "party": Text(constant="NLD"),
            "period": Text(columns=("day",)),
            "indicator": Text(columns=("column_label",), lookup={"USD": "usd", "JPY": "jpy"}),
            "value": Text(columns=("text",)),
        },
        columns=columns,
        unpivoted=("USD", "JPY"),
        numbers=Numbers(missing=("N/A",)),
    )
    rows = [("2026-01-02", "1.1", "N/A"), ("2026-01-01", None, "160")]
    found = mapped(tmp_path, declared, rows)
    assert [(r["period"], r["indicator"], r["value"], r["status"]) for r in found] == [
        ("2026-01-02", "usd", Decimal("1.1"), "A"),
        ("2026-01-02", "jpy", None, "M"),
        ("2026-01-01", "jpy", Decimal(160), "A"),
    ]
    assert found[0]["place"] == "row 1, column USD"


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)


@given(rows=st.lists(st.tuples(*[TEXT] * len(COLUMNS)), min_size=1, max_size=8))
@hypothesis_settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_sent_every_row_is_staged_once_and_no_number_is_made_up(
    tmp_path: Path, rows: list[tuple[str, ...]]
) -> None:
    found = mapped(tmp_path, mapping(), rows)
    assert [row["raw_row"] for row in found] == list(range(1, len(rows) + 1))
    for row, (_, _, _, amount, _) in zip(found, rows, strict=True):
        if row["value"] is not None:
            assert row["value"] == as_number(amount.strip())


def as_number(text: str) -> Decimal:
    """A comma is decimal where all numbers have one, and blanks may set thousands apart then."""
    return Decimal("".join(text.split()).replace(",", ".") if "," in text else text)
