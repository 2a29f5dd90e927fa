"""The declared feeds: who publishes, in what layout, which indicators or activities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from commitments.errors import ConfigurationError, Mistake
from commitments.fields import Identifier, Text, Unit, Url
from commitments.model import InKind, Register, Support
from commitments.yaml_files import KeyedError, ReviewedModel, load_models, mistake_at
from pipelines.checks import CheckFile, OddityFile
from pipelines.collecting import Collecting
from pipelines.forms import FormFile
from pipelines.rounds import RoundFile, undeclared
from reports.audiences import Address
from warehouse.findings import Check, Finding
from warehouse.layouts import LAYOUTS
from warehouse.mapping_texts import mappable_columns


class Indicator(ReviewedModel):
    """A quantity a source reports; limits are inclusive, in `unit`.

    A `dated` one may be given several times for a period, once for each day it occurred on; a
    `planned` one is given before its period begins. `in_kind` says of an amount whether it
    holds what is given in kind, valued by the publisher, and `support` whether it is given
    directly or by way of others; without them the publisher does not say.
    """

    id: Identifier
    name: Text
    unit: Unit
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    dated: bool = False
    planned: bool = False
    in_kind: InKind | None = None
    support: Support | None = None


class ActivityKind(ReviewedModel):
    """A kind of activity a source reports, and the stages it may reach, in their order.

    `moves` says who must take a case on from a stage; at every other stage nothing is waited for.
    `broken_off_by` are stages that may follow any other. `priorities` begin with the most urgent.
    """

    kind: Identifier
    name: Text
    stages: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    moves: dict[Identifier, Literal["initiator", "responder"]] = Field(default_factory=dict)
    broken_off_by: tuple[Identifier, ...] = ()
    priorities: tuple[Identifier, ...] = ()

    @property
    def path(self) -> tuple[str, ...]:
        """The stages a case passes one after another; none where nobody is to move it on."""
        return tuple(
            stage for stage in self.stages if self.moves and stage not in self.broken_off_by
        )

    @model_validator(mode="after")
    def _speaks_of_its_stages(self) -> ActivityKind:
        for key, named in (("moves", self.moves), ("broken_off_by", self.broken_off_by)):
            if unknown := [stage for stage in named if stage not in self.stages]:
                raise KeyedError(
                    f"{key}: {unknown[0]} is none of the stages, {', '.join(self.stages)}", key
                )
        if both := [stage for stage in self.broken_off_by if stage in self.moves]:
            raise KeyedError(
                f"{both[0]} ends a case: nobody moves it on; take it out of moves", "moves"
            )
        return self


class Source(ReviewedModel):
    """A file of `pipelines/sources/`.

    `groups` are aggregates its files speak of beside parties, such as a total: they are published
    under these identifiers and never taken for a party. `forms` are the shapes its files have
    beside our tidy table. With a `series` each edition replaces everything the one before said.
    `receipts_to` are the submitter's addresses. Whoever reports is expected to be a member of the
    arrangement `members_of` at the time. `oddities` are known and not told again.
    `rounds` say who is expected to submit, and by when.
    """

    id: Identifier
    title: Text
    publisher: Text
    url: Url
    licence: Text
    marking: Literal["public", "restricted"]
    layout: Literal["observations", "activities"]
    illustrative: bool = False
    indicators: tuple[Indicator, ...] = ()
    activities: tuple[ActivityKind, ...] = ()
    series: Identifier | None = None
    groups: dict[Identifier, Text] = Field(default_factory=dict)
    forms: tuple[FormFile, ...] = ()
    checks: tuple[CheckFile, ...] = ()
    rounds: tuple[RoundFile, ...] = ()
    collect: Collecting | None = None
    receipts_to: tuple[Address, ...] = ()
    members_of: Identifier | None = None
    oddities: tuple[OddityFile, ...] = ()

    @model_validator(mode="after")
    def _declares_its_layout(self) -> Source:
        declared = self.indicators if self.layout == "observations" else self.activities
        if not declared:
            wanted = "indicators" if self.layout == "observations" else "activities"
            raise KeyedError(f"a source of {self.layout} declares its {wanted}; add them", "layout")
        return self

    def has_organisations(self) -> bool:
        """Whether a form keeps organisations by their names beside parties."""
        return any(
            text.organisation
            for form in self.forms
            for texts in (form.texts, *(value.texts for value in form.values))
            for text in texts.values()
        )

    def replaces_series(self) -> bool:
        """Whether an edition replaces figures that it does not state again."""
        return self.layout == "observations" and (
            self.series is not None
            or any(
                "series" in texts
                for form in self.forms
                for texts in (form.texts, *(value.texts for value in form.values))
            )
        )

    @model_validator(mode="after")
    def _checks_its_own_indicators(self) -> Source:
        declared = {indicator.id for indicator in self.indicators}
        for at, check in enumerate(self.checks):
            other = None if check.other_source else check.other
            named = {check.indicator, other, check.divided_by} - {None}
            if unknown := sorted(str(name) for name in named - declared):
                raise KeyedError(
                    f"checks: indicator {unknown[0]} is not declared by this source", "checks", at
                )
        return self

    @model_validator(mode="after")
    def _maps_known_columns(self) -> Source:
        known = mappable_columns(LAYOUTS[self.layout])
        for at, form in enumerate(self.forms):
            named = {*form.texts, *(name for value in form.values for name in value.texts)}
            if unknown := sorted(named - set(known)):
                raise KeyedError(
                    f"form {form.name}: {', '.join(unknown)} is no column of {self.layout}; "
                    f"columns are {', '.join(known)}",
                    "forms",
                    at,
                )
        return self


def load_sources(folder: Path) -> Mapping[str, Source]:
    """Every declared feed by its identifier.

    Raises:
        ConfigurationError: with every mistake of every file.
    """
    sources, mistakes = read_sources(folder)
    if mistakes:
        raise ConfigurationError(mistakes)
    return sources


def read_sources(folder: Path) -> tuple[Mapping[str, Source], list[Mistake]]:
    """The feeds as far as they can be read, and every mistake in them."""
    loaded, mistakes = load_models(folder.glob("*.yaml"), Source)
    mistakes += [
        mistake_at(path, ("id",), f"id {source.id} must equal the file's name, {path.stem}")
        for path, source in loaded
        if source.id != path.stem
    ]
    mistakes += [
        mistake_at(path, key, message)
        for path, source in loaded
        for key, message in undeclared(source.rounds, [item.id for item in source.indicators])
    ]
    if not loaded and not mistakes:
        mistakes.append(Mistake(folder.name, 0, "no source is declared here; see docs/sources.md"))
    return {source.id: source for _, source in loaded}, mistakes


def checks_of(source: Source, register: Register) -> tuple[Check, ...]:
    """What figures of this source are held against."""
    members = {item.id: item.members for item in register.arrangements}
    return tuple(
        Check(
            source=source.id,
            members=members.get(check.members_of) if check.members_of else None,
            **check.model_dump(exclude={"members_of"}),
        )
        for check in source.checks
    )


def checks_concerning(
    source: Source, sources: Mapping[str, Source], register: Register
) -> tuple[Check, ...]:
    """The checks of this source, and those of others that hold their figures against it."""
    of_others = (check for item in sources.values() for check in checks_of(item, register))
    return tuple(check for check in of_others if source.id in {check.source, check.other_source})


def as_known(found: Sequence[Finding], sources: Mapping[str, Source], *, on: date) -> list[Finding]:
    """The findings, each with the reason it is known for when its source declares it as odd."""
    return [replace(item, known=_known(item, sources.get(item.source), on=on)) for item in found]


def _known(item: Finding, source: Source | None, *, on: date) -> str | None:
    oddities = source.oddities if source else ()
    return next(
        (oddity.reason for oddity in oddities if on <= oddity.until and oddity.covers(item)), None
    )
