"""Check: everything people write, every mistake at once."""

from __future__ import annotations

import os

from commitments.errors import Mistake
from commitments.register import read_register, schemas
from pipelines.expected import round_mistakes
from pipelines.measures import measure_mistakes
from pipelines.references import reference_mistakes
from pipelines.settings import Settings, unknown_settings
from pipelines.sources import read_sources
from reports.audiences import read_audiences


def find_mistakes(settings: Settings) -> list[Mistake]:
    """Every mistake in the register, the sources, the audiences and the names of settings."""
    sources, mistakes = read_sources(settings.sources_folder)
    declared = {*sources, *(path.stem for path in settings.sources_folder.glob("*.yaml"))}
    register, more = read_register(settings.register_folder, sources=declared)
    more += reference_mistakes(settings, sources, register)
    more += measure_mistakes(register, folder=settings.register_folder, sources=sources)
    more += round_mistakes(settings, sources, register)
    _, most = read_audiences(
        settings.audiences_folder,
        arrangements=[item.id for item in register.arrangements] or None,
    )
    return sorted({*mistakes, *more, *most, *unknown_settings(os.environ)})


def write_schemas(settings: Settings) -> list[str]:
    """Write the JSON Schemas editors use beside the register; the files that were written."""
    folder = settings.register_folder / "schema"
    folder.mkdir(exist_ok=True)
    for name, content in schemas().items():
        (folder / name).write_text(content, encoding="utf-8")
    return sorted(schemas())
