"""What one run of `receive` works with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from commitments.model import Register
from pipelines.settings import Settings
from pipelines.sources import Source
from warehouse.connection import Warehouse


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the submitter says beside the file: its source, and the day it was published."""

    source: str | None = None
    published_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Reception:
    """One run: where it stores, what is declared, what it was told, and its moment (UTC)."""

    settings: Settings
    warehouse: Warehouse
    sources: Mapping[str, Source]
    register: Register
    now: datetime
    told: Told
