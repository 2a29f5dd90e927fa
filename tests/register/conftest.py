"""A copy of the register that a test may break."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from commitments.register import read_register
from pipelines.settings import Settings
from pipelines.sources import load_sources

REGISTER = Path(__file__).parents[2] / "commitments" / "register"


class Register:
    """A register on its own, whose files can be changed and which tells its mistakes."""

    def __init__(self, folder: Path, sources: set[str]) -> None:
        self.folder = folder
        self.sources = sources

    def change(self, name: str, old: str, new: str) -> None:
        """Replace a text that occurs once in a file."""
        path = self.folder / name
        text = path.read_text()
        assert text.count(old) == 1, (name, old)
        path.write_text(text.replace(old, new))

    def write(self, name: str, content: bytes) -> None:
        """Write a file."""
        (self.folder / name).write_bytes(content)

    def line_of(self, name: str, text: str) -> int:
        """The line of a file in which a text first stands."""
        lines = (self.folder / name).read_text().splitlines()
        return next(number for number, line in enumerate(lines, start=1) if text in line)

    def mistakes(self) -> list[str]:
        """Every mistake, as a person reads it."""
        return [str(mistake) for mistake in read_register(self.folder, sources=self.sources)[1]]

    def version(self) -> str:
        """The register's version."""
        return read_register(self.folder)[0].version


@pytest.fixture
def register(tmp_path: Path) -> Register:
    """The register as it is, to be changed."""
    # Without the United Nations, whose many members take most of the time to read.
    skipped = shutil.ignore_patterns("un.yaml", "un-*.yaml")
    shutil.copytree(REGISTER, tmp_path / "register", ignore=skipped)
    settings = Settings()
    return Register(tmp_path / "register", set(load_sources(settings.sources_folder)))
