"""The shape of the register's arrangements, and their passage into domain types."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from commitments import model
from commitments.fields import CitationFile, Identifier, PartyEntryFile, Text, Unit
from commitments.measure_files import LeftOutFile, left_out
from commitments.parties import REGIONS
from commitments.yaml_files import ReviewedModel


class MemberFile(PartyEntryFile):
    """One membership; `left_on` is the first day the party is no longer bound."""

    joined_on: date
    left_on: date | None = None

    @model_validator(mode="after")
    def _leaves_after_joining(self) -> MemberFile:
        if self.left_on and self.left_on <= self.joined_on:
            raise ValueError("left_on must be after joined_on")
        return self


class AbilityFile(ReviewedModel):
    """What a contribution is held against; without `source`, an indicator of the same source."""

    name: Text
    indicator: Identifier
    source: Identifier | None = None


class BurdenSharingFile(ReviewedModel):
    """What members contribute, and by which abilities their shares are compared."""

    name: Text
    source: Identifier
    indicator: Identifier
    unit: Unit
    abilities: Annotated[dict[Identifier, AbilityFile], Field(min_length=1)]
    without: tuple[LeftOutFile, ...] = ()

    def to_domain(self) -> model.BurdenSharing:
        """The view as the rest of the house knows it."""
        return model.BurdenSharing(
            **self.model_dump(include={"name", "source", "indicator", "unit"}),
            abilities=tuple(
                model.Ability(
                    id=key,
                    name=ability.name,
                    source=ability.source or self.source,
                    indicator=ability.indicator,
                )
                for key, ability in self.abilities.items()
            ),
            without=left_out(self.without),
        )


class ArrangementFile(ReviewedModel):
    """A file of `register/arrangements/`."""

    id: Identifier
    name: Text
    kind: model.ArrangementKind
    purpose: Text
    source: CitationFile
    regions: Annotated[tuple[str, ...], Field(min_length=1)]
    interests: Annotated[tuple[model.Interest, ...], Field(min_length=1)]
    started_on: date
    ends_on: date | None = None
    renewable: bool = False
    review_on: date | None = None
    review_every_years: Annotated[int, Field(ge=1, le=100)] | None = None
    note: Text | None = None
    members: Annotated[tuple[MemberFile, ...], Field(min_length=1)]
    illustrative: bool = False
    burden_sharing: BurdenSharingFile | None = None

    @model_validator(mode="after")
    def _leaves_out_members_only(self) -> ArrangementFile:
        members = {member.party for member in self.members}
        for entry in self.burden_sharing.without if self.burden_sharing else ():
            if entry.party not in members:
                raise ValueError(f"burden_sharing leaves out {entry.party}, which is no member")
        return self

    @model_validator(mode="after")
    def _regions_are_ours(self) -> ArrangementFile:
        unknown = [region for region in self.regions if region not in REGIONS]
        if unknown:
            raise ValueError(f"regions must be among {', '.join(REGIONS)}; got {unknown[0]}")
        return self

    @model_validator(mode="after")
    def _names_each_once(self) -> ArrangementFile:
        named: dict[str, Sequence[str]] = {"regions": self.regions, "interests": self.interests}
        for key, values in named.items():
            if len(set(values)) < len(values):
                raise ValueError(f"{key} names the same twice; remove one")
        return self

    @model_validator(mode="after")
    def _term_is_in_order(self) -> ArrangementFile:
        if self.ends_on and self.ends_on < self.started_on:
            raise ValueError("ends_on must not be before started_on")
        if self.review_on and self.review_on < self.started_on:
            raise ValueError("review_on must not be before started_on")
        if self.renewable and self.ends_on is None:
            raise ValueError("renewable is for a term: add ends_on, or remove it")
        if self.review_every_years and self.review_on is None:
            raise ValueError("review_every_years needs review_on, the first of the reviews")
        return self

    @model_validator(mode="after")
    def _memberships_lie_within(self) -> ArrangementFile:
        for member in self.members:
            if member.joined_on < self.started_on:
                raise ValueError(f"{member.party} joined before started_on, {self.started_on}")
            if self.ends_on and member.joined_on > self.ends_on:
                raise ValueError(f"{member.party} joined after ends_on, {self.ends_on}")
        return self

    @model_validator(mode="after")
    def _memberships_do_not_overlap(self) -> ArrangementFile:
        seen: dict[str, MemberFile] = {}
        for member in sorted(self.members, key=lambda item: item.joined_on):
            earlier = seen.get(member.party)
            if earlier and (earlier.left_on is None or earlier.left_on > member.joined_on):
                raise ValueError(f"{member.party} is a member twice at the same time")
            seen[member.party] = member
        return self

    def to_domain(self) -> model.Arrangement:
        """The arrangement as the rest of the house knows it."""
        plain = self.model_dump(
            exclude={"source", "members", "renewable", "illustrative", "burden_sharing"}
        )
        return model.Arrangement(
            **plain,
            source=self.source.to_domain(),
            members=tuple(model.Member(**member.model_dump()) for member in self.members),
            is_renewable=self.renewable,
            is_illustrative=self.illustrative,
            burden_sharing=self.burden_sharing.to_domain() if self.burden_sharing else None,
        )
