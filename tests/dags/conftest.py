"""Airflow for tests that only look at DAGs: its folder is made anew and left behind by no one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator

import pytest

_FOLDER = tempfile.TemporaryDirectory(prefix="pledgewatch-airflow-")

# Airflow reads these when it is imported, which happens with the first test module of this folder.
os.environ["AIRFLOW_HOME"] = _FOLDER.name
os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
os.environ["AIRFLOW__CORE__UNIT_TEST_MODE"] = "False"


@pytest.fixture(scope="session", autouse=True)
def airflow_folder() -> Iterator[str]:
    """The folder Airflow writes its configuration to, removed at the end."""
    yield _FOLDER.name
    _FOLDER.cleanup()
