"""Files as publishers offer them for download, in small: told by what is in them, not by a name."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from commitments.model import Receipt, SubmissionStatus
from pipelines.receive import receive_submissions
from pipelines.settings import Settings
from pipelines.steps import opened_warehouse
from tests.conftest import NOW
from tests.receiving.forming import formed
from tests.receiving.readers.workbooks import written_xlsx
from tests.receiving.writing import written

pytestmark = pytest.mark.slow

WIDE = """\ufeff"Data Source","World Development Indicators",

"Last Updated Date","2026-07-01",

"Country Name","Country Code","Indicator Name","Indicator Code","1960","2023","2024",
"Netherlands","NLD","{name}","{code}","","1118124746654.7","1227543947471.1",
"World","WLD","{name}","{code}","1390000000000","106000000000000","",
"""
FOOTER = """{blanks}
{blanks}
Data from database: World Development Indicators{blanks}
Last Updated: 07/01/2026{blanks}
"""
DATABANK = """\
Country Name,Country Code,Series Name,Series Code,1960 [YR1960],2023 [YR2023]
Netherlands,NLD,GDP (current US$),NY.GDP.MKTP.CD,..,1118124746654.7
World,WLD,GDP (current US$),NY.GDP.MKTP.CD,1390000000000,106000000000000
World,WLD,GDP per capita (current US$),NY.GDP.PCAP.CD,460,13000
""" + FOOTER.format(blanks=5 * ",")
BY_YEAR = """\
Time,Time Code,Country Name,Country Code,GDP (current US$) [NY.GDP.MKTP.CD],GDP [NY.GDP.PCAP.CD]
1960,YR1960,Netherlands,NLD,..,
2023,YR2023,Netherlands,NLD,1118124746654.7,
1960,YR1960,World,WLD,1390000000000,460
2023,YR2023,World,WLD,106000000000000,13000
""" + FOOTER.format(blanks=5 * ",")
RATES = """\
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="eurofxref">
<gesmes:subject>Reference rates</gesmes:subject><Cube>
<Cube time='{day}'><Cube currency='USD' rate='1.1700'/><Cube currency='XXX' rate='2'/></Cube>
{earlier}</Cube></gesmes:Envelope>
"""
EARLIER = "<Cube time='2026-04-{day:02}'><Cube currency='USD' rate='1.{day}'/></Cube>\n"
PAGE = {"page": 1, "pages": 1, "per_page": 50, "total": 2, "lastupdated": "2026-07-01"}
DAILY = "Date, USD, JPY, BGN, \n14 April 2026, 1.1700, 186.90, N/A, \n"
PER_HUNDRED = """\
KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT
EXR.D.JPY.EUR.SP00.A,D,JPY,EUR,SP00,A,2026-05-05,1.6,A,2
EXR.D.JPY.EUR.SP00.A,D,JPY,EUR,SP00,A,2026-05-06,161,A,0
EXR.D.JPY.EUR.SP00.A,D,JPY,EUR,SP00,A,2026-05-07,162,A,
"""
PORTAL = """\
KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE,OBS_STATUS,TITLE
EXR.D.USD.EUR.SP00.A,D,USD,EUR,SP00,A,2026-04-13,1.1684,A,US dollar/Euro
EXR.D.USD.EUR.SP00.A,D,USD,EUR,SP00,A,2026-04-06,NaN,H,US dollar/Euro
EXR.M.USD.EUR.SP00.A,M,USD,EUR,SP00,A,2026-03,1.1601,A,US dollar/Euro
"""
PORTAL_XML = """\
<m:StructureSpecificData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
    xmlns:c="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"
    xmlns:ss="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/structurespecific">
  <m:Header>
    <m:ID>1</m:ID><m:Test>false</m:Test><m:Prepared>2026-04-14T12:00:00Z</m:Prepared>
    <m:Sender id="ECB"/>
    <m:Structure structureID="S" dimensionAtObservation="TIME_PERIOD">
      <c:Structure><Ref agencyID="ECB" id="ECB_EXR1" version="1.0"/></c:Structure>
    </m:Structure>
  </m:Header>
  <m:DataSet ss:structureRef="S" ss:action="Replace">
    <Series FREQ="D" CURRENCY="USD" CURRENCY_DENOM="EUR" EXR_TYPE="SP00" EXR_SUFFIX="A">
      <Obs TIME_PERIOD="2026-04-13" OBS_VALUE="1.1684" OBS_STATUS="A"/>
      <Obs TIME_PERIOD="2026-04-06" OBS_VALUE="NaN" OBS_STATUS="H"/>
    </Series>
    <Series FREQ="D" CURRENCY="GBP" CURRENCY_DENOM="USD" EXR_TYPE="SP00" EXR_SUFFIX="A">
      <Obs TIME_PERIOD="2026-04-13" OBS_VALUE="0.74" OBS_STATUS="A"/>
    </Series>
  </m:DataSet>
</m:StructureSpecificData>
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", settle_seconds=0)


def _received(settings: Settings, content: str, *, name: str) -> Receipt:
    path = written(settings.home.parent / "sent", content.encode(), name=name)
    (receipt,) = receive_submissions(settings, paths=[path], now=NOW)
    return receipt


def _rows(settings: Settings) -> list[tuple[Any, ...]]:
    with opened_warehouse(settings) as warehouse:
        return warehouse.connection.execute(
            "SELECT party, indicator, period, value FROM core.observations ORDER BY ALL"
        ).fetchall()


def _indicator(code: str, *, year: str = "2024", value: float | None = 1227543947471.1) -> Any:
    return {
        "indicator": {"id": code, "value": "as the bank calls it"},
        "country": {"id": "NL", "value": "Netherlands"},
        "countryiso3code": "NLD",
        "date": year,
        "value": value,
        "unit": "",
        "obs_status": "",
        "decimal": 0,
    }


def test_a_figure_per_head_is_no_gross_domestic_product(settings: Settings) -> None:
    content = "Country Name,Country Code,Year,Value\nNetherlands,NLD,2023,62536.73\n"
    receipt = _received(settings, content, name="gdp-per-capita.csv")
    assert receipt.status is SubmissionStatus.REJECTED
    receipt = _received(settings, content + "\n", name="gdp-2026-07-01.csv")
    assert receipt.rows_accepted == 0
    assert "62536.73" in receipt.reasons[0]
    assert "1000000" in receipt.reasons[0]


def test_the_world_banks_wide_download_says_what_it_is_and_of_when(settings: Settings) -> None:
    content = WIDE.format(name="GDP (current US$)", code="NY.GDP.MKTP.CD")
    receipt = _received(settings, content, name="API_NY.GDP.MKTP.CD_DS2_en_csv_v2_1234.csv")
    assert (receipt.status, receipt.edition) == (SubmissionStatus.ACCEPTED, date(2026, 7, 1))
    assert receipt.reasons == ()
    assert _rows(settings) == [
        ("NLD", "gdp-current-usd", "2023", Decimal("1118124746654.7")),
        ("NLD", "gdp-current-usd", "2024", Decimal("1227543947471.1")),
        ("wb-wld", "gdp-current-usd", "1960", Decimal(1390000000000)),
        ("wb-wld", "gdp-current-usd", "2023", Decimal(106000000000000)),
    ]


def test_the_world_banks_workbook_says_the_same(settings: Settings) -> None:
    rows = [line.split(",") for line in WIDE.lstrip("\ufeff").replace('"', "").splitlines()]
    texts = {"{name}": "GDP (current US$)", "{code}": "NY.GDP.MKTP.CD"}
    folder = settings.home.parent / "sent"
    folder.mkdir()
    path = written_xlsx(
        folder / "API_NY.GDP.MKTP.CD_DS2_en_excel_v2.xlsx",
        {
            "Data": {
                f"{'ABCDEFG'[at]}{number}": float(cell)
                if number > 5 and at > 3
                else texts.get(cell, cell)
                for number, row in enumerate(rows, start=1)
                for at, cell in enumerate(row)
                if cell
            },
            "Metadata - Countries": {"A1": "Country Code", "A2": "NLD"},
        },
    )
    (receipt,) = receive_submissions(settings, paths=[path], now=NOW)
    assert (receipt.status, receipt.edition) == (SubmissionStatus.ACCEPTED, date(2026, 7, 1))
    assert receipt.reasons == ()
    assert len(_rows(settings)) == 4


def test_another_indicator_is_set_aside_whatever_the_file_is_called(settings: Settings) -> None:
    wide = WIDE.format(name="GDP per capita (current US$)", code="NY.GDP.PCAP.CD")
    long = (
        "Country Name,Country Code,Indicator Name,Indicator Code,Year,Value\n"
        "Netherlands,NLD,GDP per capita,NY.GDP.PCAP.CD,2023,62536.73\n"
        "Netherlands,NLD,Population,SP.POP.TOTL,2023,17877117\n"
    )
    told = "indicator 'NY.GDP.PCAP.CD' is none of: NY.GDP.MKTP.CD, SP.POP.TOTL"
    first = _received(settings, wide, name="gdp.csv")
    second = _received(settings, long, name="gdp-2026-07-01.csv")
    assert told in first.reasons[0]
    assert told in second.reasons[0]
    assert _rows(settings) == [("NLD", "population", "2023", Decimal(17877117))]


@pytest.mark.parametrize("content", [DATABANK, BY_YEAR], ids=["by-country", "by-year"])
def test_an_extract_of_the_databank_says_of_when_it_is_in_its_last_line(
    settings: Settings, content: str
) -> None:
    receipt = _received(settings, content, name="4f1c_Data.csv")
    assert receipt.edition == date(2026, 7, 1)
    assert (receipt.rows_read, receipt.rows_set_aside) == (6, 2)
    assert "indicator 'NY.GDP.PCAP.CD' is none of" in receipt.reasons[0]
    assert _rows(settings) == [
        ("NLD", "gdp-current-usd", "1960", None),
        ("NLD", "gdp-current-usd", "2023", Decimal("1118124746654.7")),
        ("wb-wld", "gdp-current-usd", "1960", Decimal(1390000000000)),
        ("wb-wld", "gdp-current-usd", "2023", Decimal(106000000000000)),
    ]


def test_a_workbook_of_the_databank_says_the_same(tmp_path: Path) -> None:
    rows = [line.split(",") for line in DATABANK.splitlines()]
    cells = {
        f"{'ABCDEF'[at]}{number}": float(cell) if cell.isdecimal() else cell
        for number, row in enumerate(rows, start=1)
        for at, cell in enumerate(row)
        if cell
    }
    path = written_xlsx(
        tmp_path / "P_Data_Extract.xlsx", {"Data": cells, "Series - Metadata": {"A1": "Code"}}
    )
    outcome = formed(path, published_on=None)
    assert {row["published_on"] for row in outcome.rows} == {date(2026, 7, 1)}
    assert outcome.warnings == ()
    assert outcome.told("party", "indicator", "period", "value")[:4] == [
        ("NLD", "gdp-current-usd", "1960", None),
        ("NLD", "gdp-current-usd", "2023", Decimal("1118124746654.7")),
        ("wb-wld", "gdp-current-usd", "1960", Decimal(1390000000000)),
        ("wb-wld", "gdp-current-usd", "2023", Decimal(106000000000000)),
    ]


def test_the_world_banks_interface_answers_in_json(settings: Settings) -> None:
    answer = [
        PAGE,
        [
            _indicator("NY.GDP.MKTP.CD"),
            _indicator("NY.GDP.MKTP.CD", year="2025", value=None),
            _indicator("SP.POP.TOTL", value=17993000),
            _indicator("NY.GDP.PCAP.CD", value=68218.7),
        ],
    ]
    receipt = _received(settings, json.dumps(answer), name="answer.json")
    assert (receipt.edition, receipt.rows_read, receipt.rows_set_aside) == (date(2026, 7, 1), 4, 1)
    assert _rows(settings) == [
        ("NLD", "gdp-current-usd", "2024", Decimal("1227543947471.1")),
        ("NLD", "gdp-current-usd", "2025", None),
        ("NLD", "population", "2024", Decimal(17993000)),
    ]


def test_the_world_banks_interface_answers_in_xml_alike(settings: Settings) -> None:
    answer = """<?xml version="1.0" encoding="utf-8"?>
<wb:data page="1" pages="1" lastupdated="2026-07-01" xmlns:wb="http://www.worldbank.org">
"""
    figures = (("NY.GDP.MKTP.CD", "2024", "1227543947471.1"), ("NY.GDP.MKTP.CD", "2025", ""))
    for code, year, value in (*figures, ("NY.GDP.PCAP.CD", "2024", "68218.7")):
        answer += (
            f'<wb:data><wb:indicator id="{code}">as the bank calls it</wb:indicator>'
            f'<wb:country id="NL">Netherlands</wb:country><wb:countryiso3code>NLD'
            f"</wb:countryiso3code><wb:date>{year}</wb:date><wb:value>{value}</wb:value>"
            "<wb:unit/><wb:obs_status/></wb:data>"
        )
    receipt = _received(settings, f"{answer}</wb:data>", name="answer.xml")
    assert (receipt.edition, receipt.rows_read, receipt.rows_set_aside) == (date(2026, 7, 1), 3, 1)
    assert _rows(settings) == [
        ("NLD", "gdp-current-usd", "2024", Decimal("1227543947471.1")),
        ("NLD", "gdp-current-usd", "2025", None),
    ]


DOWNLOAD = """\ufeff<?xml version="1.0" encoding="utf-8"?>
<Root xmlns:wb="http://www.worldbank.org">
  <data>
    <record>
      <field name="Country or Area" key="NLD">Netherlands</field>
      <field name="Item" key="SP.POP.TOTL">Population, total</field>
      <field name="Year">2023</field>
      <field name="Value">17877117</field>
    </record>
    <record>
      <field name="Country or Area" key="AFE">Africa Eastern and Southern</field>
      <field name="Item" key="SP.POP.TOTL">Population, total</field>
      <field name="Year">2023</field>
      <field name="Value">750503764</field>
    </record>
  </data>
</Root>
"""


def test_the_world_banks_download_in_xml_is_read_by_its_keys(settings: Settings) -> None:
    receipt = _received(settings, DOWNLOAD, name="API_SP.POP.TOTL_DS2_en_xml_v2_2026-07-01.xml")
    assert (receipt.edition, receipt.rows_read, receipt.rows_set_aside) == (date(2026, 7, 1), 2, 0)
    assert _rows(settings) == [
        ("NLD", "population", "2023", Decimal(17877117)),
        ("wb-afe", "population", "2023", Decimal(750503764)),
    ]


def test_the_central_banks_daily_rates_write_their_day_out(settings: Settings) -> None:
    receipt = _received(settings, DAILY, name="eurofxref.csv")
    assert (receipt.status, receipt.edition) == (SubmissionStatus.ACCEPTED, date(2026, 4, 14))
    assert _rows(settings) == [
        ("euro-area", "eur-rate-bgn", "2026-04-14", None),
        ("euro-area", "eur-rate-jpy", "2026-04-14", Decimal("186.9")),
        ("euro-area", "eur-rate-usd", "2026-04-14", Decimal("1.17")),
    ]


def test_the_central_banks_rates_in_xml_are_of_the_day_around_them(settings: Settings) -> None:
    receipt = _received(settings, RATES.format(day="2026-04-14", earlier=""), name="daily.xml")
    assert (receipt.edition, receipt.rows_read, receipt.rows_set_aside) == (date(2026, 4, 14), 2, 1)
    assert "indicator 'XXX' is none of" in receipt.reasons[0]
    assert _rows(settings) == [("euro-area", "eur-rate-usd", "2026-04-14", Decimal("1.17"))]


def test_a_history_of_rates_is_of_its_latest_day(settings: Settings) -> None:
    earlier = "".join(EARLIER.format(day=day) for day in range(10, 14))
    earlier += "".join(
        EARLIER.replace("2026", str(year)).format(day=9) for year in range(1900, 2020)
    )
    content = RATES.format(day="2026-04-14", earlier=earlier)
    receipt = _received(settings, content, name="eurofxref-hist.xml")
    assert (receipt.edition, receipt.rows_read) == (date(2026, 4, 14), 126)
    assert ("euro-area", "eur-rate-usd", "2026-04-13", Decimal("1.13")) in _rows(settings)
    receipt = _received(settings, content.replace("2026-04-14", "someday"), name="other.xml")
    assert (receipt.edition, receipt.rows_set_aside) == (date(2026, 4, 13), 2)


def test_the_central_banks_data_portal_gives_daily_rates_among_others(settings: Settings) -> None:
    receipt = _received(settings, PORTAL, name="data.csv")
    assert (receipt.rows_read, receipt.rows_accepted) == (3, 2)
    assert "not of a day (FREQ D)" in receipt.reasons[0]
    assert _rows(settings) == [
        ("euro-area", "eur-rate-usd", "2026-04-06", None),
        ("euro-area", "eur-rate-usd", "2026-04-13", Decimal("1.1684")),
    ]


def test_the_data_portal_says_the_same_in_sdmx_ml(settings: Settings) -> None:
    receipt = _received(settings, PORTAL_XML, name="data.xml")
    assert (receipt.edition, receipt.rows_read) == (date(2026, 4, 14), 3)
    assert "CURRENCY_DENOM 'USD'" in receipt.reasons[0]
    assert _rows(settings) == [
        ("euro-area", "eur-rate-usd", "2026-04-06", None),
        ("euro-area", "eur-rate-usd", "2026-04-13", Decimal("1.1684")),
    ]


def test_a_figure_that_is_to_be_multiplied_is_set_aside(settings: Settings) -> None:
    receipt = _received(settings, PER_HUNDRED, name="data.csv")
    assert (receipt.rows_read, receipt.rows_accepted) == (3, 2)
    assert "UNIT_MULT" in receipt.reasons[0]
    assert _rows(settings) == [
        ("euro-area", "eur-rate-jpy", "2026-05-06", Decimal(161)),
        ("euro-area", "eur-rate-jpy", "2026-05-07", Decimal(162)),
    ]


def _nato_workbook(folder: Path, *, base: int) -> Path:
    """The tables of constant prices, of one Ally and year; base years are as they are printed."""

    def sheet(title: str, unit: str, *blocks: str) -> dict[str, object]:
        cells: dict[str, object] = {"B4": title, "B6": unit, "D8": 2023, "E8": "2024e"}
        for number, block in enumerate(blocks):
            cells[f"B{10 + 3 * number}"] = block
            figures = {"C": "Albania", "D": 1.5 + number, "E": 2.5 + number}
            cells |= {f"{column}{11 + 3 * number}": cell for column, cell in figures.items()}
        return cells

    constant = f"Constant {base} prices and exchange rates"
    dollars, per_head = "Million US dollars", f"{base} prices and exchange rates"
    folder.mkdir(parents=True)
    return written_xlsx(
        folder / "250828-def-exp-2025-TABLES-en.xlsx",
        {
            "TABLE2": sheet("Table 2 : Defence expenditure", dollars, constant),
            "TABLE3": sheet("Table 3", "per cent", "Share of real GDP (%)"),
            "TABLE5": sheet("Table 5 : Gross domestic product", dollars, constant),
            "TABLE6": sheet(
                "Table 6",
                per_head,
                "GDP per capita (thousand US dollars)",
                "Defence expenditure per capita (US dollars)",
            ),
        },
    )


@pytest.mark.parametrize("base", [2015, 2021])
def test_constant_prices_keep_the_year_they_are_of(settings: Settings, base: int) -> None:
    path = _nato_workbook(settings.home.parent / "sent", base=base)
    receive_submissions(settings, paths=[path], now=NOW)
    assert {indicator for _, indicator, _, _ in _rows(settings)} == {
        "defence-share-gdp",
        f"defence-expenditure-{base}",
        f"defence-expenditure-per-head-{base}",
        f"gdp-{base}",
        f"gdp-per-head-{base}",
    }


def test_prices_of_a_year_that_is_not_declared_are_set_aside(settings: Settings) -> None:
    path = _nato_workbook(settings.home.parent / "sent", base=2019)
    (receipt,) = receive_submissions(settings, paths=[path], now=NOW)
    assert {indicator for _, indicator, _, _ in _rows(settings)} == {"defence-share-gdp"}
    assert receipt.rows_set_aside == 8
    assert "indicator '2019' is none of: 2015, 2021" in " ".join(receipt.reasons)


@pytest.mark.parametrize(
    ("year", "due_on", "status"), [(2021, date(2021, 2, 9), "E"), (2025, date(2025, 2, 6), "A")]
)
def test_the_honour_roll_of_a_year_whose_day_is_not_known_says_what_is_assumed(
    settings: Settings, year: int, due_on: date, status: str
) -> None:
    roll = (
        f"country,status,payment_status,payment_date\nNetherlands,member,late,15-Feb-{year % 100}\n"
    )
    name = f"{year}-03-01_member_states_payment.csv"
    receipt = _received(settings, f"{roll}Holy See,observer,,\n", name=name)
    assert (receipt.rows_accepted, receipt.rows_set_aside) == (1, 1)
    assert any("is assumed, 9 February" in told for told in receipt.reasons) == (status == "E")
    with opened_warehouse(settings) as warehouse:
        rows = warehouse.connection.execute(
            "SELECT period, value, due_on, occurred_on, status FROM core.observations"
        ).fetchall()
    assert rows == [(str(year), 1, due_on, date(year, 2, 15), status)]
