"""The part `rounds` of a source: what is expected for every period, from whom and by when."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, model_validator

from commitments import parties
from commitments.commitment_files import ExemptionFile, ReportingFile
from commitments.fields import Identifier, Party, Text
from commitments.model import Arrangement, Cadence
from commitments.yaml_files import KeyedError, ReviewedModel
from warehouse.rounds import PUBLISHER, Expected, Round


def _known_submitters(expects: str | tuple[str, ...]) -> str | tuple[str, ...]:
    if not expects:
        raise ValueError("name at least one party, or write members or publisher")
    for party in () if isinstance(expects, str) else expects:
        if party not in parties.names():
            raise ValueError(f"party {party} is not an ISO 3166-1 alpha-3 code")
    return expects


class RoundFile(ReviewedModel):
    """One round: figures for every period of a cadence, by a day after its end.

    It `expects` the `members` of an `arrangement`, some parties, or only that the `publisher` says
    anything of the period. Without `indicators` any figure of the source will do.
    """

    id: Identifier
    name: Text
    indicators: tuple[Identifier, ...] = ()
    cadence: Cadence
    effective_from: date
    effective_until: date | None = None
    expects: Annotated[
        Literal["members", "publisher"] | tuple[Party, ...], AfterValidator(_known_submitters)
    ]
    arrangement: Identifier | None = None
    exemptions: tuple[ExemptionFile, ...] = ()
    reporting: ReportingFile

    @model_validator(mode="after")
    def _is_consistent(self) -> RoundFile:
        if self.effective_until and self.effective_until < self.effective_from:
            raise KeyedError("effective_until must not be before effective_from", "effective_until")
        if (self.expects == "members") != (self.arrangement is not None):
            raise KeyedError(
                "expects: members needs the arrangement, anything else has none", "expects"
            )
        if self.cadence is Cadence.FISCAL_YEAR:
            raise KeyedError(
                "a round is of periods that all parties share; set cadence: year", "cadence"
            )
        if self.exemptions and self.expects != "members":
            raise KeyedError(
                "exemptions are of members; leave out whom it does not expect", "exemptions"
            )
        return self


Key = tuple[str | int, ...]


def undeclared(rounds: Sequence[RoundFile], indicators: Sequence[str]) -> Iterator[tuple[Key, str]]:
    """Indicators that the source of these rounds lacks, and names used twice."""
    if rounds and not indicators:
        yield ("rounds",), "rounds are of figures, and this source declares no indicators"
        return
    for number, item in enumerate(rounds):
        if item.id in {other.id for other in rounds[:number]}:
            yield ("rounds", number, "id"), f"round {item.id} is declared twice"
        for indicator in item.indicators:
            if indicator not in indicators:
                message = f"indicator {indicator} is not declared by this source"
                yield (
                    ("rounds", number, "indicators"),
                    f"{message}; it has: {', '.join(indicators)}",
                )


def unregistered(
    rounds: Sequence[RoundFile],
    arrangements: Mapping[str, Arrangement],
    *,
    unreadable: Collection[str],
) -> Iterator[tuple[Key, str]]:
    """Arrangements that the register lacks, and exemptions of parties that are no members.

    Arrangements that are `unreadable` are there; their own mistakes are told.
    """
    for number, item in enumerate(rounds):
        if item.arrangement is None or item.arrangement in unreadable:
            continue
        if item.arrangement not in arrangements:
            known = ", ".join(arrangements)
            message = f"arrangement {item.arrangement} is not registered; known: {known}"
            yield ("rounds", number, "arrangement"), message
            continue
        members = {member.party for member in arrangements[item.arrangement].members}
        for place, exempt in enumerate(item.exemptions):
            if exempt.party not in members:
                message = f"{exempt.party} is exempted but is not a member of {item.arrangement}"
                yield ("rounds", number, "exemptions", place), message


def round_of(source: str, item: RoundFile, arrangements: Mapping[str, Arrangement]) -> Round:
    """The round as the warehouse knows it. Raises KeyError for an unregistered arrangement."""
    return Round(
        source=source,
        round=item.id,
        name=item.name,
        indicators=item.indicators,
        cadence=item.cadence,
        effective_from=item.effective_from,
        effective_until=item.effective_until,
        due_days=item.reporting.due_days,
        delinquent_days=item.reporting.delinquent_days,
        expected=_expected(item, arrangements),
    )


def _expected(item: RoundFile, arrangements: Mapping[str, Arrangement]) -> tuple[Expected, ...]:
    if item.arrangement is None:
        named = (PUBLISHER,) if isinstance(item.expects, str) else dict.fromkeys(item.expects)
        return tuple(Expected(party=party) for party in named)
    exempt = {one.party: one.reason for one in item.exemptions}
    return tuple(
        Expected(
            party=member.party,
            joined_on=member.joined_on,
            left_on=member.left_on,
            exemption=exempt.get(member.party),
        )
        for member in arrangements[item.arrangement].members
    )
