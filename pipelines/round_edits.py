"""Edits of rounds that would rewrite how punctual a submission was, and what to do instead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from commitments.errors import Mistake
from commitments.model import Register
from commitments.yaml_files import mistake_at
from pipelines.expected import rounds_of
from pipelines.reviewed import reviewed_files, written_again
from pipelines.settings import Settings
from pipelines.sources import read_sources
from warehouse.connection import Warehouse
from warehouse.judgement import Horizon
from warehouse.reading import StoredJudgement
from warehouse.reviewed import ReviewedFiles, read_reviewed
from warehouse.rounds import Round, RoundEdit, find_round_edits


def round_edit_mistakes(
    settings: Settings, warehouse: Warehouse, register: Register, stored: StoredJudgement
) -> Iterator[Mistake]:
    """Every round whose edit would change what was told of a period that has ended."""
    if stored.reviewed_version is None:
        return
    then = read_reviewed(warehouse.connection, stored.reviewed_version)
    if _sources(then) == _sources(reviewed_files(settings)):
        return
    with written_again(settings, then) as settings_then:
        before = _rounds(settings_then, register)
    after = _rounds(settings, register)
    edited = [item for item in before if item not in after]
    names = {(item.source, item.round) for item in edited}
    found = find_round_edits(
        warehouse.connection,
        edited,
        [item for item in after if (item.source, item.round) in names],
        horizon=Horizon(as_of=stored.as_of, recorded_before=stored.knew_before),
    )
    yield from (_mistake(settings, edit, after) for edit in found)


def _sources(reviewed: ReviewedFiles) -> dict[str, str]:
    return {path: text for path, text in reviewed.files.items() if path.startswith("sources/")}


def _rounds(settings: Settings, register: Register) -> tuple[Round, ...]:
    """The rounds of the sources that can be read, of those the register at hand expects."""
    sources, _ = read_sources(settings.sources_folder)
    return rounds_of(sources, register)


def _mistake(settings: Settings, edit: RoundEdit, after: tuple[Round, ...]) -> Mistake:
    path = settings.sources_folder / f"{edit.source}.yaml"
    if not path.exists():
        return Mistake(f"sources/{path.name}", 0, f"is gone, and {_told(edit)}; put it back")
    of_source = [item.round for item in after if item.source == edit.source]
    place = of_source.index(edit.round) if edit.round in of_source else None
    key = ("rounds",) if place is None else ("rounds", place)
    return mistake_at(path, key, f"round {edit.round}: {_told(edit)}; {_instead(edit)}")


def _told(edit: RoundEdit) -> str:
    periods = edit.first_period
    if edit.last_period != edit.first_period:
        periods = f"{edit.first_period} to {edit.last_period}"
    plural = "s" if edit.submissions > 1 else ""
    return (
        f"would change the timeliness of {edit.submissions} submission{plural} told already, of "
        f"{periods} ({edit.party} {edit.last_period}: {edit.was}, now {edit.is_now})"
    )


def _instead(edit: RoundEdit) -> str:
    return (
        f"leave it as it was and end it with effective_until: {edit.last_day}; add a round with an "
        "id of its own for what is expected from "
        f"effective_from: {edit.last_day + timedelta(days=1)}"
    )
