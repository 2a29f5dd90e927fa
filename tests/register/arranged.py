"""Arrangements made for a test: an allied pair since 2020, unless said otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from commitments.model import Arrangement, ArrangementKind, Citation, Interest, Member

STARTED_ON = date(2020, 1, 1)

_PAIR = Arrangement(
    id="pair",
    name="The pair",
    kind=ArrangementKind.ALLIANCE,
    purpose="The two help each other.",
    source=Citation(
        document="Treaty", place="Article 1", dated=STARTED_ON, url="https://example.org/treaty"
    ),
    regions=("africa",),
    interests=(Interest.EQUIPMENT,),
    members=tuple(Member(party=party, joined_on=STARTED_ON) for party in ("KEN", "USA")),
    started_on=STARTED_ON,
)


def arranged(id_: str = "pair", **changes: Any) -> Arrangement:
    """The pair with some of it changed."""
    return replace(_PAIR, id=id_, **changes)
