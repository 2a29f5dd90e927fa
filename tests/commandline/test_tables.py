"""Tables in windows of every width: cells stay whole, rows stay told apart, prose stays."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.cli_table import FIRST_COLUMNS, LEAST_PROSE, LONGEST_WORD, Shown, fitting

WORDS = st.text(alphabet="abc-_", min_size=1, max_size=LONGEST_WORD)
COLUMNS = st.lists(
    st.builds(
        lambda name, cells: Shown(name=name, cells=tuple(cells), is_number=False),
        WORDS,
        st.lists(WORDS, min_size=1, max_size=3),
    ),
    min_size=1,
    max_size=9,
    unique_by=lambda column: column.name,
)
REASON = Shown(name="reason", cells=("a sentence that is longer than a word",), is_number=False)


def needed(columns: list[Shown]) -> int:
    return sum(column.width for column in columns) + 2 * (len(columns) - 1)


@given(COLUMNS, st.integers(min_value=20, max_value=300))
def test_what_is_kept_fits_or_nothing_more_can_be_left_out(
    columns: list[Shown], width: int
) -> None:
    kept = fitting([*columns, REASON], width=width)
    names = [column.name for column in kept]
    assert names == [c.name for c in (*columns, REASON) if c.name in names]
    assert names[:FIRST_COLUMNS] == [c.name for c in (*columns, REASON)][:FIRST_COLUMNS]
    assert names[-1] == "reason"
    assert needed(kept) <= width or len(kept) <= FIRST_COLUMNS + 1


@given(COLUMNS)
def test_all_columns_are_kept_where_they_fit(columns: list[Shown]) -> None:
    assert fitting(columns, width=needed(columns)) == columns


def test_headings_are_stacked_before_anything_is_left_out() -> None:
    columns = [Shown(name="rows_set_aside", cells=("1",), is_number=True) for _ in range(3)]
    kept = fitting(columns, width=needed(columns) - 1)
    assert len(kept) == 3
    assert kept[0].heading == "rows\nset\naside"


@pytest.mark.parametrize(("length", "is_prose"), [(LONGEST_WORD, False), (LONGEST_WORD + 1, True)])
def test_a_long_cell_is_prose_and_may_fold(length: int, is_prose: bool) -> None:
    column = Shown(name="x", cells=("a" * length,), is_number=False)
    assert column.is_prose is is_prose
    assert column.width == (LEAST_PROSE if is_prose else length)


def watched(arguments: list[str], *, width: int, environment: dict[str, str]) -> str:
    """What a person sees in a terminal of this width."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    program = subprocess.Popen(
        [sys.executable, "-m", "pipelines.cli", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env={key: value for key, value in environment.items() if key != "COLUMNS"}
        | {"TERM": "xterm"},
    )
    os.close(theirs)
    seen = b""
    while chunk := _read(ours):
        seen += chunk
    os.close(ours)
    assert program.wait(timeout=60) == 0
    return re.sub(r"\x1b\[[0-9;]*m", "", seen.decode()).replace("\r\n", "\n")


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # on Linux, how a terminal says that the other end is closed
        return b""


@pytest.mark.slow
@pytest.mark.parametrize("width", [80, 120])
def test_status_reads_well_in_a_terminal(width: int, asked: dict[str, str], house: Path) -> None:
    arguments = ["status", "--commitment", "nato-defence-share", "--period", "2024"]
    seen = watched(arguments, width=width, environment=asked)
    assert max(map(len, seen.splitlines())) <= width
    assert seen.count("nato-defence-share") == 32
    for line in ("BEL", "unmet", "on_time", "1.30 % is below the"):
        assert line in seen
    assert ("no room for: value, " in seen) is (width == 80)
