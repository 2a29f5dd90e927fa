"""Every command the documentation shows can be given as it is shown."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.commandline.running import run
from tests.receiving.writing import HOUSE

_BLOCK = re.compile(r"```(?:console|sh|bash|shell)\n(.*?)```", re.DOTALL)
ASKS = {
    *("status", "explain", "changes", "submissions", "set-aside", "findings", "check", "doctor"),
    *("rounds", "timeliness", "calendar", "coverage", "outlook", "fair-share", "tally", "cases"),
}


def _documented() -> list[tuple[str, str]]:
    pages = [HOUSE / "README.md", *sorted((HOUSE / "docs").glob("*.md"))]
    return [
        (page.name, command)
        for page in pages
        if page.exists()
        for block in _BLOCK.findall(page.read_text(encoding="utf-8"))
        for command in _commands(block)
    ]


def _commands(block: str) -> list[str]:
    lines = block.replace("\\\n", " ").splitlines()
    plain = (line.strip().removeprefix("$ ").split("  #")[0].strip() for line in lines)
    return [line for line in plain if re.match(r"(\.venv/bin/)?pledgewatch ", line)]


DOCUMENTED = _documented()


def test_the_documentation_shows_commands() -> None:
    assert {command.split()[1] for _, command in DOCUMENTED} >= {"status", "explain", "check"}


@pytest.mark.slow
@pytest.mark.parametrize(("page", "command"), DOCUMENTED)
def test_a_documented_command_can_be_given(page: str, command: str, asked: dict[str, str]) -> None:
    _, verb, *arguments = shlex.split(command, comments=True)
    if verb in ASKS and not _has_placeholder(arguments):
        answer = run(verb, *arguments)
        assert answer.exit_code == 0, answer.error
        assert answer.output
        return
    answer = run(verb, *(word for word in arguments if word.startswith("-")), "--help")
    assert answer.exit_code == 0, answer.error
    for option in (word.split("=")[0] for word in arguments if word.startswith("--")):
        assert option in answer.output, f"{page}: {verb} has no option {option}"


@pytest.mark.parametrize("page", sorted(Path(HOUSE / "docs").glob("*.md")), ids=lambda p: p.name)
def test_an_inline_command_names_a_verb_that_exists(page: Path) -> None:
    for verb in re.findall(r"`pledgewatch ([a-z-]+)", page.read_text(encoding="utf-8")):
        assert run(verb, "--help").exit_code == 0, verb


def _has_placeholder(arguments: list[str]) -> bool:
    return any(re.search(r"[<>…]|^[A-Z_]{4,}$", word) for word in arguments)
