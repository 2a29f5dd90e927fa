"""The register of promises: its files read, checked against one another, and versioned."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel

from commitments.arrangement_files import ArrangementFile
from commitments.commitment_files import CommitmentFile
from commitments.composites import part_mistakes
from commitments.errors import ConfigurationError, Mistake
from commitments.fiscal_years import FiscalYearsFile, read_fiscal_years
from commitments.measure_files import FairShareFile, ShareOfTotalFile
from commitments.model import FiscalYears, Register
from commitments.yaml_files import ReviewedModel, load_models, mistake_at

_Arrangements = list[tuple[Path, ArrangementFile]]
_Commitments = list[tuple[Path, CommitmentFile]]


def load_register(folder: Path, *, sources: Iterable[str] | None = None) -> Register:
    """Read the register in `folder`.

    `sources` are the identifiers of the feeds that measures may name; None leaves that unchecked.

    Raises:
        ConfigurationError: with every mistake of every file.
    """
    register, mistakes = read_register(folder, sources=sources)
    if mistakes:
        raise ConfigurationError(mistakes)
    return register


def read_register(
    folder: Path, *, sources: Iterable[str] | None = None
) -> tuple[Register, list[Mistake]]:
    """The register as far as it can be read, and every mistake in it."""
    arrangements, mistakes = load_models((folder / "arrangements").glob("*.yaml"), ArrangementFile)
    commitments, more = load_models((folder / "commitments").glob("*.yaml"), CommitmentFile)
    mistakes += more
    if not arrangements and not mistakes:
        mistakes.append(Mistake(folder.name, 0, "no file in arrangements/; is this the register?"))
    mistakes += _file_names(arrangements) + _file_names(commitments)
    mistakes += _references(arrangements, commitments, None if sources is None else set(sources))
    fiscal_years, more = read_fiscal_years(folder)
    mistakes += more
    return _to_domain(arrangements, commitments, fiscal_years), mistakes


def _file_names(loaded: Sequence[tuple[Path, ArrangementFile | CommitmentFile]]) -> list[Mistake]:
    return [
        mistake_at(path, ("id",), f"id {item.id} must equal the file's name, {path.stem}")
        for path, item in loaded
        if item.id != path.stem
    ]


def _references(
    arrangements: _Arrangements, commitments: _Commitments, sources: set[str] | None
) -> list[Mistake]:
    known = {item.id: item for _, item in arrangements}
    return [
        mistake
        for path, item in commitments
        for mistake in (
            *_arrangement_mistakes(path, item, known),
            *_formula_mistakes(path, item, known),
            *_source_mistakes(path, item, sources),
            *part_mistakes(path, item, {other.id: other for _, other in commitments}),
        )
    ]


def _arrangement_mistakes(
    path: Path, item: CommitmentFile, known: dict[str, ArrangementFile]
) -> Iterator[Mistake]:
    arrangement = known.get(item.arrangement)
    if arrangement is None and _is_broken(path, item.arrangement):
        return
    if arrangement is None:
        message = f"arrangement {item.arrangement} is not registered; known: {', '.join(known)}"
        yield mistake_at(path, ("arrangement",), message)
        return
    members = {member.party for member in arrangement.members}
    for key, done in (("exemptions", "exempted"), ("waivers", "waived")):
        for number, entry in enumerate(getattr(item, key)):
            if entry.party not in members:
                message = f"{entry.party} is {done} but is not a member of {item.arrangement}"
                yield mistake_at(path, (key, number), message)


def _formula_mistakes(
    path: Path, item: CommitmentFile, known: dict[str, ArrangementFile]
) -> Iterator[Mistake]:
    """Whoever is judged by a share of a total must count in that total, and only members can."""
    formula, key = item.measure and item.measure.formula, ("measure", "formula")
    if not isinstance(formula, ShareOfTotalFile | FairShareFile):
        return
    among = known.get(formula.among)
    if among is None:
        if not _is_broken(path, formula.among):
            message = f"among {formula.among} is not registered; known: {', '.join(known)}"
            yield mistake_at(path, key, message)
        return
    members, left_out = {one.party for one in among.members}, {e.party for e in formula.without}
    for party in sorted(left_out - members):
        yield mistake_at(path, key, f"{party} is left out but is not a member of {among.id}")
    exempt = {entry.party for entry in item.exemptions}
    for party in sorted(_bound(item, known) & left_out - exempt):
        yield mistake_at(path, key, f"{party} is left out of the total and bound; exempt it too")
    for party in sorted(_bound(item, known) - members):
        yield mistake_at(path, key, f"{party} is bound but is not a member of {among.id}")


def _bound(item: CommitmentFile, known: dict[str, ArrangementFile]) -> set[str]:
    """Whom a commitment binds, as far as the register names them."""
    if item.obligors == "members":
        own = known.get(item.arrangement)
        return {member.party for member in own.members} if own else set()
    return set() if item.obligors == "home" else set(item.obligors)


def _is_broken(path: Path, arrangement: str) -> bool:
    """Whether the arrangement has a file, whose own mistakes are told then."""
    return (path.parent.parent / "arrangements" / f"{arrangement}.yaml").exists()


def _source_mistakes(
    path: Path, item: CommitmentFile, sources: set[str] | None
) -> Iterator[Mistake]:
    if sources is not None and item.measure and item.measure.source not in sources:
        message = (
            f"source {item.measure.source} is not declared; known: {', '.join(sorted(sources))}"
        )
        yield mistake_at(path, ("measure", "source"), message)


def _to_domain(
    arrangements: _Arrangements, commitments: _Commitments, fiscal_years: FiscalYearsFile | None
) -> Register:
    files = [item for _, item in (*arrangements, *commitments)]
    return Register(
        version=_version([*files, *([fiscal_years] if fiscal_years else [])]),
        arrangements=tuple(item.to_domain() for _, item in arrangements),
        commitments=tuple(item.to_domain() for _, item in commitments),
        fiscal_years=fiscal_years.to_domain() if fiscal_years else FiscalYears(),
    )


def _version(items: Sequence[BaseModel]) -> str:
    """A hash of what the files say; comments and layout do not count."""
    content = [item.model_dump(mode="json") for item in items]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def schemas() -> dict[str, str]:
    """JSON Schemas for editors, by file name under `register/schema/`."""
    models: dict[str, type[ReviewedModel]] = {
        "arrangement.schema.json": ArrangementFile,
        "commitment.schema.json": CommitmentFile,
        "fiscal-years.schema.json": FiscalYearsFile,
    }
    return {
        name: json.dumps(model.model_json_schema(), indent=2, ensure_ascii=False) + "\n"
        for name, model in models.items()
    }
