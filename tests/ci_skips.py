"""In CI a skipped test is a failed one: what a test needs is installed there."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest


def _is_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true"}


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    return str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)


def _fail(report: pytest.TestReport | pytest.CollectReport) -> None:
    report.longrepr = f"skipped, which CI does not accept: {_reason(report)}"
    report.outcome = "failed"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn the skip of a test into a failure; an expected failure is not a skip."""
    report = yield
    if _is_ci() and report.skipped and not hasattr(report, "wasxfail"):
        _fail(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn the skip of a whole module into a failure."""
    report = yield
    if _is_ci() and report.outcome == "skipped":
        _fail(report)
    return report
