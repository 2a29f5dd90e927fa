"""Register and sources: as they are at hand, or as they were when something was judged by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from commitments.model import Register
from pipelines.judge import registered
from pipelines.reviewed import written_again
from pipelines.settings import Settings
from pipelines.sources import Source, load_sources
from warehouse.connection import Warehouse
from warehouse.reading import StoredJudgement, read_stored_judgement
from warehouse.reviewed import read_reviewed


@dataclass(frozen=True, kw_only=True)
class WrittenDown:
    """What people had written down: promises, sources, and which party is ours."""

    register: Register
    sources: Mapping[str, Source]
    home_party: str


def written_down(settings: Settings) -> WrittenDown:
    """What the files at hand say.

    Raises:
        ConfigurationError: with every mistake in them.
    """
    return WrittenDown(
        register=registered(settings),
        sources=load_sources(settings.sources_folder),
        home_party=settings.home_party,
    )


def written_down_then(
    settings: Settings, warehouse: Warehouse, judgement: StoredJudgement
) -> WrittenDown:
    """What the files said that a judgement was made by; the files at hand if none were kept."""
    if judgement.reviewed_version is None:
        return written_down(settings)
    reviewed = read_reviewed(warehouse.connection, judgement.reviewed_version)
    with written_again(settings, reviewed) as then:
        told = written_down(then)
    register = replace(told.register, version=judgement.register_version)
    return replace(told, register=register, home_party=judgement.home_party)


def recorded(
    settings: Settings, warehouse: Warehouse, recorded_before: datetime | None
) -> WrittenDown:
    """What was written down when the last judgement before a time was recorded.

    Without a time, or before the first judgement, the files at hand say it.
    """
    connection = warehouse.connection
    then = recorded_before and read_stored_judgement(connection, recorded_before=recorded_before)
    return written_down_then(settings, warehouse, then) if then else written_down(settings)
