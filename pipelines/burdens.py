"""Burden sharing: every member's fair share of what an arrangement's members contribute."""

from __future__ import annotations

from dataclasses import dataclass

from commitments.burdens import BurdenShare
from commitments.errors import UsageError
from commitments.model import Ability, Arrangement, BurdenSharing, Register
from pipelines.asking import Question, answered, with_figures
from pipelines.names import refuse_unknown
from pipelines.settings import Settings
from warehouse.burdens import read_burden_shares


@dataclass(frozen=True, kw_only=True)
class FairShares:
    """The members' fair shares by one ability."""

    burden: BurdenSharing
    ability: Ability
    shares: tuple[BurdenShare, ...]


def fair_shares(
    settings: Settings, question: Question, *, by: str | None = None
) -> list[FairShares]:
    """The fair shares of the arrangement and period asked for, by each ability or the one named.

    Raises:
        UsageError: when the arrangement compares no burdens, by no such ability, or has no figures.
    """
    filters = question.filters
    refuse_unknown(settings, filters)
    with answered(settings, question) as answer:
        arrangement = answer.written_down.register.arrangement(filters.arrangement or "")
        burden = _burden(answer.written_down.register, arrangement, by=by)
        with_figures(answer, question)
        found = [
            FairShares(
                burden=burden,
                ability=ability,
                shares=tuple(
                    read_burden_shares(
                        answer.warehouse.connection,
                        arrangement=arrangement.id,
                        ability=ability.id,
                        period=filters.period,
                    )
                ),
            )
            for ability in burden.abilities
            if by in (None, ability.id)
        ]
    if not any(item.shares for item in found):
        raise UsageError(
            f"{arrangement.id}: no figure {burden.indicator} of {burden.source} for "
            f"{filters.period} as of {answer.as_of}"
        )
    return found


def _burden(register: Register, arrangement: Arrangement, *, by: str | None) -> BurdenSharing:
    burden = arrangement.burden_sharing
    if burden is None:
        sharing = [item.id for item in register.arrangements if item.burden_sharing]
        raise UsageError(
            f"{arrangement.id} declares no burden_sharing; these do: {', '.join(sharing) or 'none'}"
        )
    known = {ability.id: ability for ability in burden.abilities}
    if by is not None and by not in known:
        raise UsageError(f"--by {by}: {arrangement.id} compares by {', '.join(known)}")
    return burden
