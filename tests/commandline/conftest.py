"""One house with a night's figures, for all tests of this folder that only ask."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from pipelines.judge import judge_commitments
from pipelines.receive import receive_submissions
from pipelines.settings import PREFIX, Settings
from tests.receiving.writing import SAMPLES, observation, table, written

SENT = (
    "deliberately-broken-2026-07-01.csv",
    "equipment-requests-2026-06-30.csv",
    "nato-defence-expenditure-2024-06-17.csv",
    "un-regular-budget-2024.csv",
    "world-bank-population-2025-07-01.csv",
)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, now: datetime) -> Path:
    """The home of a warehouse in which everything was received and judged."""
    home = tmp_path_factory.mktemp("house")
    settings = Settings(home=home)
    formula = b"=1+1,2\n"
    odd = written(
        tmp_path_factory.mktemp("odd"), table([observation("NLD", period="2010")]) + formula
    )
    receive_submissions(settings, paths=[odd, *(SAMPLES / name for name in SENT)], now=now)
    judge_commitments(settings, as_of=date(2024, 6, 30), now=now)
    judge_commitments(settings, as_of=date(2026, 8, 20), now=now)
    return home


@pytest.fixture
def asked(
    house: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """The environment of that house; nothing that is asked may change it."""
    monkeypatch.setenv(f"{PREFIX}HOME", str(house))
    return environment | {f"{PREFIX}HOME": str(house)}
