"""Names a question may use: an empty answer must not hide a typing mistake."""

from __future__ import annotations

import re
from collections.abc import Iterable

from commitments import parties
from commitments.errors import UsageError
from commitments.model import Receipt
from pipelines.judge import registered
from pipelines.settings import Settings
from pipelines.sources import load_sources
from warehouse.reading import Filters

_PERIOD = re.compile(
    r"\d{4}(-(H[12]|Q[1-4]|(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?))?|FY\d{4}/\d{2}", re.ASCII
)


def refuse_unknown(settings: Settings, filters: Filters) -> None:
    """Say which name is not known.

    Raises:
        UsageError: when a commitment, an arrangement or a party does not exist, or a period
            is none.
    """
    refuse_unknown_period(filters.period)
    register = registered(settings)
    _refuse("--commitment", filters.commitment, sorted(item.id for item in register.commitments))
    _refuse("--arrangement", filters.arrangement, [item.id for item in register.arrangements])
    refuse_unknown_party(filters.party)


def refuse_unknown_source(settings: Settings, source: str | None) -> None:
    """Say so when a source is not declared.

    Raises:
        UsageError: naming the sources there are.
    """
    if source and source not in (known := load_sources(settings.sources_folder)):
        raise UsageError(f"--source {source}: not declared; known: {', '.join(known)}")


def refuse_unknown_submission(submission: str | None, received: Iterable[Receipt]) -> None:
    """Say so when nothing was received under an identifier.

    Raises:
        UsageError: saying where the identifiers are listed.
    """
    if submission and submission not in {receipt.submission for receipt in received}:
        raise UsageError(
            f"--submission {submission}: nothing was received under it; "
            "`pledgewatch submissions` lists what was"
        )


def refuse_unknown_party(party: str | None) -> None:
    """Say so when a party does not exist.

    Raises:
        UsageError: saying how parties are written.
    """
    if party and party not in parties.names():
        raise UsageError(
            f"--party {party}: expected an ISO 3166-1 alpha-3 code such as NLD, in capitals"
        )


def refuse_unknown_period(period: str | None) -> None:
    """Say so when a period is none.

    Raises:
        UsageError: saying how periods are written.
    """
    if period is not None and not _PERIOD.fullmatch(period):
        raise UsageError(
            f"--period {period}: expected a period such as "
            "2024, 2024-H1, 2024-Q3, 2024-07, 2024-07-15 or FY2026/27"
        )


def _refuse(option: str, name: str | None, known: list[str]) -> None:
    if name is not None and name not in known:
        raise UsageError(f"{option} {name}: not registered; known: {', '.join(known)}")
