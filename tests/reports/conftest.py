"""Golden files: `pytest tests/reports --update-golden` writes them anew; then read the diff."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reports.overview import Overview, render_overview
from tests.reports import examples

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden letters anew")


@pytest.fixture
def check_golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with its golden file, or write the file when asked to."""

    def check(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("update_golden", default=False):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text(encoding="utf-8"), f"{name} differs from its golden file"

    return check


@pytest.fixture(scope="session")
def nato() -> Overview:
    return render_overview(examples.nato_view())


@pytest.fixture(scope="session")
def un() -> Overview:
    return render_overview(examples.un_view())


@pytest.fixture(scope="session")
def illustrative() -> Overview:
    return render_overview(examples.illustrative_view())
