"""The declared rounds, held against the register: whom they expect, and where they are wrong."""

from __future__ import annotations

from collections.abc import Mapping

from commitments.errors import Mistake
from commitments.model import Arrangement, Register
from commitments.yaml_files import mistake_at
from pipelines.rounds import round_of, unregistered
from pipelines.settings import Settings
from pipelines.sources import Source
from warehouse.rounds import Round


def rounds_of(sources: Mapping[str, Source], register: Register) -> tuple[Round, ...]:
    """Every round of every source, but those of an arrangement that cannot be read."""
    arrangements = _arrangements(register)
    return tuple(
        round_of(source.id, item, arrangements)
        for source in sources.values()
        for item in source.rounds
        if item.arrangement is None or item.arrangement in arrangements
    )


def round_mistakes(
    settings: Settings, sources: Mapping[str, Source], register: Register
) -> list[Mistake]:
    """What rounds say of arrangements and the register does not, at file and line."""
    arrangements = _arrangements(register)
    files = (settings.register_folder / "arrangements").glob("*.yaml")
    unreadable = {path.stem for path in files} - arrangements.keys()
    return [
        mistake_at(settings.sources_folder / f"{source.id}.yaml", key, message)
        for source in sources.values()
        if (settings.sources_folder / f"{source.id}.yaml").exists()
        for key, message in unregistered(source.rounds, arrangements, unreadable=unreadable)
    ]


def _arrangements(register: Register) -> Mapping[str, Arrangement]:
    return {item.id: item for item in register.arrangements}
