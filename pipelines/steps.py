"""What every step of a run shares: an open, up-to-date warehouse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.settings import Settings
from warehouse.connection import Warehouse, open_warehouse
from warehouse.migrate import migrate


@contextmanager
def opened_warehouse(settings: Settings, *, parts: int = 1) -> Iterator[Warehouse]:
    """The warehouse of these settings, brought to the newest shape.

    It takes the memory that is set, divided by `parts`.
    """
    with open_warehouse(settings.location(parts=parts)) as warehouse:
        migrate(warehouse)
        yield warehouse
