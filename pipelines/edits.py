"""Edits of the register that would rewrite the past: where they are, and what to do instead."""

from __future__ import annotations

from datetime import timedelta

from commitments.errors import Mistake
from commitments.model import Register
from commitments.yaml_files import mistake_at
from pipelines.settings import Settings
from warehouse.connection import Warehouse
from warehouse.edits import Edit, find_edits
from warehouse.reading import read_stored_judgement


def edit_mistakes(settings: Settings, warehouse: Warehouse, register: Register) -> list[Mistake]:
    """Every commitment whose edit would change a verdict given for a period that has ended."""
    stored = read_stored_judgement(warehouse.connection)
    if stored is None:
        return []
    found = find_edits(
        warehouse.connection, register, home_party=settings.home_party, stored=stored
    )
    return [_mistake(settings, edit) for edit in found]


def _mistake(settings: Settings, edit: Edit) -> Mistake:
    path = settings.register_folder / "commitments" / f"{edit.commitment}.yaml"
    if not path.exists():
        return Mistake(f"commitments/{path.name}", 0, f"is gone, and {_told(edit)}; put it back")
    return mistake_at(path, ("rule",), f"{_told(edit)}; {_instead(edit)}")


def _told(edit: Edit) -> str:
    periods = edit.first_period
    if edit.last_period != edit.first_period:
        periods = f"{edit.first_period} to {edit.last_period}"
    now = edit.to_verdict.value if edit.to_verdict else "no verdict"
    return (
        f"would change {edit.verdicts} verdicts given already, of {periods} "
        f"({edit.party} {edit.period}: {edit.from_verdict.value}, now {now})"
    )


def _instead(edit: Edit) -> str:
    next_day = edit.last_day + timedelta(days=1)
    return (
        f"leave what was promised as it was and end it with effective_until: {edit.last_day}; add "
        f"{edit.commitment}-{next_day.year}.yaml with what is promised from "
        f"effective_from: {next_day}"
    )
