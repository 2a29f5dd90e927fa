"""Every record of a file is staged as sent, or set aside at its line with its text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.receiving.staged import Outcome, stage
from tests.receiving.writing import OBSERVATIONS, observation, table
from warehouse.staging import UnreadableFileError

NLD, BEL, LUX = observation("NLD"), observation("BEL"), observation("LUX")
NOT_A_DAY = observation("GRC", published_on="17.6.2024")

Stage = Callable[..., Outcome]


@pytest.fixture
def staged(tmp_path: Path) -> Stage:
    def stage_here(content: bytes, *, refused_rows: Sequence[int] = ()) -> Outcome:
        return stage(content, folder=tmp_path / "staged", refused_rows=refused_rows)

    return stage_here


def _places(outcome: Outcome) -> list[tuple[int, str, str]]:
    return [(item.line, item.rule, item.original) for item in outcome.set_aside]


def test_a_sound_file_is_staged_whole(staged: Stage) -> None:
    outcome = staged(table([NLD, BEL]))
    assert outcome.staged.rows_read == outcome.staged.rows_staged == 2
    assert outcome.staged.source == "nato-defence-expenditure"
    assert outcome.staged.published_on == date(2024, 6, 17)
    assert outcome.rows == [("NLD", Decimal("2.05"), None), ("BEL", Decimal("2.05"), None)]
    assert [(row.line, row.original) for row in outcome.located] == [(2, NLD), (3, BEL)]
    assert outcome.set_aside == []


LINE_ENDS = {
    "LF": table([NLD, NOT_A_DAY, BEL]),
    "CRLF": table([NLD, NOT_A_DAY, BEL], end="\r\n"),
    "byte order mark": b"\xef\xbb\xbf" + table([NLD, NOT_A_DAY, BEL]),
    "byte order mark, CRLF": b"\xef\xbb\xbf" + table([NLD, NOT_A_DAY, BEL], end="\r\n"),
    "CRLF then LF": table([NLD], end="\r\n") + f"{NOT_A_DAY}\n{BEL}\n".encode(),
    "LF then CRLF": table([NLD]) + f"{NOT_A_DAY}\r\n{BEL}\r\n".encode(),
    "no end of the last line": table([NLD, NOT_A_DAY, BEL]).removesuffix(b"\n"),
}


@pytest.mark.parametrize("content", LINE_ENDS.values(), ids=LINE_ENDS.keys())
def test_lines_are_counted_alike_whatever_ends_them(staged: Stage, content: bytes) -> None:
    outcome = staged(content)
    assert _places(outcome) == [(3, "date-readable", NOT_A_DAY)]
    assert [(row.line, row.original) for row in outcome.located] == [(2, NLD), (4, BEL)]
    assert outcome.staged.rows_read == 3


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("blanks", [(0, 1), (1, 0), (2, 3), (0, 2)])
def test_blank_lines_count_as_lines_but_not_as_rows(
    staged: Stage, blanks: tuple[int, int], end: str
) -> None:
    before, between = blanks
    outcome = staged(table([*[""] * before, NLD, *[""] * between, NOT_A_DAY, "", BEL, ""], end=end))
    first, second = 2 + before, 3 + before + between
    assert outcome.staged.rows_read == 3
    assert _places(outcome) == [(second, "date-readable", NOT_A_DAY)]
    assert [(row.line, row.original) for row in outcome.located] == [
        (first, NLD),
        (second + 2, BEL),
    ]


def test_a_quoted_line_break_belongs_to_its_row(staged: Stage) -> None:
    noted = observation("DEU", note='"one\n\ntwo, ""three"""')
    refused = observation("FRA", published_on="x", note='"four\nfive"')
    outcome = staged(table([noted, refused, BEL]))
    assert outcome.rows[0] == ("DEU", Decimal("2.05"), 'one\n\ntwo, "three"')
    assert _places(outcome) == [(5, "date-readable", refused)]
    assert [(row.line, row.original) for row in outcome.located] == [(2, noted), (7, BEL)]


def test_quotes_within_an_unquoted_value_are_text(staged: Stage) -> None:
    outcome = staged(table([observation(note='5" gun'), NOT_A_DAY, BEL]))
    assert outcome.rows[0][2] == '5" gun'
    assert _places(outcome) == [(3, "date-readable", NOT_A_DAY)]


REFUSED = {
    "too many columns": (
        f"{BEL},more",
        "columns-complete",
        "expected 9 columns, found 10",
    ),
    "several too many": (
        f"{BEL},more,and,more",
        "columns-complete",
        "expected 9 columns, found 12",
    ),
    "too few columns": (
        "nato-defence-expenditure,2024-06-17,BEL",
        "columns-complete",
        "expected 9 columns, found 3",
    ),
    "spaces alone": ("   ", "columns-complete", "expected 9 columns, found 1"),
    "a remark": ("# a remark", "columns-complete", "expected 9 columns, found 1"),
    "not a date": (
        observation(published_on="2024-02-30"),
        "date-readable",
        "published_on '2024-02-30' is not a date; write it as 2024-12-31",
    ),
    "a date of another country": (
        observation(published_on="17/06/2024"),
        "date-readable",
        "published_on '17/06/2024' is not a date; write it as 2024-12-31",
    ),
    "text after a closing quote": (
        observation(note='"a"b'),
        "line-readable",
        "a quote is opened and not closed where its value ends; "
        "write a quote within a quoted value twice",
    ),
}


@pytest.mark.parametrize(("line", "rule", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_a_refused_row_is_told_once_with_its_reason_line_and_text(
    staged: Stage, line: str, rule: str, reason: str
) -> None:
    outcome = staged(table([NLD, line, LUX]))
    assert _places(outcome) == [(3, rule, line)]
    assert outcome.set_aside[0].reason == reason
    assert [row.line for row in outcome.located] == [2, 4]
    assert outcome.staged.rows_read == 3
    assert outcome.lines_set_aside == 1


def test_a_row_with_two_faults_is_one_row_with_two_reasons(staged: Stage) -> None:
    outcome = staged(table([NLD, f"{NOT_A_DAY},more", LUX]))
    assert [(item.line, item.rule) for item in outcome.set_aside] == [
        (3, "columns-complete"),
        (3, "date-readable"),
    ]
    assert outcome.lines_set_aside == 1
    assert outcome.staged.rows_read == 3


def test_a_row_that_is_not_utf_8_is_set_aside_with_its_bytes_spelt_out(staged: Stage) -> None:
    latin = observation(note="café").encode("latin-1")
    outcome = staged(table([NLD]) + latin + b"\n" + table([LUX], header=NOT_A_DAY))
    assert _places(outcome) == [
        (3, "text-utf-8", observation(note=r"caf\xe9")),
        (4, "date-readable", NOT_A_DAY),
    ]
    assert [row.line for row in outcome.located] == [2, 5]


def test_a_quote_never_closed_sets_aside_what_it_swallows(staged: Stage) -> None:
    opened = observation(note='"no end')
    outcome = staged(table([NLD, opened, BEL, LUX]))
    assert _places(outcome) == [(3, "line-readable", "\n".join([opened, BEL, LUX]))]
    assert [row.line for row in outcome.located] == [2]
    assert outcome.staged.rows_read == 2


def test_a_quote_opened_after_a_faulty_one_swallows_what_the_reader_says(staged: Stage) -> None:
    faulty = observation(note='"a"b,"c')
    outcome = staged(table([NLD, faulty, BEL, LUX]))
    assert {(item.line, item.original) for item in outcome.set_aside} == {
        (3, "\n".join([faulty, BEL, LUX]))
    }
    assert [row.line for row in outcome.located] == [2]


def test_a_single_sign_on_a_last_line_without_end_is_set_aside(staged: Stage) -> None:
    outcome = staged(table([NLD, BEL]) + b"\x1a")
    assert _places(outcome) == [(4, "columns-complete", "\x1a")]
    assert outcome.staged.rows_read == 3


def test_a_file_whose_quotes_cannot_be_paired_is_unreadable_and_says_why(staged: Stage) -> None:
    with pytest.raises(UnreadableFileError, match="quotes or line ends of the file do not pair up"):
        staged(table([NLD, f'""x,""y,"z{BEL}', LUX]))


def test_a_line_too_long_to_read_is_set_aside(staged: Stage) -> None:
    outcome = staged(table([NLD, observation(note="x" * 2_500_000), NOT_A_DAY, LUX]))
    assert [(item.line, item.rule) for item in outcome.set_aside] == [
        (3, "line-readable"),
        (4, "date-readable"),
    ]
    assert outcome.set_aside[0].reason.startswith("maximum line size of 2000000 bytes exceeded")
    assert len(outcome.rows) == 2


def test_what_separates_lines_nowhere_else_separates_none_here(staged: Stage) -> None:
    odd = observation("DEU", note="\\x01 \x01 \x0b \x0c \x1c \x85 \u2028 \0")
    outcome = staged(table([odd, NOT_A_DAY, LUX]))
    assert outcome.rows[0][2] == "\\x01 \x01 \x0b \x0c \x1c \x85 \u2028 \0"
    assert _places(outcome) == [(3, "date-readable", NOT_A_DAY)]


def test_a_carriage_return_within_a_line_makes_the_file_unreadable_and_says_why(
    staged: Stage,
) -> None:
    with pytest.raises(UnreadableFileError, match="every line ends alike") as caught:
        staged(table([NLD, observation(note="a\rb"), LUX]))
    assert str(Path.cwd().anchor) + "tmp" not in str(caught.value)


@pytest.mark.parametrize("refused_rows", [(1,), (2,), (3,), (1, 3), (1, 2, 3)])
def test_rows_the_audit_refuses_are_found_among_those_the_reader_refused(
    staged: Stage, refused_rows: Sequence[int]
) -> None:
    outcome = staged(
        table([NOT_A_DAY, NLD, "", BEL, "short", LUX, NOT_A_DAY]), refused_rows=refused_rows
    )
    lines = {1: (3, NLD), 2: (5, BEL), 3: (7, LUX)}
    told = [(item.line, item.original) for item in outcome.set_aside if item.rule == "refused"]
    assert told == [lines[number] for number in refused_rows]
    assert outcome.lines_set_aside == 3 + len(refused_rows)


@pytest.mark.slow
def test_many_refused_rows_are_all_found(staged: Stage) -> None:
    lines = [observation(note=str(number)) for number in range(25_000)]
    outcome = staged(table(lines), refused_rows=[])
    assert outcome.lines_set_aside == 0
    assert [row.original for row in outcome.located] == lines


@pytest.mark.parametrize(
    "word", ["infinity", "-infinity", "epoch", "1900-01-01", "0000-01-01", "24-06-17"]
)
def test_a_word_the_reader_takes_for_a_day_does_not_become_one(staged: Stage, word: str) -> None:
    with pytest.raises(UnreadableFileError, match="write every date as 2024-12-31"):
        staged(table([NLD, observation(published_on=word)]))


@pytest.mark.parametrize("day", ["1000-01-01", "1899-12-31", "1900-01-02", "9999-12-31"])
def test_days_long_past_and_far_off_are_read(staged: Stage, day: str) -> None:
    outcome = staged(table([observation(published_on=day)]))
    assert outcome.staged.published_on == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("days", "edition"),
    [
        (["2024-06-17", "2024-06-18"], date(2024, 6, 18)),
        (["2024-06-18", "2024-06-17"], date(2024, 6, 18)),
        (["2024-06-17", "2024-06-18", "2024-06-17"], date(2024, 6, 17)),
    ],
)
def test_the_edition_is_the_day_most_rows_have_and_of_equals_the_latest(
    staged: Stage, days: list[str], edition: date
) -> None:
    outcome = staged(table([observation(published_on=day) for day in days]))
    assert outcome.staged.published_on == edition


def test_columns_may_come_in_any_order_and_optional_ones_may_be_absent(staged: Stage) -> None:
    header = "value,party,unit,status,source,indicator,published_on,period"
    outcome = staged(table(["2.5,NLD,percent,A,s,i,2024-06-17,2024"], header=header))
    assert outcome.rows == [("NLD", Decimal("2.5"), None)]
    assert outcome.staged.source == "s"


VALUES = {
    "2": Decimal(2),
    "2.0": Decimal(2),
    "+5": Decimal(5),
    "-0.5": Decimal("-0.5"),
    ".5": Decimal("0.5"),
    "5.": Decimal(5),
    " 2": Decimal(2),
    "2 ": Decimal(2),
    "1e5": Decimal(100_000),
    "1.5E-3": Decimal("0.0015"),
    "1.346516857031259": Decimal("1.346516857031259"),
    "0.123456789012345678": Decimal("0.123456789012345678"),
    "0.12345678901234567800": Decimal("0.123456789012345678"),
    "99999999999999999999.999999999999999999": Decimal("99999999999999999999.999999999999999999"),
    # one more decimal than is kept: rounded, where that changes less than 1e-12 of the figure
    "0.1234567890123456789": Decimal("0.123456789012345679"),
    "0.0000159263692098692": Decimal("0.000015926369209869"),
    "0.0000005000000000009": Decimal("0.000000500000000001"),
    "0.0000005000000000001": None,
    # or one more digit before the point
    "0.0000000000000000001": None,
    "1e-19": None,
    "1e-30": None,
    "100000000000000000000": None,
    "1e20": None,
    "1e400": None,
    '"1,5"': None,
    "1_000": None,
    "1 000": None,
    "1\u00a0000": None,
    "'1000": None,
    "NaN": None,
    "inf": None,
    "-Infinity": None,
    "0x10": None,
    "TRUE": None,
    "NULL": None,
    "\N{ARABIC-INDIC DIGIT ONE}": None,
    "2%": None,
    "=1+1": None,
    "--1": None,
    "e5": None,
    "1e": None,
    "1.2.3": None,
    "-": None,
    ".": None,
    " ": None,
}


@pytest.fixture(scope="module")
def values_read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Decimal | None]:
    content = table([observation(value=value) for value in VALUES])
    outcome = stage(content, folder=tmp_path_factory.mktemp("values") / "staged")
    return {value: row[1] for value, row in zip(VALUES, outcome.rows, strict=True)}


@pytest.mark.parametrize(("value", "expected"), VALUES.items())
def test_a_value_is_read_exactly_or_not_at_all(
    values_read: dict[str, Decimal | None], value: str, expected: Decimal | None
) -> None:
    assert values_read[value] == expected


NUMBERS = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, places=12).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.from_regex(r"[+-]?[0-9]{0,22}(\.[0-9]{0,22})?([eE][+-]?[0-9]{1,3})?", fullmatch=True),
    st.text(alphabet="0123456789.eE+-_ x", min_size=1, max_size=12),
)


@pytest.mark.slow
@hypothesis_settings(max_examples=25, deadline=None)
@given(values=st.lists(NUMBERS.filter(str.strip), min_size=1, max_size=40))
@example(values=["1e-18", "1e19", "9e19", "0e0", "0.10e1", "-.5e-1"])
def test_no_value_is_read_as_another(
    values: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp() / "numbers"
    outcome = stage(table([observation(value=value) for value in values]), folder=folder)
    for value, (_, read, _) in zip(values, outcome.rows, strict=True):
        sent = Decimal(value.strip()) if read is not None else None
        assert read == sent or abs(read - sent) < abs(sent) * Decimal("1e-12"), value


# What may stand in a file: sound and unsound lines, quotes anywhere, blank lines, odd ends.
_ENDS = st.sampled_from(["\n", "\n", "\r\n"])
_NOTES = st.one_of(
    st.just(""),
    st.text(alphabet='ab", \n\t', max_size=8),
    st.text(alphabet='ab", \n', max_size=8).map(lambda text: '"' + text.replace('"', '""') + '"'),
)
_LINES = st.one_of(
    st.builds(observation, st.sampled_from(["NLD", "BEL"]), note=_NOTES),
    st.builds(observation, published_on=st.sampled_from(["x", "2024-13-01", ""]), note=_NOTES),
    st.sampled_from(["", "", " ", "short", ",,,,,,,,", f"{NLD},more", '"', '""', "a,b"]),
)


@pytest.mark.slow
@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    lines=st.lists(st.tuples(_LINES, _ENDS), max_size=9),
    has_mark=st.booleans(),
    is_cut=st.booleans(),
)
def test_every_line_is_accounted_for_exactly_once(
    lines: list[tuple[str, str]],
    has_mark: bool,
    is_cut: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    text = f"{OBSERVATIONS}\n" + "".join(line + end for line, end in lines)
    text = text.removesuffix("\n").removesuffix("\r") if is_cut else text
    content = (b"\xef\xbb\xbf" if has_mark else b"") + text.encode()
    try:
        outcome = stage(content, folder=tmp_path_factory.getbasetemp() / "fuzz")
    except UnreadableFileError:
        return  # rejected as a whole, with its reason: nothing is silently different
    _assert_accounted_for(outcome, text)


def _assert_accounted_for(outcome: Outcome, text: str) -> None:
    assert outcome.lines_set_aside + outcome.staged.rows_staged == outcome.staged.rows_read
    refused = {item.line: item.original for item in outcome.set_aside}
    taken = {row.line: row.original for row in outcome.located}
    assert not refused.keys() & taken.keys()
    # The texts as told, put back at their lines, are the file as sent: but for blank lines.
    sent = text.split("\n")
    told = {1: OBSERVATIONS} | refused | taken
    rest = dict(enumerate(sent, start=1))
    for line, original in told.items():
        for offset, part in enumerate(original.split("\n")):
            assert rest.pop(line + offset).removesuffix("\r") == part.removesuffix("\r")
    assert {part.removesuffix("\r") for part in rest.values()} <= {""}
