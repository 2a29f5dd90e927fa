"""Edits of the register that would rewrite the past: where they are, and what to do instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import timedelta

from commitments.errors import Mistake
from commitments.model import Register
from commitments.yaml_files import mistake_at
from pipelines.reviewed import reviewed_files
from pipelines.round_edits import round_edit_mistakes
from pipelines.settings import Settings
from warehouse.connection import Warehouse
from warehouse.edits import Edit, Edited, find_edits
from warehouse.reading import StoredJudgement, read_stored_judgement
from warehouse.reviewed import read_reviewed


def edit_mistakes(settings: Settings, warehouse: Warehouse, register: Register) -> list[Mistake]:
    """Every promise and round whose edit would change what was said of a period that has ended."""
    stored = read_stored_judgement(warehouse.connection)
    if stored is None:
        return []
    found = _made(
        find_edits(warehouse.connection, register, home_party=settings.home_party, stored=stored),
        register,
    )
    files = _edited_files(settings, warehouse, stored)
    of_members = {edit: name for edit in found if (name := _whose_members(edit, register, files))}
    return [
        *_members_mistakes(settings, of_members),
        *(_mistake(settings, edit) for edit in found if edit not in of_members),
        *round_edit_mistakes(settings, warehouse, register, stored),
    ]


def _made(found: Sequence[Edit], register: Register) -> list[Edit]:
    """Without what follows from an edit of a part: a composite is mended by mending its parts."""
    edited = {edit.commitment for edit in found}
    follows = {item.id for item in register.commitments if edited.intersection(item.parts)}
    return [edit for edit in found if edit.commitment not in follows]


def _edited_files(settings: Settings, warehouse: Warehouse, stored: StoredJudgement) -> Set[str]:
    """The files that say other than when they were judged by: all of them if none were kept."""
    then = read_reviewed(warehouse.connection, stored.reviewed_version).files
    return {name for name, text in reviewed_files(settings).files.items() if then.get(name) != text}


def _whose_members(edit: Edit, register: Register, files: Set[str]) -> str | None:
    """The arrangement whose members were edited, if an arrangement's were."""
    if edit.edited not in {Edited.BOUND, Edited.COUNTED}:
        return None
    promise = register.commitment(edit.commitment)
    if edit.edited is Edited.COUNTED:
        return promise.measure.among
    name = promise.arrangement
    is_edited = f"register/arrangements/{name}.yaml" in files
    return name if is_edited and promise.obligors == "members" else None


def _members_mistakes(settings: Settings, edited: Mapping[Edit, str]) -> Iterator[Mistake]:
    """One mistake of each arrangement, however many promises hang on its members."""
    for arrangement in sorted(set(edited.values())):
        first, *others = (edit for edit, name in edited.items() if name == arrangement)
        beside = f" and some of {len(others)} more" if others else ""
        yield mistake_at(
            settings.register_folder / "arrangements" / f"{arrangement}.yaml",
            ("members",),
            f"{_told(first)} of {first.commitment}{beside}; leave members and the days they joined "
            "as they were; whoever is bound no longer has left_on, the first such day",
        )


def _mistake(settings: Settings, edit: Edit) -> Mistake:
    path = settings.register_folder / "commitments" / f"{edit.commitment}.yaml"
    if not path.exists():
        return Mistake(f"commitments/{path.name}", 0, f"is gone, and {_told(edit)}; put it back")
    key, advice = _ADVICE[edit.edited]
    return mistake_at(path, (key,), f"{_told(edit)}; {advice} {_instead(edit)}")


_ADVICE = {
    Edited.RULE: ("rule", "leave what was promised as it was and"),
    Edited.BOUND: ("obligors", "leave whom it bound as it was and"),
    Edited.EXEMPTED: ("exemptions", "write a waiver, which has an author and its days, or"),
    Edited.TAKEN_BACK: ("waivers", "put the exemption or waiver back, or, for later periods,"),
    Edited.REPORTING: ("reporting", "leave when evidence was due as it was and"),
}


def _told(edit: Edit) -> str:
    periods = edit.first_period
    if edit.last_period != edit.first_period:
        periods = f"{edit.first_period} to {edit.last_period}"
    plural = "s" if edit.obligations > 1 else ""
    given = f"{edit.obligations} verdict{plural} given"
    if edit.edited is Edited.REPORTING:
        given = f"the timeliness of {edit.obligations} obligation{plural} told"
    return (
        f"would change {given} already, of {periods} "
        f"({edit.party} {edit.period}: {edit.was}, now {edit.is_now or 'no verdict'})"
    )


def _instead(edit: Edit) -> str:
    next_day = edit.last_day + timedelta(days=1)
    return (
        f"end it with effective_until: {edit.last_day}; add "
        f"{edit.commitment}-{next_day.year}.yaml with what is promised from "
        f"effective_from: {next_day}"
    )
