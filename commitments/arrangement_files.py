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
from commitments.yaml_files import KeyedError, ReviewedModel


class MemberFile(PartyEntryFile):
    """One membership; `left_on` is the first day the party is no longer bound."""

    joined_on: date
    left_on: date | None = None

    @model_validator(mode="after")
    def _leaves_after_joining(self) -> MemberFile:
        if self.left_on and self.left_on <= self.joined_on:
            raise KeyedError("left_on must be after joined_on", "left_on")
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
        for at, entry in enumerate(self.burden_sharing.without if self.burden_sharing else ()):
            if entry.party not in members:
                raise KeyedError(
                    f"burden_sharing leaves out {entry.party}, which is no member",
                    "burden_sharing",
                    "without",
                    at,
                )
        return self

    @model_validator(mode="after")
    def _regions_are_ours(self) -> ArrangementFile:
        for at, region in enumerate(self.regions):
            if region not in REGIONS:
                raise KeyedError(
                    f"regions must be among {', '.join(REGIONS)}; got {region}", "regions", at
                )
        return self

    @model_validator(mode="after")
    def _names_each_once(self) -> ArrangementFile:
        named: dict[str, Sequence[str]] = {"regions": self.regions, "interests": self.interests}
        for key, values in named.items():
            if len(set(values)) < len(values):
                raise KeyedError(f"{key} names the same twice; remove one", key)
        return self

    @model_validator(mode="after")
    def _term_is_in_order(self) -> ArrangementFile:
        if self.ends_on and self.ends_on < self.started_on:
            raise KeyedError("ends_on must not be before started_on", "ends_on")
        if self.review_on and self.review_on < self.started_on:
            raise KeyedError("review_on must not be before started_on", "review_on")
        if self.renewable and self.ends_on is None:
            raise KeyedError("renewable is for a term: add ends_on, or remove it", "renewable")
        if self.review_every_years and self.review_on is None:
            raise KeyedError(
                "review_every_years needs review_on, the first of the reviews", "review_every_years"
            )
        return self

    @model_validator(mode="after")
    def _memberships_lie_within(self) -> ArrangementFile:
        for at, member in enumerate(self.members):
            if member.joined_on < self.started_on:
                raise KeyedError(
                    f"{member.party} joined before started_on, {self.started_on}", "members", at
                )
            if self.ends_on and member.joined_on > self.ends_on:
                raise KeyedError(
                    f"{member.party} joined after ends_on, {self.ends_on}", "members", at
                )
        return self

    @model_validator(mode="after")
    def _memberships_do_not_overlap(self) -> ArrangementFile:
        seen: dict[str, MemberFile] = {}
        for at, member in sorted(enumerate(self.members), key=lambda item: item[1].joined_on):
            earlier = seen.get(member.party)
            if earlier and (earlier.left_on is None or earlier.left_on > member.joined_on):
                raise KeyedError(
                    f"{member.party} is a member twice at the same time", "members", at
                )
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
