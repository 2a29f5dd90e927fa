"""Composite commitments: whether their parts are judged for the same parties and periods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from commitments.commitment_files import CommitmentFile
from commitments.errors import Mistake
from commitments.rule_files import CompositeFile, MilestoneFile
from commitments.yaml_files import mistake_at


def part_mistakes(
    path: Path, item: CommitmentFile, known: Mapping[str, CommitmentFile]
) -> Iterator[Mistake]:
    """Parts of a composite that cannot be held together with it."""
    if not isinstance(item.rule, CompositeFile):
        return
    for number, name in enumerate(item.rule.parts):
        if message := _part_mistake(path, item, name, known):
            yield mistake_at(path, ("rule", "parts", number), message)
    parts = [known[name] for name in item.rule.parts if name in known]
    if len({isinstance(part.rule, MilestoneFile) for part in parts}) > 1:
        message = "a milestone is owed once and other parts every period; do not mix them"
        yield mistake_at(path, ("rule", "parts"), message)


def _part_mistake(
    path: Path, item: CommitmentFile, name: str, known: Mapping[str, CommitmentFile]
) -> str:
    part = known.get(name)
    if part is None:
        is_broken = path.with_name(f"{name}.yaml").exists()
        return "" if is_broken else f"part {name} is not registered; known: {', '.join(known)}"
    if isinstance(part.rule, CompositeFile):
        return f"part {name} has parts itself; name those instead"
    return _difference(item, part) or _time_without(item, part)


def _difference(item: CommitmentFile, part: CommitmentFile) -> str:
    """What a part must share with the whole, so that each obligation of it has all its parts."""
    for key in ("arrangement", "obligors", "cadence", "fiscal_year_begins"):
        whole, own = getattr(item, key), getattr(part, key)
        if own != whole:
            return f"{key} of part {part.id} is {own}, and {whole} here; they must be the same"
    return ""


def _time_without(item: CommitmentFile, part: CommitmentFile) -> str:
    ends, part_ends = item.effective_until or date.max, part.effective_until or date.max
    if part.effective_from <= item.effective_from and ends <= part_ends:
        return ""
    until = part.effective_until or "no end"
    return (
        f"part {part.id} is in force from {part.effective_from} until {until}; "
        "this commitment must not begin before it nor end after it"
    )
