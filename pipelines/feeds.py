"""Feeds: the sources that may be collected, each with its last success, and which are due."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipelines.collecting import Collecting
from pipelines.settings import Settings
from pipelines.sources import load_sources
from warehouse.collected import Collected, Outcome, Validators, find_last_success
from warehouse.connection import Warehouse

# A clock that wakes us every hour is never exact; without slack a daily source would slip by an
# hour from day to day.
_SLACK = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class Feed:
    """One source to collect; `last` is the newest attempt at its address that did not fail."""

    source: str
    collecting: Collecting
    last: Collected | None

    @property
    def known(self) -> Validators:
        """What to compare by."""
        return self.last.validators if self.last else Validators()

    @property
    def known_sha256(self) -> str | None:
        """The hash of what was collected last."""
        return self.last.sha256 if self.last else None

    def is_due(self, *, now: datetime) -> bool:
        """Whether it is time to collect it; after a failure it always is."""
        if self.last is None:
            return True
        return now - self.last.requested_at >= timedelta(hours=self.collecting.every_hours) - _SLACK

    def attempt(self, *, now: datetime) -> Collected:
        """The record of an attempt of which nothing has come yet."""
        return Collected(
            source=self.source,
            requested_at=now,
            outcome=Outcome.FAILED,
            address=self.collecting.address,
            address_hash=_hash_of(self.collecting),
            message="",
        )


def load_feeds(warehouse: Warehouse, settings: Settings) -> Mapping[str, Feed]:
    """Every source that declares `collect`, by its identifier.

    Raises:
        ConfigurationError: when a source's declaration is wrong.
    """
    declared = load_sources(settings.sources_folder).values()
    return {
        source.id: Feed(
            source=source.id,
            collecting=source.collect,
            last=find_last_success(
                warehouse, source=source.id, address_hash=_hash_of(source.collect)
            ),
        )
        for source in declared
        if source.collect
    }


def _hash_of(collecting: Collecting) -> str:
    return hashlib.sha256(collecting.url.encode()).hexdigest()
