"""SDMX-ML: every observation with all that is said of it, text by text, or a refusal."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pipelines.readers.contract import Limits, Row, Table
from pipelines.readers.sdmx import describe_sdmx, read_sdmx
from tests.receiving.readers.reading import LIMITS, read_all
from tests.receiving.readers.sdmx_messages import (
    GENERIC_21,
    MESSAGES,
    SAID,
    STRUCTURE_21,
    STRUCTURE_30,
    V21,
    Said,
)
from tests.receiving.writing import written

READ_BY_SDMX1 = [name for name in MESSAGES if "2.1" in name]
OF_THE_MESSAGE = ("STRUCTURE_ID", "ACTION")
REUSED = hypothesis_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)


def _read(file: Path, *, limits: Limits = LIMITS) -> Table:
    return read_sdmx(file, columns=(), limits=limits)


def _file(folder: Path, content: str | bytes) -> Path:
    content = content.encode() if isinstance(content, str) else content
    return written(folder, content, name="message.xml")


def _said(table: Table, rows: list[Row] | None = None) -> list[Said]:
    """What is said of each observation, without what its message says."""
    return [
        {
            name: text
            for name, text in zip(table.columns, row[1:], strict=True)
            if text is not None and name not in OF_THE_MESSAGE
        }
        for row in (table.rows if rows is None else rows)
    ]


def _refusal(folder: Path, content: str | bytes, *, limits: Limits = LIMITS) -> str:
    _, refusal = read_all(lambda file: _read(file, limits=limits), _file(folder, content))
    assert refusal is not None
    return refusal


def _by_sdmx1(message: str) -> list[Said]:
    import sdmx

    return [
        {
            **{name: value.value for name, value in observation.key.values.items()},
            **{name: str(value.value) for name, value in observation.attrib.items()},
            "OBS_VALUE": observation.value,
        }
        for data_set in sdmx.read_sdmx(io.BytesIO(message.encode())).data
        for observation in data_set.obs
    ]


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES.keys())
def test_every_shape_says_the_same(tmp_path: Path, message: str) -> None:
    assert _said(_read(_file(tmp_path, message))) == SAID


@pytest.mark.slow
@pytest.mark.parametrize("name", READ_BY_SDMX1)
def test_another_reader_says_the_same(name: str) -> None:
    assert _by_sdmx1(MESSAGES[name]) == SAID


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_any_declared_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    message = GENERIC_21.replace("UTF-8", encoding).replace("Dutch", "Néerlandais")
    said = _said(_read(_file(tmp_path, message.encode(encoding))))
    assert said[0]["TITLE"] == "Spending, Néerlandais"


PLACES = {
    "generic 2.1": ("Series 1 (A.NL), Obs 1 (2023)", "Series 2 (A.US), Obs 2 (2024)"),
    "generic 2.1, flat": ("Obs 1 (A.NL.2023)", "Obs 4 (A.US.2024)"),
    "structure-specific 2.1": (
        "Series 1 (A.NL.6), Obs 1 (2023)",
        "Series 2 (A.US.6), Obs 2 (2024)",
    ),
    "structure-specific 2.1, flat": ("Obs 1 (A.NL.6.2023.A)", "Obs 4 (A.US.6.2024)"),
}


@pytest.mark.parametrize(("name", "places"), PLACES.items())
def test_a_place_names_the_series_and_the_period(
    tmp_path: Path, name: str, places: tuple[str, str]
) -> None:
    found = [row[0] for row in _read(_file(tmp_path, MESSAGES[name])).rows]
    assert (found[0], found[-1]) == places
    assert len(set(found)) == len(found)


STRUCTURES = {
    "generic 2.1": ("BANK:SPENDING(1.0)", "Replace"),
    "generic 2.1, flat": ("ORG:SPENDING(1.0)", "Information"),
    "structure-specific 2.1": ("OFFICE:SPENDING(1.0)", "Replace"),
    "compact 2.0": (None, "Update"),
    "generic 2.0": ("SPENDING", None),
    "structure-specific 3.0": ("FUND:SPENDING(2.1.0)", "Replace"),
}


@pytest.mark.parametrize(("name", "told"), STRUCTURES.items())
def test_structure_and_action_are_columns(
    tmp_path: Path, name: str, told: tuple[str | None, str | None]
) -> None:
    table = _read(_file(tmp_path, MESSAGES[name]))
    row = dict(zip(table.columns, next(table.rows)[1:], strict=True))
    assert tuple(row.get(column) for column in OF_THE_MESSAGE) == told


def test_the_header_is_what_the_file_says_of_itself(tmp_path: Path) -> None:
    assert dict(_read(_file(tmp_path, GENERIC_21)).facts) == {
        "ID": "exchange-1",
        "Test": "false",
        "Prepared": "2026-07-01T10:20:30.5+02:00",
        "Sender": "BANK",
    }


def test_columns_asked_for_are_there_even_when_nothing_was_sent(tmp_path: Path) -> None:
    table = read_sdmx(_file(tmp_path, GENERIC_21), columns=["OBS_CONF", "FREQ"], limits=LIMITS)
    assert table.columns[-1] == "OBS_CONF"
    assert table.columns.count("FREQ") == 1
    assert {row[-1] for row in table.rows} == {None}


def _message(data_set: str, *, dimension: str = "TIME_PERIOD", more: str = "") -> str:
    """Structure-specific data; `data_set` is what a data set holds, or data sets between others."""
    return (
        f'<m:StructureSpecificData xmlns:m="{V21}/message" xmlns:ss="{V21}/data/structurespecific">'
        f'<m:Header><m:Structure structureID="S" dimensionAtObservation="{dimension}"/></m:Header>'
        f'<m:DataSet ss:structureRef="S">{data_set}</m:DataSet>{more}</m:StructureSpecificData>'
    )


def _footer(code: int, severity: str, text: str) -> str:
    told = f'code="{code}" severity="{severity}"><m:Text>{text}</m:Text>'
    return _message(OBS, more=f"<m:Footer><m:Message {told}</m:Message></m:Footer>")


OBS = '<Obs TIME_PERIOD="2024" OBS_VALUE="1"/>'
ONE = {"TIME_PERIOD": "2024", "OBS_VALUE": "1"}
SHAPES: dict[str, tuple[str, list[Said]]] = {
    "an empty series": ('<Series A="x"/>', []),
    "texts that differ": (f'<Series OBS_VALUE="2">{OBS}</Series>', [{**ONE, "OBS_VALUE": "2 | 1"}]),
    "the same text twice": (f'<Series OBS_VALUE="1">{OBS}</Series>', [ONE]),
    "nothing in a text": (
        '<Series A=""><Obs TIME_PERIOD="2024"/></Series>',
        [{"TIME_PERIOD": "2024"}],
    ),
    "a group of one period": (
        f'<Series A="x">{OBS}<Obs TIME_PERIOD="2025"/></Series><Group TIME_PERIOD="2025" B="y"/>',
        [{"A": "x", **ONE}, {"A": "x", "TIME_PERIOD": "2025", "B": "y"}],
    ),
    "a group of nobody": (f'<Group A="y" B="z"/><Series A="x">{OBS}</Series>', [{"A": "x", **ONE}]),
    "a group without a key": (
        f'<Series A="x">{OBS}</Series><Group B="z"/>',
        [{"A": "x", "B": "z", **ONE}],
    ),
    "two groups of a series": (
        f'<Group A="x" B="y"/><Group A="x" C="z"/><Series A="x">{OBS}</Series>',
        [{"A": "x", "B": "y", "C": "z", **ONE}],
    ),
    "an attribute of a group and of a series": (
        f'<Group A="x" B="y"/><Series A="x">{OBS}</Series><Series A="w" B="z">{OBS}</Series>',
        [{"A": "x", "B": "y", **ONE}, {"A": "w", "B": "z", **ONE}],
    ),
    "a group in another data set": (
        f'<Series A="x">{OBS}</Series></m:DataSet><m:DataSet><Group A="x" B="y"/>'
        f'<Series A="x">{OBS}</Series>',
        [{"A": "x", **ONE}, {"A": "x", "B": "y", **ONE}],
    ),
    "notes": (
        f"<Annotations><a><b/></a></Annotations><Series><Annotations/>{OBS}"
        f'<Obs TIME_PERIOD="2025"><Annotations>n</Annotations></Obs></Series>',
        [ONE, {"TIME_PERIOD": "2025"}],
    ),
    "series and observations without one": (
        f'<Series A="x">{OBS}</Series>{OBS}',
        [{"A": "x", **ONE}, ONE],
    ),
}


@pytest.mark.parametrize(("data_set", "said"), SHAPES.values(), ids=SHAPES.keys())
def test_what_is_said_of_many_is_said_of_each(
    tmp_path: Path, data_set: str, said: list[Said]
) -> None:
    assert _said(_read(_file(tmp_path, _message(data_set)))) == said


def test_several_values_of_one_attribute_are_all_given(tmp_path: Path) -> None:
    message = STRUCTURE_30.replace("<Value>L</Value>", "<Value>L</Value><Value>U</Value>")
    assert _said(_read(_file(tmp_path, message)))[2]["OBS_STATUS"] == "L | U"


def test_observations_may_differ_in_another_dimension_than_time(tmp_path: Path) -> None:
    message = (
        GENERIC_21.replace('dimensionAtObservation="TIME_PERIOD"', 'dimensionAtObservation="SEX"')
        .replace('ObsDimension value="2023"', 'ObsDimension value="F"')
        .replace('ObsDimension value="2024"', 'ObsDimension id="AGE" value="Y15"')
    )
    table = _read(_file(tmp_path, message))
    rows = list(table.rows)
    said = _said(table, rows)
    assert (said[0]["SEX"], said[1]["AGE"]) == ("F", "Y15")
    assert rows[0][0] == "Series 1 (A.NL), Obs 1 (F)"
    assert "TIME_PERIOD" not in table.columns


BOMB = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
ELSEWHERE = '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">'
PLAIN = _message(f"<Series>{OBS}</Series>")
REFUSED = {
    "an entity bomb": (
        BOMB + PLAIN.replace('VALUE="1"', 'VALUE="&b;"'),
        "declares a document type",
    ),
    "an entity outside": (OUTSIDE + PLAIN.replace('"1"', '"&a;"'), "declares a document type"),
    "a type outside": (ELSEWHERE + PLAIN, "declares a document type"),
    "an undeclared entity": (PLAIN.replace('"1"', '"&a;"'), "this is not XML: undefined entity"),
    "empty": ("", "the file is empty"),
    "a structure": (PLAIN.replace("StructureSpecificData", "Structure"), "found <Structure>"),
    "cross-sectional data": (
        PLAIN.replace("StructureSpecificData", "CrossSectionalData"),
        "expected an SDMX-ML message of data",
    ),
    "series outside a data set": (
        _message("", more=f"<Series>{OBS}</Series>"),
        "the message holds <Series>",
    ),
    "a section": (_message("<Section/>"), "a data set holds <Section>"),
    "a data set in another": (_message("<DataSet/>"), "a data set holds <DataSet>"),
    "a series in another": (_message("<Series><Series/></Series>"), "<Series> stands where"),
    "an observation in another": (_message("<Obs><Obs/></Obs>"), "<Obs> stands where"),
    "series in a group": (_message("<Group><Series/></Group>"), "a group holds series"),
    "a key behind": (
        _message(f'<Series>{OBS}<Comp id="A"><Value>x</Value></Comp></Series>'),
        "Series 1: <Comp> stands behind observations it is of",
    ),
    "a value of nothing": (
        GENERIC_21.replace('id="REF_AREA" value="US"', 'value="US"'),
        "<Value> does not say of which dimension",
    ),
    "an error of the publisher": (_footer(500, "Error", "No"), "the message is not whole: No"),
    "a publisher's limit": (_footer(510, "Warning", "Too much"), "is not whole: Too much"),
    "two messages": (PLAIN + PLAIN, "junk after document element"),
}


@pytest.mark.parametrize(("content", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_used_is_refused_with_its_reason(
    tmp_path: Path, content: str, reason: str
) -> None:
    assert reason in _refusal(tmp_path, content)


def test_a_footer_that_only_informs_is_no_refusal(tmp_path: Path) -> None:
    message = _footer(100, "Information", "Nothing new")
    assert _said(_read(_file(tmp_path, message))) == [ONE]


def test_depth_is_limited(tmp_path: Path) -> None:
    notes = f"<Annotations>{'<a>' * 60}{'</a>' * 60}</Annotations>"
    assert list(_read(_file(tmp_path, _message(notes + OBS))).rows)
    deep = _message(f"<Annotations>{'<a>' * 62}{'</a>' * 62}</Annotations>")
    assert "(limit depth)" in _refusal(tmp_path, deep)
    assert "(limit depth)" in _refusal(tmp_path, _message("<Annotations>" * 100_000))


def test_dimensions_and_attributes_are_limited(tmp_path: Path) -> None:
    content = _message('<Obs A="1" B="2" C="3"/>')
    assert list(_read(_file(tmp_path, content), limits=Limits(columns=3)).rows)
    assert "(limit columns)" in _refusal(tmp_path, content, limits=Limits(columns=2))


def test_texts_are_limited(tmp_path: Path) -> None:
    content = _message('<Series A="éééé"><Obs B="ü"/></Series>')
    assert list(_read(_file(tmp_path, content), limits=Limits(cell_characters=4)).rows)
    refusal = _refusal(tmp_path, content, limits=Limits(cell_characters=3))
    assert refusal.startswith("Series 1, Obs 1, A: a text is longer than 3 characters")


def test_the_file_is_limited(tmp_path: Path) -> None:
    content = PLAIN + " " * 1_000_000
    assert "(limit file_mb)" in _refusal(tmp_path, content, limits=Limits(file_mb=1))


HUGE = {
    "a text": f'<Series A="{"x" * 2_000_000}">{OBS}</Series>',
    "an observation": f"<Obs>{'<Annotations/>' * 200_000}</Obs>",
    "groups": '<Group A="x" B="y"/>' * 2_100,
    "data sets": "</m:DataSet><m:DataSet>" * 2_100,
}


@pytest.mark.parametrize("data_set", HUGE.values(), ids=HUGE.keys())
def test_what_must_be_held_is_limited(tmp_path: Path, data_set: str) -> None:
    assert "(limit record_mb)" in _refusal(tmp_path, _message(data_set), limits=Limits(record_mb=1))


def test_a_series_is_not_held(tmp_path: Path) -> None:
    content = _message(f"<Series>{OBS * 60_000}</Series>")
    assert len(content) > 2_000_000
    rows = _read(_file(tmp_path, content), limits=Limits(record_mb=1)).rows
    assert sum(1 for _ in rows) == 60_000


@pytest.mark.parametrize("message", [GENERIC_21, STRUCTURE_21], ids=["generic", "specific"])
@pytest.mark.parametrize("twentieth", range(20))
def test_a_file_cut_short_is_refused_before_its_first_row(
    tmp_path: Path, message: str, twentieth: int
) -> None:
    content = message.encode()
    cut = content[: len(content.rstrip()) * twentieth // 20]
    rows, refusal = read_all(_read, _file(tmp_path, cut))
    assert rows == []
    assert refusal is not None
    assert "ends in the middle" in refusal or "is empty" in refusal


def test_columns_are_described(tmp_path: Path) -> None:
    described = describe_sdmx(_file(tmp_path, STRUCTURE_21), limits=LIMITS)
    assert described == tuple(_read(_file(tmp_path, STRUCTURE_21)).columns)


def test_only_the_start_of_a_file_is_described(tmp_path: Path) -> None:
    file = _file(tmp_path, _message(f'{OBS * 5_000}<Obs LATE="x"/>'))
    early = {"TIME_PERIOD", "OBS_VALUE"}
    assert set(describe_sdmx(file, limits=LIMITS, first_bytes=70_000)) == early
    assert set(describe_sdmx(file, limits=LIMITS)) == {*early, "LATE"}


@REUSED
@given(
    at=st.integers(0, len(STRUCTURE_21.encode()) - 1),
    length=st.integers(0, 3),
    inserted=st.binary(max_size=3),
)
def test_a_damaged_file_never_crashes_the_reader(
    tmp_path: Path, at: int, length: int, inserted: bytes
) -> None:
    content = STRUCTURE_21.encode()
    damaged = content[:at] + inserted + content[at + length :]
    rows, refusal = read_all(_read, _file(tmp_path, damaged))
    assert refusal is None or not rows


CODES = st.text("ABC_1", min_size=1, max_size=3)
NUMBERS = st.from_regex(r"-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,30})?", fullmatch=True)


@REUSED
@given(st.lists(st.tuples(CODES, CODES, st.lists(NUMBERS, min_size=1, max_size=4)), max_size=4))
def test_any_series_and_group_come_back_as_written(
    tmp_path: Path, series: list[tuple[str, str, list[str]]]
) -> None:
    titles = {area: title for area, title, _ in series}
    groups = "".join(f'<Group AREA="{area}" TITLE="t{title}"/>' for area, title in titles.items())
    data = "".join(
        f'<Series AREA="{area}">'
        + "".join(f'<Obs AT="{at}" OBS_VALUE="{number}"/>' for at, number in enumerate(numbers))
        + "</Series>"
        for area, _, numbers in series
    )
    expected = [
        {"AREA": area, "TITLE": f"t{titles[area]}", "AT": str(at), "OBS_VALUE": number}
        for area, _, numbers in series
        for at, number in enumerate(numbers)
    ]
    for data_set in (groups + data, data + groups):
        assert _said(_read(_file(tmp_path, _message(data_set)))) == expected
