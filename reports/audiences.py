"""Who reads which report: reviewed YAML files, one audience each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import StringConstraints, model_validator

from commitments.errors import ConfigurationError, Mistake
from commitments.fields import Identifier, Text
from commitments.yaml_files import KeyedError, ReviewedModel, load_models, mistake_at

BUNDLED = Path(__file__).parent / "audiences"

Address = Annotated[
    str,
    StringConstraints(
        pattern=r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$",
        max_length=254,
    ),
]
Marking = Literal["public", "restricted"]


@dataclass(frozen=True, kw_only=True)
class Audience:
    """Readers of the reports about some arrangements, up to a handling marking."""

    id: str
    name: str
    arrangements: tuple[str, ...]
    to: tuple[str, ...]
    marking: Marking

    def may_read(self, marking: str) -> bool:
        """Whether data of this marking may be shown to these readers."""
        return marking == "public" or marking == self.marking


class AudienceFile(ReviewedModel):
    """A file of `audiences/`."""

    id: Identifier
    name: Text
    arrangements: tuple[Identifier, ...]
    to: tuple[Address, ...]
    marking: Marking

    @model_validator(mode="after")
    def _names_each_once(self) -> AudienceFile:
        for key, values in (("arrangements", self.arrangements), ("to", self.to)):
            if not values:
                raise KeyedError(f"{key} is empty; name at least one", key)
            if len(set(values)) < len(values):
                raise KeyedError(f"{key} names the same twice; remove one", key)
        return self

    def to_domain(self) -> Audience:
        """The audience as the rest of the house knows it."""
        return Audience(**self.model_dump())


def load_audiences(
    folder: Path = BUNDLED, *, arrangements: Iterable[str] | None = None
) -> tuple[Audience, ...]:
    """Read the audiences in `folder`, in the order of their identifiers.

    `arrangements` are the identifiers an audience may name; None leaves that unchecked.

    Raises:
        ConfigurationError: with every mistake of every file.
    """
    audiences, mistakes = read_audiences(folder, arrangements=arrangements)
    if mistakes:
        raise ConfigurationError(mistakes)
    return audiences


def read_audiences(
    folder: Path, *, arrangements: Iterable[str] | None = None
) -> tuple[tuple[Audience, ...], list[Mistake]]:
    """The audiences as far as they can be read, and every mistake in them."""
    loaded, mistakes = load_models(folder.glob("*.yaml"), AudienceFile)
    if not loaded and not mistakes:
        mistakes = [Mistake(folder.name, 0, "no audience; add a file such as nato.yaml")]
    known = None if arrangements is None else sorted(set(arrangements))
    for path, item in loaded:
        mistakes.extend(_mistakes(path, item, known))
    return tuple(item.to_domain() for _, item in loaded), mistakes


def _mistakes(path: Path, item: AudienceFile, known: Sequence[str] | None) -> list[Mistake]:
    found = []
    if item.id != path.stem:
        message = f"id {item.id} must equal the file's name, {path.stem}"
        found.append(mistake_at(path, ("id",), message))
    for index, arrangement in enumerate(item.arrangements):
        if known is not None and arrangement not in known:
            message = f"arrangement {arrangement} is not registered; known: {', '.join(known)}"
            found.append(mistake_at(path, ("arrangements", index), message))
    return found
