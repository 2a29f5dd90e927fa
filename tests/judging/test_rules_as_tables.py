"""What the register becomes before it is judged: hashes of what is promised, and words of books."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from commitments.model import (
    Ability,
    Basis,
    BurdenSharing,
    Cadence,
    Commitment,
    Composite,
    Deliver,
    Exemption,
    FiscalYears,
    InKind,
    LeftOut,
    Measure,
    Member,
    OtherBasis,
    OtherSource,
    RateDay,
    Rates,
    Register,
    Reporting,
    RuleKind,
    ShareOfTotal,
    Threshold,
)
from tests.judging.judging import HOME, MEASURES, commitment, register
from warehouse.books import books_of
from warehouse.rules import content_of, rule_tables, to_json

NLD = Member(party="NLD", joined_on=date(2000, 1, 1))
PROMISE = commitment(Threshold(at_least=Decimal(2)), id="promise")
OTHER = commitment(Threshold(at_least=Decimal(3)), id="other")
BOTH = commitment(
    Composite(kind=RuleKind.ALL_OF, at_least=2, parts=("promise", "other")), id="both"
)
LATER = replace(PROMISE, effective_until=date(2030, 1, 1))


def rows(table: str, promises: Register) -> list[dict[str, Any]]:
    found = rule_tables(promises, home_party=HOME).by_name()[table]
    return [dict(row) for row in json.loads(found)]


def hashes(*promises: Commitment, years: FiscalYears | None = None) -> list[str]:
    """What is promised, and when, of the last of some promises."""
    whole = register(promises, [NLD])
    whole = replace(whole, fiscal_years=years) if years else whole
    told = rows("rules", whole)[-1]["rule_hash"]
    assert re.fullmatch(r"[0-9a-f]{16}\.[0-9a-f]{16}", told)
    return str(told).split(".")


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Another title"},
        {"exemptions": (Exemption(party="NLD", reason="why"),)},
    ],
)
def test_words_and_exceptions_are_no_part_of_what_is_promised(change: dict[str, Any]) -> None:
    assert hashes(replace(PROMISE, **change)) == hashes(PROMISE)


@pytest.mark.parametrize(
    "change",
    [
        {"rule": Threshold(at_least=Decimal("2.5"))},
        {"measure": replace(MEASURES[Threshold], indicator="another")},
        {"reporting": Reporting(due_days=32, delinquent_days=60)},
        {"reporting": None},
        {"cadence": Cadence.MONTH},
    ],
)
def test_what_is_promised_is_hashed_apart_from_its_dates(change: dict[str, Any]) -> None:
    (promised, dates), (first, second) = hashes(replace(PROMISE, **change)), hashes(PROMISE)
    assert promised != first
    assert dates == second


@pytest.mark.parametrize("name", ["effective_from", "effective_until"])
def test_dates_are_hashed_apart_from_what_is_promised(name: str) -> None:
    moved = replace(PROMISE, **{name: date(2024, 6, 1)})
    (promised, dates), (first, second) = hashes(moved), hashes(PROMISE)
    assert promised == first
    assert dates != second


def test_a_composite_promises_what_its_parts_do_and_when() -> None:
    stricter = replace(PROMISE, rule=Threshold(at_least=Decimal(4)))
    first, second = hashes(PROMISE, OTHER, BOTH)
    assert hashes(stricter, OTHER, BOTH)[0] != first
    assert hashes(stricter, OTHER, BOTH)[1] == second
    assert hashes(LATER, OTHER, BOTH)[0] == first
    assert hashes(LATER, OTHER, BOTH)[1] != second


def test_whose_figures_are_added_up_is_hashed_apart_from_what_is_promised() -> None:
    shared = replace(PROMISE, measure=replace(PROMISE.measure, formula=ShareOfTotal(among="pact")))
    both = replace(BOTH, rule=replace(BOTH.rule, parts=("promise", "promise")))
    for promises in [(shared,), (shared, both)]:
        one, other, nobody = (
            rows("rules", register(promises, members))[-1]["rule_hash"].split(".")
            for members in ([NLD], [replace(NLD, left_on=date(2024, 1, 1))], [])
        )
        assert one[:2] == other[:2] == nobody[:2]
        assert one[2:] != other[2:]
        assert (len(one), len(nobody)) == (3, 2)


def test_fiscal_years_are_part_of_what_is_judged_by_them() -> None:
    years = FiscalYears(begins_on=(("NLD", "05-01"),))
    fiscal = replace(PROMISE, cadence=Cadence.FISCAL_YEAR)
    assert hashes(PROMISE, years=years) == hashes(PROMISE)
    assert hashes(fiscal, years=years)[0] != hashes(fiscal)[0]


def test_what_is_said_of_aid_in_kind_decides_nothing() -> None:
    rule = commitment(Deliver(owed=("owed",), delivered=("paid",)), id="promise")
    told = replace(rule, rule=replace(rule.rule, in_kind=InKind.VALUED))
    assert hashes(told) == hashes(rule)


def test_parts_are_numbered_in_their_order() -> None:
    parts = rows("parts", register([PROMISE, OTHER, BOTH], [NLD]))
    assert [(row["part"], row["number"]) for row in parts] == [("promise", 1), ("other", 2)]


def test_the_register_is_kept_as_it_reads_with_keys_in_order() -> None:
    content = content_of(register([replace(PROMISE, title="Zusätzlich")], [NLD]))
    assert "Zusätzlich" in content
    assert list(json.loads(content)) == sorted(json.loads(content))


def test_what_no_register_holds_is_refused() -> None:
    with pytest.raises(TypeError, match="not expected in a register: object"):
        to_json({"one": object()})


SHARE = MEASURES[Threshold]


def words(measure: Measure, basis: Basis = Basis.REPORTED) -> list[tuple[object, object]]:
    promise = replace(PROMISE, measure=measure)
    return [(row["book"], row.get("words")) for row in books_of(promise, basis)]


BEFORE = ("figures before", "by the edition of")


@pytest.mark.parametrize(
    ("measure", "told"),
    [
        (SHARE, [("figures", None), BEFORE]),
        (
            replace(SHARE, published_decimals=1),
            [("figures", None), ("figures", "rounded to 1 decimal as printed"), BEFORE],
        ),
        (
            replace(SHARE, published_decimals=0),
            [("figures", None), ("figures", "rounded to 0 decimals as printed"), BEFORE],
        ),
        (
            replace(SHARE, other_source=OtherSource(source="two", indicator="cost")),
            [("figures", None), BEFORE, ("another source for promise", "as cost of two")],
        ),
        (
            replace(SHARE, other_source=OtherSource(source="two", indicator="cost", times=100)),
            [("figures", None), BEFORE, ("another source for promise", "as cost of two × 100")],
        ),
        (
            replace(SHARE, other_source=OtherSource(source="two", indicator="cost", over="gdp")),
            [("figures", None), BEFORE, ("another source for promise", "as cost ÷ gdp of two")],
        ),
        (
            replace(
                SHARE,
                other_source=OtherSource(source="two", indicator="cost", over="gdp", times=100),
            ),
            [
                ("figures", None),
                BEFORE,
                ("another source for promise", "as cost ÷ gdp of two × 100"),
            ],
        ),
        (
            replace(SHARE, other_basis=OtherBasis(indicator="cost", over="gdp")),
            [
                ("figures", None),
                ("figures recomputed for promise", "recomputed as cost ÷ gdp"),
                BEFORE,
            ],
        ),
        (
            replace(SHARE, rates=Rates(source="ecb", at=RateDay.DAY)),
            [
                ("figures priced for promise", None),
                ("figures priced for promise before", "by the edition of"),
                ("figures priced for promise at period_end", "at the rate of the period's end"),
                (
                    "figures priced for promise at period_average",
                    "at the average rate of the period",
                ),
            ],
        ),
    ],
)
def test_a_book_is_named_and_told_in_words(
    measure: Measure, told: list[tuple[object, object]]
) -> None:
    assert words(measure) == told


def test_judged_by_what_is_recomputed_what_is_reported_is_the_other() -> None:
    measure = replace(SHARE, other_basis=OtherBasis(indicator="cost", over="gdp", times=100))
    assert words(measure, Basis.RECOMPUTED) == [
        ("figures recomputed for promise", None),
        ("figures", "as reported"),
        ("figures recomputed for promise before", "by the edition of"),
    ]
    assert words(measure)[1] == (
        "figures recomputed for promise",
        "recomputed as cost ÷ gdp × 100",
    )


def test_burdens_are_compared_among_members_by_each_ability() -> None:
    burden = BurdenSharing(
        name="Burdens",
        source="costs",
        indicator="cost",
        unit="usd",
        abilities=(Ability(id="gdp", name="GDP", source="means", indicator="gdp"),),
        without=(LeftOut(party="ISL", reason="why"),),
    )
    left = Member(party="FRA", joined_on=date(2000, 1, 1), left_on=date(2001, 1, 1))
    whole = register([PROMISE], [NLD, left, replace(NLD, party="ISL")])
    (pact,) = whole.arrangements
    whole = replace(whole, arrangements=(replace(pact, burden_sharing=burden),))
    (working,) = rows("workings", whole)
    book = "burden sharing of pact by gdp"
    assert working == {
        "book": book,
        "formula": "fair_share",
        "source": "costs",
        "indicator": "cost",
        "other": "gdp",
        "other_source": "means",
    }
    joined = {"book": book, "joined_on": "2000-01-01"}
    assert rows("circles", whole) == [
        joined | {"party": "NLD", "left_on": None},
        joined | {"party": "FRA", "left_on": "2001-01-01"},
    ]


def test_what_is_worked_out_from_two_figures_names_both() -> None:
    basis = OtherBasis(indicator="cost", over="gdp", times=100)
    other = OtherSource(source="two", indicator="share")
    measure = replace(SHARE, other_basis=basis, other_source=other)
    own = {"commitment": "promise", "stands_for": "share"}
    assert rows("formulas", register([replace(PROMISE, measure=measure)], [NLD])) == [
        own
        | {"book": "figures recomputed for promise", "source": "figures", "indicator": "cost"}
        | {"over_source": "figures", "over": "gdp", "times": 100},
        own
        | {"book": "another source for promise", "source": "two", "indicator": "share"}
        | {"over_source": "two", "over": None, "times": 1},
    ]
