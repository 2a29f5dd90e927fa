"""The command that looks ahead: what it takes, and where the present pace leads."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.cli_options import AsOf, KnownOn, Output, RecordedBefore, day, instant
from pipelines.cli_output import Format, emit
from pipelines.settings import load_settings

outlook_asked = typer.Typer()

OUTLOOK_COLUMNS = (
    *("party", "latest_period", "latest_value", "to_go", "remaining", "takes", "takes_usd"),
    *(
        "pace",
        "pace_share",
        "progress",
        "arrives",
        "earliest",
        "latest",
        "pace_band",
        "shortfall_usd",
        "in_a_row",
    ),
    *("verdict", "period"),
)


@outlook_asked.command()
def outlook(
    commitment: Annotated[str, typer.Argument(help="The commitment's identifier.")],
    party: Annotated[str | None, typer.Option(help="Only this party (ISO 3166-1 alpha-3).")] = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    recorded_before: RecordedBefore = None,
    output: Output = Format.TABLE,
) -> None:
    """What each party still has to go, what that takes a period, and where its pace leads.

    The pace is a least-squares line through the last six values, with its 80 % prediction interval;
    it decides no verdict.
    """
    from dataclasses import asdict

    from pipelines.asking import Question
    from pipelines.outlook import outlooks
    from warehouse.reading import Filters

    question = Question(
        filters=Filters(commitment=commitment, party=party),
        as_of=day(as_of),
        known_on=day(known_on),
        recorded_before=instant(recorded_before),
    )
    found = outlooks(load_settings(), question)
    rows = [
        {
            **asdict(item),
            "arrives": "never" if item.is_never else item.arrives,
            "pace_share": item.pace_share,
            "progress": item.progress,
        }
        for item in found
    ]
    emit(rows, columns=OUTLOOK_COLUMNS, output=output, empty="nobody is bound")
