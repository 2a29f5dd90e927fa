"""The judges, and the count."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.mutation.batches import batches
from tests.mutation.replaying import Replay
from tests.mutation.score import Score


@pytest.fixture(scope="session")
def replays() -> list[Replay]:
    """Every batch, judged."""
    return [Replay(batch) for batch in batches()]


@pytest.fixture(scope="module")
def score() -> Iterator[Score]:
    """Printed at a module's end."""
    told = Score()
    yield told
    print(told)
