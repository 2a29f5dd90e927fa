"""Check: everything people write, every mistake at once."""

from __future__ import annotations

import os
from pathlib import Path

from commitments.errors import Mistake
from commitments.model import Register
from commitments.register import read_register, schemas
from pipelines.edits import edit_mistakes
from pipelines.expected import round_mistakes
from pipelines.measures import measure_mistakes
from pipelines.references import reference_mistakes
from pipelines.settings import Settings, unknown_settings
from pipelines.sources import read_sources
from pipelines.steps import opened_warehouse
from reports.audiences import read_audiences


def find_mistakes(settings: Settings) -> list[Mistake]:
    """Every mistake in the register, the sources, the audiences and the names of settings.

    Without any, every edit of the register that would change a verdict given for a period past.
    """
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
    found = {*mistakes, *more, *most, *unknown_settings(os.environ)}
    return sorted(found or _of_the_past(settings, register))


def _of_the_past(settings: Settings, register: Register) -> list[Mistake]:
    """What would change verdicts given already; of a house that has judged nothing, none."""
    catalogue = settings.location().catalogue
    if isinstance(catalogue, Path) and not catalogue.exists():
        return []
    with opened_warehouse(settings) as warehouse:
        return edit_mistakes(settings, warehouse, register)


def write_schemas(settings: Settings) -> list[str]:
    """Write the JSON Schemas editors use beside the register; the files that were written."""
    folder = settings.register_folder / "schema"
    folder.mkdir(exist_ok=True)
    for name, content in schemas().items():
        (folder / name).write_text(content, encoding="utf-8")
    return sorted(schemas())
