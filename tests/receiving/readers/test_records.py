"""JSON and NDJSON become rows with every digit, or are refused in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import ijson
import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pipelines.readers.contract import Limits, RefusedFileError, Row, Table
from pipelines.readers.record_shapes import describe_records
from pipelines.readers.records import has_records, read_records
from tests.published import published
from tests.receiving.readers.reading import LIMITS, read_all
from tests.receiving.writing import written

COLUMNS = {"name": "name", "amount": "amount"}
SMALL = b"""{"meta": {"as_of": "2026-08-18", "total": 30.50, "final": false},
 "contributors": [
  {"name": "Norway", "amount": 10.250, "parts": [{"amount": 7}], "donor": {"iso3": "NOR"}},
  {"name": "C\xc3\xb4te d\xe2\x80\x99Ivoire", "amount": null, "note": "a \\"b\\"\\n"},
  {"amount": 20, "name": "Japan", "paid": true}
 ],
 "license": "MIT"}
"""


def _read(
    file: Path,
    *,
    records: str = "contributors",
    columns: Mapping[str, str] = COLUMNS,
    facts: Mapping[str, str] | None = None,
    limits: Limits = LIMITS,
) -> Table:
    return read_records(file, records=records, columns=columns, facts=facts or {}, limits=limits)


def _json(folder: Path, content: bytes | str) -> Path:
    content = content.encode() if isinstance(content, str) else content
    return written(folder, content, name="figures.json")


def _values(folder: Path, value: str, *, path: str = "v", limits: Limits = LIMITS) -> str | None:
    """The text of one value in one record."""
    file = _json(folder, f'[{{"v": {value}}}]')
    (row,) = _read(file, records="", columns={"v": path}, limits=limits).rows
    return row[1]


def _refusal(folder: Path, content: bytes | str, **named: Any) -> str:
    _, refusal = read_all(lambda file: _read(file, **named), _json(folder, content))
    assert refusal is not None
    return refusal


def test_the_wheel_carries_the_parser_written_in_c() -> None:
    assert ijson.backend == "yajl2_c"


def test_records_become_rows_with_their_place(tmp_path: Path) -> None:
    table = _read(_json(tmp_path, SMALL))
    assert table.columns == ("name", "amount")
    assert list(table.rows) == [
        ("contributors[1]", "Norway", "10.250"),
        ("contributors[2]", "Côte d’Ivoire", None),
        ("contributors[3]", "Japan", "20"),
    ]


PATHS = {
    "below an object": ("donor.iso3", ["NOR", None, None]),
    "in an array": ("parts.0.amount", ["7", None, None]),
    "beyond an array": ("parts.1.amount", [None, None, None]),
    "an object": ("donor", ['{"iso3":"NOR"}', None, None]),
    "an array": ("parts", ['[{"amount":7}]', None, None]),
    "text with quotes": ("note", [None, 'a "b"\n', None]),
    "true": ("paid", [None, None, "true"]),
    "through a text": ("name.iso3", [None, None, None]),
    "through an array by name": ("parts.amount", [None, None, None]),
}

PARTIES = [
    {"type": "Location", "name": "Mali", "id": 1},
    {"type": "Organization", "name": "WFP", "id": 7},
    {"type": "Organization", "name": "UNICEF", "id": 7},
    {"type": "Organization", "id": None},
    "Organization",
]
SAID = {
    "one": ("type=Location.name", "Mali"),
    "different": ("type=Organization.name", "WFP | UNICEF"),
    "alike": ("type=Organization.id", "7"),
    "not": ("type=Plan.name", None),
    "of no key": ("kind=Plan.name", None),
    "a number": ("id=1.name", "Mali"),
}


@pytest.mark.parametrize(("path", "text"), SAID.values(), ids=SAID.keys())
def test_a_path_leads_to_the_objects_of_an_array_that_say_something(
    tmp_path: Path, path: str, text: str | None
) -> None:
    content = json.dumps([{"to": PARTIES}])
    table = _read(_json(tmp_path, content), records="", columns={"c": f"to.{path}"})
    assert [found for _, found in table.rows] == [text]


@pytest.mark.parametrize(("path", "texts"), PATHS.values(), ids=PATHS.keys())
def test_a_path_leads_into_a_record(tmp_path: Path, path: str, texts: list[str | None]) -> None:
    rows = _read(_json(tmp_path, SMALL), columns={"c": path}).rows
    assert [text for _, text in rows] == texts


VALUES = {
    "zeros at the end": ("22.0", "22.0"),
    "zeros in front": ("0.0070", "0.0070"),
    "more digits than a float": ("123456789012345678901.123456789", None),
    "a large integer": ("9007199254740993", None),
    "negative": ("-0.50", "-0.50"),
    "negative zero": ("-0.0", "-0.0"),
    "an exponent": ("1.5E3", "1500"),
    "a small exponent": ("1E-7", "0.0000001"),
    "all digits of a binary number": (
        "2.04999999999999982236431605997495353221893310546875",
        "2.05",
    ),
    "digits that no binary number has": ("2.0499999999999998224", "2.0499999999999998224"),
    "a whole number that a binary one can be": (str(2**70), str(2**70)),
    "the largest exponent written out": ("1E400", f"1{'0' * 400}"),
    "an exponent too large to write out": ("1E401", "1E+401"),
    "an exponent that would fill the memory": ("1E999999999", "1E+999999999"),
    "an exponent too small to write out": ("1E-999999999", "1E-999999999"),
    "false": ("false", "false"),
    "as many digits as a number may have": ("9" * 3999, None),
    "empty text": ('""', ""),
    "spaces": ('" 1,000 "', " 1,000 "),
    "an escaped pair": ('"\\ud83d\\ude00"', "😀"),
    "an escaped backslash before u": ('"\\\\ud800"', "\\ud800"),
    "nested": (
        '{"b": [1.50, null, true, {"c": "é\\n"}], "a": {}}',
        '{"b":[1.50,null,true,{"c":"é\\n"}],"a":{}}',
    ),
}


@pytest.mark.parametrize(("value", "text"), VALUES.values(), ids=VALUES.keys())
def test_a_value_is_written_as_sent(tmp_path: Path, value: str, text: str | None) -> None:
    assert _values(tmp_path, value) == (value if text is None else text)


def test_null_and_a_missing_key_are_none(tmp_path: Path) -> None:
    assert _values(tmp_path, "null") is None
    assert _values(tmp_path, "1", path="w") is None


def test_a_key_may_hold_dots(tmp_path: Path) -> None:
    file = _json(tmp_path, '[{"a.b": 1, "c.d": {"e": 2}}]')
    table = _read(file, records="", columns={"x": "a.b", "y": "c.d.e"})
    assert list(table.rows) == [("[1]", "1", "2")]


LINES = {
    "LF": b'{"name": "Norway"}\n{"name": "Japan"}\n',
    "CRLF": b'{"name": "Norway"}\r\n{"name": "Japan"}\r\n',
    "no end of the last line": b'{"name": "Norway"}\n{"name": "Japan"}',
    "blank lines": b'\n{"name": "Norway"}\n\n{"name": "Japan"}\n\n',
    "a byte order mark": b'\xef\xbb\xbf{"name": "Norway"}\n{"name": "Japan"}\n',
    "an array": b'[{"name": "Norway"}, {"name": "Japan"}]',
    "an array with a byte order mark": b'\xef\xbb\xbf[{"name": "Norway"}, {"name": "Japan"}]',
}


@pytest.mark.parametrize("content", LINES.values(), ids=LINES.keys())
def test_the_top_is_an_array_or_one_object_a_line(tmp_path: Path, content: bytes) -> None:
    file = _json(tmp_path, content)
    rows = list(_read(file, records="", columns={"name": "name"}).rows)
    assert rows == [("[1]", "Norway"), ("[2]", "Japan")]
    assert describe_records(file, limits=LIMITS) == {"": ("name",)}


def test_records_may_lie_in_an_array(tmp_path: Path) -> None:
    file = _json(tmp_path, '[{"page": 1}, [{"value": 2.50}, {"value": 3}]]')
    table = _read(file, records="1", columns={"v": "value"}, facts={"page": "0.page"})
    assert table.facts == {"page": "1"}
    assert list(table.rows) == [("1[1]", "2.50"), ("1[2]", "3")]


def test_an_array_without_records_gives_no_rows(tmp_path: Path) -> None:
    assert list(_read(_json(tmp_path, '{"contributors": []}')).rows) == []


FACTS = {"as_of": "meta.as_of", "total": "meta.total", "final": "meta.final", "gone": "meta.gone"}


@pytest.mark.parametrize("order", ["before", "after"])
def test_facts_are_complete_wherever_they_stand(tmp_path: Path, order: str) -> None:
    meta = b'"meta": {"as_of": "2026-08-18", "total": 30.50, "final": false}'
    records = b'"contributors": [{"name": "Norway", "meta": {"as_of": "never"}}]'
    parts = [meta, records] if order == "before" else [records, meta]
    table = _read(_json(tmp_path, b"{" + b",".join(parts) + b"}"), facts=FACTS)
    assert table.facts == {"as_of": "2026-08-18", "total": "30.50", "final": "false"}
    assert list(table.rows) == [("contributors[1]", "Norway", None)]


def test_one_value_may_be_two_facts(tmp_path: Path) -> None:
    facts = {"as_of": "meta.as_of", "published_on": "meta.as_of"}
    table = _read(_json(tmp_path, SMALL), facts=facts)
    assert table.facts == dict.fromkeys(facts, "2026-08-18")


REFUSED: dict[str, tuple[bytes | str, str]] = {
    "empty": (b"", "the file is empty"),
    "blank": (b" \n ", "the file is empty"),
    "prose": (b"Dear colleagues", "not JSON near byte 1"),
    "a table": (b"name,amount\nNorway,1\n", "not JSON near byte 2: invalid string"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00", "not JSON near byte 1"),
    "UTF-16": ('{"contributors": []}'.encode("utf-16"), "send JSON in UTF-8"),
    "UTF-16 without a mark": ('{"contributors": []}'.encode("utf-16-le"), "send JSON in UTF-8"),
    "Latin-1": ('{"contributors": [{"name": "café"}]}'.encode("latin-1"), "invalid bytes in UTF8"),
    "NaN": ('{"contributors": [{"amount": NaN}]}', "not JSON near byte 30"),
    "Infinity": ('{"contributors": [{"amount": Infinity}]}', "'Infinity}]}'"),
    "minus Infinity": ('{"contributors": [{"amount": -Infinity}]}', "not JSON near byte 31"),
    "single quotes": ("{'contributors': []}", "not JSON near byte 2"),
    "a comma too much": ('{"contributors": [],}', "not JSON near byte 21: invalid object key"),
    "a comment": ('{"contributors": [] /* x */}', "comments are not enabled"),
    "a leading zero": ('{"contributors": [{"amount": 007}]}', "not JSON near byte 3"),
    "a decimal comma": ('{"contributors": [{"amount": 1,5}]}', "invalid object key"),
    "a NUL in a text": ('{"contributors": [{"name": "a\x00b"}]}', "invalid character inside"),
    "a line break in a text": ('{"contributors": [{"name": "a\nb"}]}', "invalid character inside"),
    "half of a pair": ('{"contributors": [{"name": "\\ud83d x"}]}', r"\ud83d is half of a char"),
    "the other half": ('{"contributors": [{"name": "\\ude00"}]}', "cannot be read"),
    "an endless integer": (
        f'{{"contributors": [{{"amount": {"9" * 4000}}}]}}',
        "4000 digits or more",
    ),
    "an endless exponent": ('{"contributors": [{"amount": 1E99999999999999999999}]}', "cannot be"),
    "more behind": ('{"contributors": []} {}', "trailing garbage"),
    "a brace too much": ('{"contributors": []}}', "trailing garbage"),
    "two arrays of records": ('{"contributors": [], "contributors": []}', "'contributors' is giv"),
    "a key given twice": ('{"contributors": [{"name": 1, "name": 1}]}', "the key 'name' is given"),
    "a key given twice by escape": ('{"contributors": [{"a": 1, "\\u0061": 2}]}', "the key 'a' is"),
    "a key given twice elsewhere": ('{"m": {"a": 1, "a": 2}, "contributors": []}', "the key 'a'"),
    "no records": ('{"meta": 1, "data": [{}]}', "found nothing; at the top of the file are meta,"),
    "an empty object": ("{}", "found nothing; at the top of the file are no keys"),
    "records that are a text": ('{"contributors": "none"}', "found a text"),
    "records that are null": ('{"contributors": null}', "found null"),
    "records that are numbers": ('{"contributors": [{}, 5]}', "contributors[2] is 5, expected an"),
    "an array at the top": ('[{"name": "Norway"}]', "expected an array of objects at 'contrib"),
    "a number at the top": ("12", "found nothing"),
}


@pytest.mark.parametrize(("content", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_used_is_refused_with_its_reason(
    tmp_path: Path, content: bytes | str, reason: str
) -> None:
    assert reason in _refusal(tmp_path, content)


REFUSED_AT_THE_TOP = {
    "two arrays": ("[{}] [{}]", "after the array there is another value"),
    "a number behind a line": ("{}\n5", "[2] is 5, expected an object"),
    "a number": ("12", "found a number"),
    "a line cut short": ('{"name": "a"}\n{"name": "b"', "after [1]: the file ends in the middle"),
    "empty": ("", "the file is empty"),
    "blank": (" \n", "the file is empty"),
}


@pytest.mark.parametrize(
    ("content", "reason"), REFUSED_AT_THE_TOP.values(), ids=REFUSED_AT_THE_TOP.keys()
)
def test_lines_and_top_arrays_are_refused_with_their_reason(
    tmp_path: Path, content: str, reason: str
) -> None:
    assert reason in _refusal(tmp_path, content, records="")


def test_a_late_mistake_says_after_which_record(tmp_path: Path) -> None:
    content = '{"contributors": [{"name": "a"}, {"name": "b"}, {"name" "c"}]}'
    assert _refusal(tmp_path, content).startswith("after contributors[2]: this is not JSON near")


def test_a_mistake_in_a_record_is_told_with_its_place_and_no_other(tmp_path: Path) -> None:
    content = '{"contributors": [{"name": "a"}, {"name": "b"}, {"name": "c", "amounts": 1}]}'
    told = "contributors[3]: expected the key 'amount', found 'amounts'"
    assert _refusal(tmp_path, content).startswith(told)


def test_the_byte_of_a_mistake_is_told_far_into_a_file(tmp_path: Path) -> None:
    start = '{"contributors": [' + '{"name": "Norway"}, ' * 20_000 + '{"name": '
    refusal = _refusal(tmp_path, f"{start}None}}]}}")
    assert f"near byte {len(start) + 1}: " in refusal


@pytest.mark.parametrize("bytes_in_the_first_chunk", range(14))
def test_what_a_chunk_cuts_in_two_is_seen_whole(
    tmp_path: Path, bytes_in_the_first_chunk: int
) -> None:
    start = '[{"v": "'.rjust(65_536 - bytes_in_the_first_chunk)
    (row,) = _read(
        _json(tmp_path, f'{start}\\ud83d\\ude00"}}]'), records="", columns={"v": "v"}
    ).rows
    assert row == ("[1]", "😀")
    assert "half of a character" in _refusal(tmp_path, f'{start}\\ud83d"}}]', records="")
    assert "4000 digits" in _refusal(tmp_path, f'{start}{"9" * 4000}"}}]', records="")


DEEP = '{"contributors": [{"name": ' + "[" * 62 + "]" * 62 + "}]}"


def test_depth_is_limited(tmp_path: Path) -> None:
    file = _json(tmp_path, DEEP)
    assert list(_read(file, limits=Limits(depth=65)).rows) == [
        ("contributors[1]", "[" * 62 + "]" * 62, None)
    ]
    assert "(limit depth)" in _refusal(tmp_path, DEEP, limits=Limits(depth=64))
    assert "(limit depth)" in _refusal(tmp_path, "[" * 1_000_000)


def test_rows_are_limited(tmp_path: Path) -> None:
    file = _json(tmp_path, SMALL)
    assert len(list(_read(file, limits=Limits(rows=3)).rows)) == 3
    assert "more than 2 records (limit rows)" in _refusal(tmp_path, SMALL, limits=Limits(rows=2))


def test_cells_are_limited(tmp_path: Path) -> None:
    limits = Limits(cell_characters=10)
    assert _values(tmp_path, f'"{"é" * 10}"', limits=limits) == "é" * 10
    content = f'{{"contributors": [{{"name": "{"é" * 11}"}}]}}'
    refusal = _refusal(tmp_path, content, limits=limits)
    assert "contributors[1], column name: a text is longer than 10 characters" in refusal
    nested = '{"contributors": [{"name": [1, 2, 3, 4, 5]}]}'
    assert "(limit cell_characters)" in _refusal(tmp_path, nested, limits=limits)


def test_keys_of_an_object_are_limited(tmp_path: Path) -> None:
    keys = ", ".join(f'"{number}": 1' for number in range(4))
    content = f'{{"contributors": [{{{keys}}}]}}'
    assert "more than 3 keys (limit columns)" in _refusal(
        tmp_path, content, limits=Limits(columns=3)
    )
    assert len(list(_read(_json(tmp_path, content), limits=Limits(columns=4)).rows)) == 1


def test_the_file_is_limited(tmp_path: Path) -> None:
    content = SMALL + b" " * 1_000_000
    assert "(limit file_mb)" in _refusal(tmp_path, content, limits=Limits(file_mb=1))


HUGE = {
    "a text": b'{"contributors": [{"name": "' + b"x" * 2_000_000 + b'"}]}',
    "a text elsewhere": b'{"other": ["' + b"x" * 2_000_000 + b'"], "contributors": []}',
    "a key": b'{"contributors": [{"' + b"x" * 2_000_000 + b'": 1}]}',
    "a record": b'{"contributors": [{"name": [' + b"1," * 1_000_000 + b"1]}]}",
}


@pytest.mark.parametrize("content", HUGE.values(), ids=HUGE.keys())
def test_what_must_be_held_whole_is_limited(tmp_path: Path, content: bytes) -> None:
    assert "(limit record_mb)" in _refusal(tmp_path, content, limits=Limits(record_mb=1))


def test_what_is_passed_over_is_not_held(tmp_path: Path) -> None:
    content = '{"other": [' + "1," * 1_000_000 + '1], "contributors": [{"name": "Norway"}]}'
    rows = _read(_json(tmp_path, content), limits=Limits(record_mb=1)).rows
    assert list(rows) == [("contributors[1]", "Norway", None)]


def test_a_single_object_is_one_record(tmp_path: Path) -> None:
    file = _json(tmp_path, '{"contributors": {"name": "Norway"}, "meta": {"a": [1]}}')
    assert list(_read(file).rows) == [("contributors[1]", "Norway", None)]
    assert has_records(file, records="meta.a", limits=LIMITS)
    assert not has_records(file, records="meta.b", limits=LIMITS)


def test_arrays_of_objects_are_described(tmp_path: Path) -> None:
    content = """{"meta": {"notes": [{"by": 1, "on": 2}, {"else": 3}], "years": [2024, 2025]},
        "contributors": [{"name": "a", "parts": [{"x": 1}]}], "none": []}"""
    assert describe_records(_json(tmp_path, content), limits=LIMITS) == {
        "meta.notes": ("by", "on", "else"),
        "contributors": ("name", "parts"),
    }


@pytest.mark.parametrize("content", ['[{"a": 1}, {"b": {"c": 2}}]', '{"a": 1}\n{"b": {"c": 2}}\n'])
def test_an_object_may_leave_out_what_the_next_one_has(tmp_path: Path, content: str) -> None:
    assert describe_records(_json(tmp_path, content), limits=LIMITS) == {"": ("a", "b", "b.c")}


def test_a_key_given_twice_is_told_when_nothing_else_is_known(tmp_path: Path) -> None:
    with pytest.raises(RefusedFileError, match="the key 'a' is given twice"):
        describe_records(_json(tmp_path, '{"list": [{"a": 1, "a": 2}]}'), limits=LIMITS)
    later = _json(tmp_path, '{"list": [{"a": 1}, {"a": 1, "a": 2}]}')
    assert describe_records(later, limits=LIMITS) == {"list": ("a",)}


def test_only_the_start_of_a_file_is_described(tmp_path: Path) -> None:
    file = _json(tmp_path, '{"a": [{"k": 1}' + ', {"k": 2}' * 100_000 + '], "b": [{"l": 1}]}')
    assert describe_records(file, limits=LIMITS, first_bytes=10_000) == {"a": ("k",)}
    assert describe_records(file, limits=LIMITS) == {"a": ("k",)}
    assert describe_records(file, limits=LIMITS, first_bytes=10_000_000) == {
        "a": ("k",),
        "b": ("l",),
    }


def test_what_is_not_json_is_not_described(tmp_path: Path) -> None:
    assert describe_records(_json(tmp_path, '{"a": 1}'), limits=LIMITS) == {"": ("a",)}
    with pytest.raises(RefusedFileError, match="not JSON"):
        describe_records(_json(tmp_path, "name,amount\n"), limits=LIMITS)


NUMBERS = st.from_regex(r"-?(0|[1-9][0-9]{0,40})(\.[0-9]{1,40})?", fullmatch=True).filter(
    # yajl reads this integer as 0.
    lambda text: text != "-0"
)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
REUSED = hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@REUSED
@given(rows=st.lists(st.tuples(TEXTS, NUMBERS), max_size=5), is_ascii=st.booleans())
@example(rows=[("é\ud7ff\U0010ffff\x00\u2028", "0.10")], is_ascii=True)
def test_texts_and_digits_come_back_as_written(
    tmp_path: Path, rows: list[tuple[str, str]], is_ascii: bool
) -> None:
    records = ", ".join(
        f'{{"name": {json.dumps(name, ensure_ascii=is_ascii)}, "amount": {amount}}}'
        for name, amount in rows
    )
    table = _read(_json(tmp_path, f"[{records}]"), records="")
    assert [row[1:] for row in table.rows] == rows


@REUSED
@given(st.decimals(allow_nan=False, allow_infinity=False))
@example(Decimal("1E+6144"))
def test_any_decimal_keeps_its_value(tmp_path: Path, number: Decimal) -> None:
    text = _values(tmp_path, str(number))
    assert text is not None
    assert Decimal(text).compare_total(number) == 0 or Decimal(text) == number


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@REUSED
@given(JSON_VALUES.filter(lambda value: isinstance(value, dict | list)))
def test_what_is_nested_comes_back_as_json(tmp_path: Path, value: Any) -> None:
    text = _values(tmp_path, json.dumps(value))
    assert text is not None
    assert json.loads(text) == value


def _whole(tmp_path: Path) -> list[Row]:
    return list(_read(_json(tmp_path, SMALL)).rows)


@pytest.mark.parametrize("twentieth", range(20))
def test_a_file_cut_short_is_refused_after_rows_that_are_right(
    tmp_path: Path, twentieth: int
) -> None:
    whole = _whole(tmp_path)
    cut = SMALL[: len(SMALL.rstrip()) * twentieth // 20]
    rows, refusal = read_all(_read, _json(tmp_path, cut))
    assert refusal is not None
    assert "ends in the middle" in refusal or "is empty" in refusal
    assert rows == whole[: len(rows)]


@REUSED
@given(at=st.integers(0, len(SMALL) - 1), length=st.integers(0, 3), inserted=st.binary(max_size=3))
def test_a_damaged_file_never_crashes_the_reader(
    tmp_path: Path, at: int, length: int, inserted: bytes
) -> None:
    damaged = SMALL[:at] + inserted + SMALL[at + length :]
    rows, refusal = read_all(_read, _json(tmp_path, damaged))
    assert refusal is not None or [row[1:] for row in rows] == _by_json(damaged)


def _by_json(content: bytes) -> list[tuple[str | None, ...]]:
    """What Python's own reader makes of it; yajl also takes these two for spaces."""
    text = content.decode("utf-8-sig").translate({0x0B: " ", 0x0C: " "})
    records = json.loads(text, parse_int=_as_sent, parse_float=_as_sent)["contributors"]
    return [tuple(_as_sent(record.get(path)) for path in COLUMNS) for record in records]


def _as_sent(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


@REUSED
@given(st.binary(max_size=100))
def test_noise_never_crashes_the_reader(tmp_path: Path, content: bytes) -> None:
    _, refusal = read_all(_read, _json(tmp_path, content))
    assert refusal is not None


YEARS = {"2022": 193, "2024": 193, "2025": 193, "2026": 193}


@pytest.mark.parametrize(("year", "count"), YEARS.items())
def test_the_published_budget_is_read_whole(year: str, count: int) -> None:
    file = published("un-regular-budget", f"regular-budget-contributors-{year}.json")
    columns = {"name": "name", "amount": "assessment_amount", "rate": "assessment_rate"}
    facts = {"year": "meta.year", "total": "meta.assessment_total", "as_of": "meta.as_of"}
    table = _read(file, columns=columns, facts=facts)
    sent = json.loads(file.read_text("utf-8"), parse_float=str, parse_int=str)
    rows = list(table.rows)
    assert len(rows) == count == len(sent["contributors"])
    assert [row[1:] for row in rows] == [
        tuple(record[path] for path in columns.values()) for record in sent["contributors"]
    ]
    assert table.facts["year"] == year
    assert table.facts["total"] == sent["meta"]["assessment_total"]


def test_conflicts_between_published_documents_are_records_too() -> None:
    file = published("un-regular-budget", "regular-budget-contributors-2026.json")
    table = _read(
        file,
        records="meta.amount_reconciliation.discrepancies",
        columns={
            "name": "name",
            "roll": "honour_roll_amount",
            "document": "assessment_document_amount",
        },
    )
    assert list(table.rows) == [
        ("meta.amount_reconciliation.discrepancies[1]", "Malaysia", "10371474", "10371574")
    ]
    described = describe_records(file, limits=LIMITS)
    assert set(described) == {"meta.amount_reconciliation.discrepancies", "contributors"}
