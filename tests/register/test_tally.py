"""Who stood at what was promised is counted by the level, and of whom it is in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from commitments.model import (
    Alternative,
    AlternativeKind,
    Assessment,
    Deliver,
    Reach,
    Rule,
    Threshold,
    Verdict,
)
from commitments.tally import tallies
from tests.judging.judging import commitment
from tests.reports import arrangements as given
from tests.reports import examples

TWO = Threshold(at_least=Decimal(2))
CEILING = Threshold(at_most=Decimal(2))
PATH = Reach(at_least=Decimal(2), by=date(2030, 12, 31), baseline="2020")


def stood(party: str, value: str | None, **given_: object) -> Assessment:
    usual: dict[str, object] = {
        "period": "2024",
        "value": None if value is None else Decimal(value),
        "required": Decimal(2),
        "alternatives": (),
        "other_value": None,
        "provisional": False,
    }
    one = examples.assessment(given.DEFENCE_SHARE, party, Verdict.MET)
    return replace(one, **(usual | given_))  # type: ignore[arg-type]


def by(kind: AlternativeKind, value: str, required: str = "2") -> Alternative:
    return Alternative(
        kind=kind,
        words="by other figures",
        value=Decimal(value),
        required=Decimal(required),
        verdict=Verdict.MET,
    )


BASIS = by(AlternativeKind.BASIS, "1.99")


@pytest.mark.parametrize(
    ("rule", "required", "reached"),
    [
        (TWO, "2", ("BEL", "DEU")),
        (TWO, "1.9", ("BEL", "CAN", "DEU")),
        (CEILING, "2", ("BEL", "CAN")),
        (PATH, "1.5", ("BEL", "DEU")),  # the level promised counts, not the way to it
    ],
)
def test_those_at_the_level_are_named(rule: Rule, required: str, reached: Sequence[str]) -> None:
    items = [
        stood(party, value, required=Decimal(required))
        for party, value in (("BEL", "2"), ("CAN", "1.999"), ("DEU", "2.001"), ("ESP", None))
    ]
    (told,) = tallies(commitment(rule), items)
    assert (told.bound, told.reached, told.silent) == (4, reached, ("ESP",))
    assert told.recomputed is None


def test_a_party_that_other_figures_put_on_the_other_side_is_in_doubt() -> None:
    items = [
        stood("BEL", "2", other_value=Decimal("1.99"), alternatives=(BASIS,)),
        stood("CAN", "1.5", other_value=Decimal("1.99"), alternatives=(BASIS,)),
    ]
    (told,) = tallies(commitment(TWO), items)
    assert (told.reached, told.recomputed) == (("BEL",), ())
    assert [(doubt.party, doubt.by) for doubt in told.doubts] == [("BEL", (BASIS,))]


def test_the_waived_are_not_bound_and_periods_stand_in_their_order() -> None:
    items = [
        stood("BEL", "2", period="2024", period_start=date(2024, 1, 1)),
        stood("BEL", "2", period="2023", period_start=date(2023, 1, 1), provisional=True),
        stood("ISL", None, verdict=Verdict.WAIVED),
    ]
    told = tallies(commitment(TWO), items)
    assert [(item.period, item.bound, item.provisional) for item in told] == [
        ("2023", 1, ("BEL",)),
        ("2024", 1, ()),
    ]


def test_an_amount_owed_has_no_level() -> None:
    assert tallies(commitment(Deliver(owed="owed", settled="settled")), [stood("BEL", "2")]) == []
