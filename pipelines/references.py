"""What sources say of arrangements, of other sources and of their groups, held against these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from commitments.errors import Mistake
from commitments.model import Register
from commitments.yaml_files import mistake_at
from pipelines.checks import CheckFile
from pipelines.settings import Settings
from pipelines.sources import Source

Key = tuple[str | int, ...]


def reference_mistakes(
    settings: Settings, sources: Mapping[str, Source], register: Register
) -> list[Mistake]:
    """Every name that names nothing, at file and line; a broken file is told by itself."""
    arrangements = {path.stem for path in settings.register_folder.glob("arrangements/*.yaml")}
    arrangements |= {item.id for item in register.arrangements}
    broken = {path.stem for path in settings.sources_folder.glob("*.yaml")} - sources.keys()
    return [
        mistake_at(settings.sources_folder / f"{source.id}.yaml", key, message)
        for source in sources.values()
        if (settings.sources_folder / f"{source.id}.yaml").exists()
        for key, message in (
            *_of_members(source, arrangements),
            *_of_checks(source, sources, broken),
            *_of_summed(source, arrangements),
        )
    ]


def _of_members(source: Source, arrangements: set[str]) -> Iterator[tuple[Key, str]]:
    if source.members_of and source.members_of not in arrangements:
        yield ("members_of",), f"arrangement {source.members_of} is not registered"


def _of_summed(source: Source, arrangements: set[str]) -> Iterator[tuple[Key, str]]:
    for number, check in enumerate(source.checks):
        if check.members_of and check.members_of not in arrangements:
            message = f"arrangement {check.members_of} is not registered"
            yield ("checks", number, "members_of"), message


def _of_checks(
    source: Source, sources: Mapping[str, Source], broken: set[str]
) -> Iterator[tuple[Key, str]]:
    for number, check in enumerate(source.checks):
        if check.other_source and check.other_source not in broken:
            yield from _of_other(check, sources.get(check.other_source), ("checks", number))
        if check.total and check.total not in source.groups:
            yield ("checks", number, "total"), f"{check.total} is none of the groups declared here"


def _of_other(check: CheckFile, other: Source | None, key: Key) -> Iterator[tuple[Key, str]]:
    if other is None:
        yield (*key, "other_source"), f"source {check.other_source} is not declared"
    elif check.other not in {indicator.id for indicator in other.indicators}:
        yield (*key, "other"), f"source {other.id} declares no indicator {check.other}"
