"""Check: everything people write, every mistake at once."""

from __future__ import annotations

import os
from collections.abc import Mapping

from commitments.errors import Mistake
from commitments.model import Register
from commitments.register import read_register, schemas
from commitments.yaml_files import mistake_at
from pipelines.expected import round_mistakes
from pipelines.measures import measure_mistakes
from pipelines.settings import Settings, unknown_settings
from pipelines.sources import Source, read_sources
from reports.audiences import read_audiences


def find_mistakes(settings: Settings) -> list[Mistake]:
    """Every mistake in the register, the sources, the audiences and the names of settings."""
    sources, mistakes = read_sources(settings.sources_folder)
    declared = {*sources, *(path.stem for path in settings.sources_folder.glob("*.yaml"))}
    register, more = read_register(settings.register_folder, sources=declared)
    more += _source_references(settings, register, sources)
    more += measure_mistakes(register, folder=settings.register_folder, sources=sources)
    more += round_mistakes(settings, sources, register)
    _, most = read_audiences(
        settings.audiences_folder,
        arrangements=[item.id for item in register.arrangements] or None,
    )
    return sorted({*mistakes, *more, *most, *unknown_settings(os.environ)})


def _source_references(
    settings: Settings, register: Register, sources: Mapping[str, Source]
) -> list[Mistake]:
    """Sources that name an arrangement or another source which is not there."""
    arrangements = {item.id for item in register.arrangements}
    found = []
    for source in sources.values():
        path = settings.sources_folder / f"{source.id}.yaml"
        if source.members_of and source.members_of not in arrangements:
            told = f"arrangement {source.members_of} is not registered"
            found.append(mistake_at(path, ("members_of",), told))
        for number, check in enumerate(source.checks):
            other = sources.get(check.other_source or source.id)
            if other is None or check.other not in {None, *(i.id for i in other.indicators)}:
                told = f"{check.other_source} declares no indicator {check.other}"
                found.append(mistake_at(path, ("checks", number), told))
            if check.total and check.total not in source.groups:
                told = f"total {check.total} is none of the groups"
                found.append(mistake_at(path, ("checks", number, "total"), told))
    return found


def write_schemas(settings: Settings) -> list[str]:
    """Write the JSON Schemas editors use beside the register; the files that were written."""
    folder = settings.register_folder / "schema"
    folder.mkdir(exist_ok=True)
    for name, content in schemas().items():
        (folder / name).write_text(content, encoding="utf-8")
    return sorted(schemas())
