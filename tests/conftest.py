"""What tests of every room may ask for: a house of their own and a time that stands still."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import hypothesis
import pytest

from pipelines.settings import PREFIX, Settings
from tests.ci_skips import (  # noqa: F401  hooks: pytest finds them here
    pytest_make_collect_report,
    pytest_runtest_makereport,
)

NOW = datetime(2026, 8, 20, 1, 30)

# A drawn example is slow on a busy machine; that it ends is held by each test's own time limit.
hypothesis.settings.register_profile("patient", hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("patient")


@pytest.fixture(scope="session")
def now() -> datetime:
    """The one moment at which everything in tests happens."""
    return NOW


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """An environment without any setting but a home of its own; for processes of their own too."""
    for name in list(os.environ):
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)
    monkeypatch.setenv(f"{PREFIX}HOME", str(tmp_path / "home"))
    monkeypatch.setenv(f"{PREFIX}SETTLE_SECONDS", "0")
    return dict(os.environ)


@pytest.fixture
def settings(environment: dict[str, str]) -> Settings:
    """The settings of an empty house."""
    return Settings()
