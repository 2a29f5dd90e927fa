"""The command that compares burdens: who contributes how much of what is able to."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.cli_options import AsOf, KnownOn, Output, RecordedBefore, day, instant
from pipelines.cli_output import Format, emit
from pipelines.settings import load_settings

burdens_told = typer.Typer()

FAIR_SHARE_COLUMNS = (
    *("party", "by", "fair_share", "contribution", "contribution_share", "ability"),
    *("ability_share", "estimate", "reason"),
)


@burdens_told.command("fair-share")
def fair_share(
    arrangement: Annotated[str, typer.Argument(help="The arrangement's identifier.")],
    period: Annotated[str, typer.Argument(help="The period, e.g. 2024.")],
    by: Annotated[
        str | None, typer.Option(help="By one ability only, e.g. gdp or population.")
    ] = None,
    party: Annotated[str | None, typer.Option(help="Only this party (ISO 3166-1 alpha-3).")] = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    recorded_before: RecordedBefore = None,
    output: Output = Format.TABLE,
) -> None:
    """Each member's share of the contributions ÷ its share of an ability: 1 is its fair share.

    It is a comparison and no promise; totals are of all who were members then. JSON and CSV give
    the arithmetic and the places of the figures.
    """
    from pipelines.asking import Question
    from pipelines.burdens import fair_shares
    from warehouse.reading import Filters

    question = Question(
        filters=Filters(arrangement=arrangement, party=party, period=period),
        as_of=day(as_of),
        known_on=day(known_on),
        recorded_before=instant(recorded_before),
    )
    rows = [
        {
            "party": share.party,
            "by": item.ability.id,
            "period": share.period,
            "fair_share": share.fair_share,
            "contribution": share.amount,
            "contribution_unit": item.burden.unit,
            "contribution_total": share.total,
            "contribution_share": share.share,
            "ability": share.ability,
            "ability_total": share.ability_total,
            "ability_share": share.ability_share,
            "members": share.members,
            "estimate": share.is_estimate,
            "illustrative": share.is_illustrative,
            "reason": share.lacks or "",
            "arithmetic": list(share.steps),
            "files": list(share.files),
        }
        for item in fair_shares(load_settings(), question, by=by)
        for share in item.shares
        if party in (None, share.party)
    ]
    empty = f"{party} is not counted among the members of {arrangement} in {period}"
    emit(rows, columns=FAIR_SHARE_COLUMNS, output=output, empty=empty)
