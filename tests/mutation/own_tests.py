"""The tests of the judgement themselves, run again with a mistake in a statement."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from importlib.resources import files
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.mutation.mutants import Mutant
from warehouse.statements import statement

FOLDER = Path(__file__).parent.parent / "judging"
# Which tests a statement is for, the quickest first.
TESTS = {
    "judge/judge_composites": ("test_composites",),
    "judge/explain_judged": ("test_composites", "test_alternatives"),
    "judge/decide": ("test_alternatives", "test_published_prices"),
    "judge/quote_rates": ("test_rates",),
}


class OwnTests:
    """A copy of the statements, in which one can be exchanged."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(str(files("warehouse") / "queries"), folder / "queries")

    def notice(self, mutant: Mutant, names: Sequence[str]) -> bool:
        """Whether a test fails; they must not fail without a mistake."""
        with self._put(mutant):
            return fail(names)

    @contextmanager
    def _put(self, mutant: Mutant) -> Iterator[None]:
        file = self.folder / "queries" / f"{mutant.name}.sql"
        before = file.read_text(encoding="utf-8")
        file.write_text(mutant.text, encoding="utf-8")
        statement.cache_clear()
        try:
            with patch("warehouse.statements.files", lambda _: self.folder):
                yield
        finally:
            file.write_text(before, encoding="utf-8")
            statement.cache_clear()


def fail(names: Sequence[str]) -> bool:
    """Whether one of the tests of the judgement fails now."""
    asked = [str(FOLDER / f"{name}.py") for name in names]
    for name in names:
        sys.modules.pop(f"tests.judging.{name}", None)  # what it holds may be of another class now
    usual = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:faulthandler"]
    with redirect_stdout(io.StringIO()):
        code = pytest.main([*usual, *asked])
    assert code in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}
    return code == pytest.ExitCode.TESTS_FAILED
