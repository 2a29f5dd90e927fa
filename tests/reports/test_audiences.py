"""Audiences read from reviewed files."""

from __future__ import annotations

from pathlib import Path

import pytest

import commitments
from commitments.errors import ConfigurationError
from commitments.register import load_register
from reports.audiences import BUNDLED, Audience, load_audiences, read_audiences

REGISTER = Path(commitments.__file__).parent / "register"
GOOD = """\
id: nato
name: Desk officers for NATO
arrangements: [nato]
to:
  - nato-desk@pledgewatch.example
marking: public
"""


def test_bundled_audiences_cover_every_arrangement_with_promises_at_reserved_addresses() -> None:
    register = load_register(REGISTER)
    audiences = load_audiences(BUNDLED, arrangements=[item.id for item in register.arrangements])
    promising = {item.arrangement for item in register.commitments}
    assert {arrangement for item in audiences for arrangement in item.arrangements} == promising
    assert all(to.endswith("@pledgewatch.example") for item in audiences for to in item.to)


def test_an_audience_is_read(tmp_path: Path) -> None:
    (tmp_path / "nato.yaml").write_text(GOOD)
    assert load_audiences(tmp_path, arrangements=["nato"]) == (
        Audience(
            id="nato",
            name="Desk officers for NATO",
            arrangements=("nato",),
            to=("nato-desk@pledgewatch.example",),
            marking="public",
        ),
    )


@pytest.mark.parametrize(
    ("was", "becomes", "line", "told"),
    [
        ("id: nato", "id: otan", 1, "must equal the file's name, nato"),
        ("[nato]", "[nato, seato]", 3, "seato is not registered; known: nato, un"),
        ("[nato]", "[nato, nato]", 3, "arrangements names the same twice"),
        ("[nato]", "[]", 3, "arrangements is empty; name at least one"),
        ("nato-desk@", "nato desk@", 5, "should match pattern"),
        ("pledgewatch.example", 'pledgewatch.example\\nBcc: a@b.c"', 5, "should match pattern"),
        ("marking: public", "marking: secret", 6, "'public' or 'restricted'"),
        ("marking: public", "marking: public\ncolour: red", 7, "not a key we know"),
    ],
)
def test_every_mistake_is_told_with_its_line(
    was: str, becomes: str, line: int, told: str, tmp_path: Path
) -> None:
    text = GOOD.replace(was, becomes)
    text = text.replace("- nato-desk", '- "nato-desk') if "\\n" in becomes else text
    (tmp_path / "nato.yaml").write_text(text)
    _, mistakes = read_audiences(tmp_path, arrangements=["un", "nato"])
    assert len(mistakes) == 1
    assert mistakes[0].line == line
    assert told in mistakes[0].message


def test_all_mistakes_of_all_files_are_raised_at_once(tmp_path: Path) -> None:
    (tmp_path / "nato.yaml").write_text(GOOD.replace("public", "secret"))
    (tmp_path / "un.yaml").write_text(GOOD)
    with pytest.raises(ConfigurationError) as error:
        load_audiences(tmp_path)
    assert len(error.value.mistakes) == 2


def test_an_empty_folder_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no audience"):
        load_audiences(tmp_path)


@pytest.mark.parametrize(
    ("held", "data", "allowed"),
    [
        ("public", "public", True),
        ("public", "restricted", False),
        ("restricted", "public", True),
        ("restricted", "restricted", True),
    ],
)
def test_nobody_reads_above_their_marking(held: str, data: str, *, allowed: bool) -> None:
    audience = Audience(
        id="a",
        name="A",
        arrangements=("nato",),
        to=("a@b.example",),
        marking="restricted" if held == "restricted" else "public",
    )
    assert audience.may_read(data) is allowed
