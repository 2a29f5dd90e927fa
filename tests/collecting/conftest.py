"""A publisher on loopback, and a house whose sources are its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.settings import PREFIX, Settings
from tests.collecting.publisher import Publisher, serving


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    """A web server that behaves as a test tells it to."""
    with serving() as opened:
        yield opened


@pytest.fixture
def elsewhere() -> Iterator[Publisher]:
    """Another publisher, on another port."""
    with serving() as opened:
        yield opened


@pytest.fixture
def house(environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An empty house in which no source is declared yet."""
    monkeypatch.setenv(f"{PREFIX}SOURCES_FOLDER", str(tmp_path / "sources"))
    (tmp_path / "sources").mkdir()
    return Settings()
