"""Damages to JSON, XML and Parquet."""

from __future__ import annotations

from tests.receiving.polluting.damage import (
    Damage,
    cut_at,
    cut_before,
    damages,
    swap,
    written_in,
)
from tests.receiving.polluting.goods import parquet

DEEP = 100_000
UNITED_STATES = "766855453"

JSON = damages(
    "un",
    {
        "cut in the middle": cut_at(0.5),
        "cut in a number": cut_before(UNITED_STATES, keep=5),
        "cut within a text": cut_before("Malaysia", keep=4),
        "cut before the last bracket": cut_before("}"),
        "cut behind an object": cut_before("},", keep=1),
        "UTF-8 with mark": written_in("utf-8-sig"),
        "UTF-8 mark doubled": written_in("utf-8", mark=b"\xef\xbb\xbf\xef\xbb\xbf"),
        "UTF-16": written_in("utf-16"),
        "number as text": swap(UNITED_STATES, f'"{UNITED_STATES}"'),
        "number as text with commas": swap(UNITED_STATES, '"766,855,453"'),
        "number with commas": swap(UNITED_STATES, "766,855,453"),
        "number as text with currency": swap(UNITED_STATES, '"$766855453"'),
        "number with point at the end": swap(UNITED_STATES, f"{UNITED_STATES}."),
        "number with leading zero": swap(UNITED_STATES, f"0{UNITED_STATES}"),
        "number with plus sign": swap(UNITED_STATES, f"+{UNITED_STATES}"),
        "number with decimals": swap(UNITED_STATES, f"{UNITED_STATES}.00"),
        "number with exponent": swap(UNITED_STATES, "7.66855453e8"),
        "number in hexadecimal": swap(UNITED_STATES, "0x2DB544DD"),
        "NaN": swap(UNITED_STATES, "NaN"),
        "Infinity": swap(UNITED_STATES, "Infinity"),
        "true for a number": swap(UNITED_STATES, "true"),
        "object for a number": swap(UNITED_STATES, f'{{"usd": {UNITED_STATES}}}'),
        "array for a number": swap(UNITED_STATES, f"[{UNITED_STATES}]"),
        "exponent without end": swap(UNITED_STATES, "1e999999999"),
        "number of many digits": swap(UNITED_STATES, "9" * 5000),
        "key twice": swap(
            f'"assessment_amount": {UNITED_STATES}',
            f'"assessment_amount": 1, "assessment_amount": {UNITED_STATES}',
        ),
        "key misspelt in one object": swap(
            f'"assessment_amount": {UNITED_STATES}', f'"assessment_amont": {UNITED_STATES}'
        ),
        "key misspelt everywhere": swap('"assessment_amount"', '"assessmentAmount"'),
        "array renamed": swap('"contributors"', '"countries"'),
        "array twice": swap('"contributors": [', '"contributors": [], "contributors": ['),
        "comment": swap('"contributors": [', '/* all */ "contributors": ['),
        "single quotes": swap('"', "'"),
        "comma at the end of an array": lambda content: content.replace(b"}\n  ]", b"},\n  ]"),
        "comma lost": swap("},", "}", times=1),
        "two documents": lambda content: content + content,
        "rubbish behind": lambda content: content + b"rubbish",
        "NUL in a text": swap("Malaysia", "Mal\\u0000aysia"),
        "NUL": swap("Malaysia", "Mal\0aysia"),
        "half a character": swap("Malaysia", "Mal\\ud83daysia"),
        "zero-width space in a name": swap("Malaysia", "Mal\u200baysia"),
        "name unknown": swap("China", "Cathay"),
        "name twice": swap('"China"', '"Malaysia"'),
        "status unknown": swap('"paid_late"', '"paid_twice"'),
        "year as text": swap('"year": 2026', '"year": "2026"'),
        "year of two digits": swap('"year": 2026', '"year": 26'),
        "year lost": swap('"year": 2026,', ""),
        "day of publication lost": swap('"as_of": "2026-08-18",', ""),
        "day of publication in another order": swap("2026-08-18", "18.08.2026"),
        "day of publication of two digits": swap('"as_of": "2026-', '"as_of": "26-'),
        "due day of two digits": swap('"due_date": "2026-', '"due_date": "26-'),
        "deep nesting": swap('"year": 2026', f'"year": 2026, "x": {"[" * DEEP}{"]" * DEEP}'),
        "deep nesting without end": lambda content: b"[" * DEEP + content,
        "a very long text": swap("Malaysia", "M" * 200_000),
    },
) + damages(
    "ndjson",
    {
        "cut in a number": cut_before("51.1", keep=3),
        "cut within a line": cut_before("POL"),
        "one line broken": swap('"party": "BEL"', '"party": BEL'),
        "a blank line between": swap("\n", "\n\n"),
        "lines in an array": lambda content: b"[" + content.replace(b"}\n{", b"},\n{") + b"]",
        "lines with commas": swap("}\n", "},\n"),
        "one line an array": swap('{"source"', '[{"source"', times=1),
        "CR LF": swap("\n", "\r\n"),
        "text for a number": swap('"value": 2.05', '"value": "2,05"'),
        "null for a number": swap('"value": 2.05', '"value": null'),
        "number lost": swap('"value": 2.05, ', ""),
        "float of another language": swap(
            '"value": 2.05', '"value": 2.04999999999999982236431605997495353221893310546875'
        ),
        "the same keys in capitals": swap('"value": 2.05', '"Value": 2.05'),
        "a key more": swap('"value": 2.05', '"value": 2.05, "valeur": 3'),
        "a line twice": lambda content: content + content.splitlines(keepends=True)[0],
        "heading of CSV above": lambda content: b"source,party\n" + content,
        "Latin-1": written_in("latin-1"),
    },
)

LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
ROOT = '<iati-activities version="1.02"'
VALUE = ">1425000<"

XML = damages(
    "iati",
    {
        "cut in the middle": cut_at(0.5),
        "cut in a number": cut_before(VALUE, keep=3),
        "cut within a tag": cut_before("</transaction>", keep=5),
        "cut behind an activity": cut_before("</iati-activities>"),
        "declared as Latin-1": swap("UTF-8", "ISO-8859-1"),
        "declared as UTF-16": swap("UTF-8", "UTF-16"),
        "declared as an encoding that is none": swap("UTF-8", "UTF-9"),
        "declared as EBCDIC": swap("UTF-8", "cp500"),
        "UTF-16": lambda content: content.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        "UTF-16, declared as UTF-8": written_in("utf-16"),
        "UTF-8 with mark": written_in("utf-8-sig"),
        "UTF-8 mark doubled": written_in("utf-8", mark=b"\xef\xbb\xbf\xef\xbb\xbf"),
        "blank line before the declaration": lambda content: b"\n" + content,
        "entities that expand": swap(ROOT, f"{LAUGHS}{ROOT}"),
        "an external entity": swap(
            ROOT, f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>{ROOT}'
        ),
        "an external document type": swap(
            ROOT, f'<!DOCTYPE x SYSTEM "http://localhost/x.dtd">{ROOT}'
        ),
        "an entity that is none": swap(VALUE, ">&amount;<"),
        "an ampersand": swap(VALUE, ">1425000 & more<"),
        "deep nesting": swap(
            "</iati-activities>", "<a>" * 1000 + "</a>" * 1000 + "</iati-activities>"
        ),
        "thousands by comma": swap(VALUE, ">1,425,000<"),
        "thousands by point": swap(VALUE, ">1.425.000,00<"),
        "thousands by blank": swap(VALUE, ">1 425 000<"),
        "a currency in the number": swap(VALUE, ">GBP 1425000<"),
        "a comment in the number": swap(VALUE, ">1425<!-- -->000<"),
        "an element in the number": swap(VALUE, ">1425<b/>000<"),
        "an instruction in the number": swap(VALUE, ">1425<?x ?>000<"),
        "the number in CDATA": swap(VALUE, "><![CDATA[1425000]]><"),
        "the number in characters": swap(VALUE, ">&#49;425000<"),
        "line ends around the number": swap(VALUE, ">\n  1425000\n<"),
        "two values": swap(VALUE, ">1425000</value><value>1<"),
        "the number lost": swap(VALUE, "><"),
        "a type unknown": swap('transaction-type code="C"', 'transaction-type code="X"'),
        "types in lower case": swap('transaction-type code="C"', 'transaction-type code="c"'),
        "currency unknown": swap('default-currency="GBP"', 'default-currency="GBX"'),
        "currency lost": swap(' default-currency="GBP"', ""),
        "currency in lower case": swap('default-currency="GBP"', 'default-currency="gbp"'),
        "days of transactions day first": swap(
            'transaction-date iso-date="2007-', 'transaction-date iso-date="01-01-2007" x="'
        ),
        "elements renamed": swap("transaction>", "Transaction>"),
        "root renamed": swap("iati-activities", "activities"),
        "root in a namespace": swap(ROOT, f'{ROOT} xmlns="urn:x"'),
        "two roots": lambda content: content + b"<iati-activities/>",
        "rubbish behind": lambda content: content + b"rubbish",
        "an attribute twice": swap(ROOT, f'{ROOT} version="2.03"'),
        "NUL": swap(VALUE, ">1425\x00000<"),
        "a character that XML has not": swap(VALUE, ">1425&#0;000<"),
        "day of publication lost": lambda content: content.replace(
            b' generated-datetime="2014-01-22T04:27:31"', b""
        ),
        "an activity without an identifier": swap("iati-identifier", "identifier", times=2),
    },
)

NUMERIC = "CAST(value AS DOUBLE) AS value"


def _replaced(expression: str) -> str:
    return f"SELECT * REPLACE ({expression})"


PARQUET = damages(
    "parquet",
    {
        "cut in the footer": lambda content: content[:-6],
        "cut in half": cut_at(0.5),
        "footer only": lambda content: content[-300:],
        "length of the footer wrong": lambda content: content[:-8] + b"\xff\xff\xff\x7fPAR1",
        "length of the footer zero": lambda content: content[:-8] + bytes(4) + b"PAR1",
        "footer spoilt": lambda content: content[:-60] + bytes(50) + content[-10:],
        "pages spoilt": lambda content: content[:4] + bytes(200) + content[204:],
        "the end doubled": lambda content: content + b"PAR1",
        "the beginning lost": lambda content: content[4:],
        "numbers as numbers": lambda _: parquet(_replaced(NUMERIC)),
        "numbers as decimals": lambda _: parquet(
            _replaced("CAST(value AS DECIMAL(18, 3)) AS value")
        ),
        "numbers in single precision": lambda _: parquet(
            _replaced("CAST(value AS FLOAT) AS value")
        ),
        "numbers as text with comma": lambda _: parquet(
            _replaced("replace(value, '.', ',') AS value")
        ),
        "numbers in lists": lambda _: parquet(_replaced("[value] AS value")),
        "numbers in bytes": lambda _: parquet(_replaced("encode(value) AS value")),
        "not a number": lambda _: parquet(_replaced("CAST('NaN' AS DOUBLE) AS value")),
        "days as days": lambda _: parquet(_replaced("CAST(published_on AS DATE) AS published_on")),
        "days as moments": lambda _: parquet(
            _replaced("CAST(published_on AS TIMESTAMP) AS published_on")
        ),
        "days as moments in a zone": lambda _: parquet(
            _replaced("CAST(published_on || ' 23:30:00+02' AS TIMESTAMPTZ) AS published_on")
        ),
        "years as numbers": lambda _: parquet(_replaced("CAST(period AS INTEGER) AS period")),
        "values empty": lambda _: parquet(_replaced("CAST(NULL AS VARCHAR) AS value")),
        "column dropped": lambda _: parquet("SELECT * EXCLUDE (unit)"),
        "a column more": lambda _: parquet("SELECT *, 1 AS extra"),
        "columns in another order": lambda _: parquet("SELECT note, * EXCLUDE (note)"),
        "names in capitals": lambda _: parquet('SELECT * RENAME (value AS "VALUE")'),
    },
)

STRUCTURES: tuple[Damage, ...] = (*JSON, *XML, *PARQUET)
