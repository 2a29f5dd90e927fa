"""Composite promises: every mix of parts' verdicts, in a table that says all there is to say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import product
from typing import Any

import duckdb
import pytest

from commitments.model import (
    Commitment,
    Composite,
    Deliver,
    Exemption,
    Member,
    Reach,
    Reporting,
    Rule,
    RuleKind,
    Threshold,
    Verdict,
    Waiver,
)
from tests.judging.judging import (
    HOME,
    MEASURES,
    Told,
    commitment,
    create_tables,
    empty_ledger,
    fill_ledger,
    judged_in_sql,
    register,
    without_words,
)
from tests.judging.oracle import Ledger, Observation, Submission, judge
from warehouse.judgement import Horizon

EDITION = Submission(
    submission="s1",
    source="figures",
    published_on=date(2025, 1, 10),
    received_at=datetime(2025, 1, 10),
)
AS_OF = date(2025, 1, 15)
TWO = Decimal(2)
HOLDS = {Verdict.MET, Verdict.MET_LATE, Verdict.ON_TRACK}
UNKNOWN = {Verdict.PENDING, Verdict.NO_DATA}
FAILS = {Verdict.AT_RISK, Verdict.OFF_TRACK, Verdict.UNMET}
ASKED = {RuleKind.ALL_OF: 3, RuleKind.ANY_OF: 1, RuleKind.K_OF_N: 2}
# A rule and what is reported in 2024 that give each verdict in January 2025.
PATH = Reach(at_least=Decimal(4), by=date(2026, 12, 31), baseline="2022", margin=Decimal("0.5"))
PAID = Deliver(owed=("owed",), delivered=("paid",))
MADE_OF: dict[Verdict, tuple[Rule, dict[str, str]]] = {
    Verdict.MET: (Threshold(at_least=TWO), {"value": "2"}),
    Verdict.UNMET: (Threshold(at_least=TWO), {"value": "1.99"}),
    Verdict.NO_DATA: (Threshold(at_least=TWO), {}),
    Verdict.PENDING: (Threshold(at_least=TWO), {}),
    Verdict.WAIVED: (Threshold(at_least=TWO), {"value": "1"}),
    Verdict.ON_TRACK: (PATH, {"2022": "2", "value": "3"}),
    Verdict.AT_RISK: (PATH, {"2022": "2", "value": "2.5"}),
    Verdict.OFF_TRACK: (PATH, {"2022": "2", "value": "2.4"}),
    Verdict.MET_LATE: (PAID, {"owed": "5", "paid": "5"}),
}
Parts = tuple[Verdict, ...]


def name_of(verdict: Verdict, number: int) -> str:
    return f"{verdict.replace('_', '-')}-{number}"


def part(verdict: Verdict, number: int) -> Commitment:
    rule, name = MADE_OF[verdict][0], name_of(verdict, number)
    due_days = 5 if verdict is Verdict.NO_DATA else 31
    waiver = Waiver(
        party="NLD",
        author="me",
        reason="why",
        starts_on=date(2024, 1, 1),
        ends_on=date(2024, 12, 31),
    )
    measure = replace(MEASURES[type(rule)], source="figures")
    if isinstance(rule, Deliver):
        rule = replace(rule, owed=(f"{name}-owed",), delivered=(f"{name}-paid",))
    else:
        measure = replace(measure, indicator=name, money_base=None)
    return commitment(
        rule,
        id=name,
        measure=measure,
        effective_until=date(2024, 12, 31),
        reporting=Reporting(due_days=due_days, delinquent_days=60),
        waivers=(waiver,) if verdict is Verdict.WAIVED else (),
    )


def rows(verdict: Verdict, number: int) -> list[tuple[str, str, str]]:
    """Indicator, period, value."""
    name = name_of(verdict, number)
    indicators = {
        "value": (name, "2024"),
        "2022": (name, "2022"),
        "owed": (f"{name}-owed", "2024"),
        "paid": (f"{name}-paid", "2024"),
    }
    return [(*indicators[key], value) for key, value in MADE_OF[verdict][1].items()]


def ledger(numbers: Sequence[int]) -> Ledger:
    told = [row for verdict in Verdict for number in numbers for row in rows(verdict, number)]
    return edition(
        {
            "indicator": indicator,
            "period": period,
            "value": Decimal(value),
            "due_on": date(2024, 6, 30) if indicator.endswith("-owed") else None,
            "occurred_on": date(2024, 7, 1) if indicator.endswith("-paid") else None,
            "unit": "usd",
        }
        for indicator, period, value in told
    )


def edition(rows: Iterable[dict[str, Any]]) -> Ledger:
    """One submission of these rows, of one party."""
    observations = [
        Observation(
            submission="s1",
            row_number=number,
            source="figures",
            published_on=EDITION.published_on,
            party="NLD",
            **row,
        )
        for number, row in enumerate(rows, start=1)
    ]
    return Ledger(submissions=[EDITION], observations=observations)


def composite(kind: RuleKind, verdicts: Parts) -> Commitment:
    names = tuple(name_of(verdict, number) for number, verdict in enumerate(verdicts))
    rule = Composite(kind=kind, parts=names, at_least=ASKED[kind])
    return commitment(rule, id=f"{kind}:{'+'.join(verdicts)}", effective_until=date(2024, 12, 31))


@pytest.fixture(scope="module")
def every_mix() -> dict[tuple[RuleKind, Parts], Told]:
    """All, any and two of every three verdicts, judged at once and as the oracle judges them."""
    wholes = {
        (kind, verdicts): composite(kind, verdicts)
        for kind in ASKED
        for verdicts in product(Verdict, repeat=3)
    }
    parts = [part(verdict, number) for verdict in Verdict for number in range(3)]
    promises = register(
        [*wholes.values(), *parts], [Member(party="NLD", joined_on=date(2000, 1, 1))]
    )
    with duckdb.connect() as tables:
        create_tables(tables)
        fill_ledger(tables, ledger(range(3)))
        found = judged_in_sql(tables, promises, Horizon(as_of=AS_OF))
    assert without_words(found) == judge(promises, ledger(range(3)), home_party=HOME, as_of=AS_OF)
    for verdict in Verdict:
        assert found[name_of(verdict, 0), "NLD", "2024"].verdict is verdict
    return {key: found[whole.id, "NLD", "2024"] for key, whole in wholes.items()}


EXPECTED = [
    (RuleKind.ALL_OF, "met met met", "met"),
    (RuleKind.ALL_OF, "met met_late on_track", "on_track"),
    (RuleKind.ALL_OF, "met met_late met", "met_late"),
    (RuleKind.ALL_OF, "met pending on_track", "pending"),
    (RuleKind.ALL_OF, "met pending no_data", "no_data"),
    (RuleKind.ALL_OF, "no_data at_risk met", "at_risk"),
    (RuleKind.ALL_OF, "no_data off_track at_risk", "off_track"),
    (RuleKind.ALL_OF, "no_data unmet met", "unmet"),
    (RuleKind.ALL_OF, "waived met met", "met"),
    (RuleKind.ALL_OF, "waived waived unmet", "unmet"),
    (RuleKind.ALL_OF, "waived waived waived", "waived"),
    (RuleKind.ANY_OF, "unmet no_data met_late", "met_late"),
    (RuleKind.ANY_OF, "unmet on_track no_data", "on_track"),
    (RuleKind.ANY_OF, "unmet no_data at_risk", "no_data"),
    (RuleKind.ANY_OF, "pending no_data unmet", "pending"),
    (RuleKind.ANY_OF, "off_track unmet at_risk", "at_risk"),
    (RuleKind.ANY_OF, "waived unmet unmet", "unmet"),
    (RuleKind.K_OF_N, "met unmet met_late", "met_late"),
    (RuleKind.K_OF_N, "met no_data unmet", "no_data"),
    (RuleKind.K_OF_N, "met no_data met", "met"),
    (RuleKind.K_OF_N, "unmet no_data unmet", "unmet"),
    (RuleKind.K_OF_N, "unmet off_track met", "off_track"),
    (RuleKind.K_OF_N, "waived met unmet", "unmet"),
    (RuleKind.K_OF_N, "waived waived met", "met"),
]


@pytest.mark.parametrize(("kind", "parts", "verdict"), EXPECTED)
def test_a_composite_has_the_verdict_that_enough_of_its_parts_have(
    every_mix: dict[tuple[RuleKind, Parts], Told], kind: RuleKind, parts: str, verdict: str
) -> None:
    given = tuple(Verdict(one) for one in parts.split())
    assert every_mix[kind, given].verdict is Verdict(verdict)


def standing(verdict: Verdict) -> str:
    return next(
        name
        for name, group in {"holds": HOLDS, "unknown": UNKNOWN, "fails": FAILS}.items()
        if verdict in group
    )


def test_a_missing_part_never_decides_whether_a_composite_holds(
    every_mix: dict[tuple[RuleKind, Parts], Told],
) -> None:
    """What is said holds whatever becomes of it; where that would differ, nothing is said."""
    for (kind, parts), told in every_mix.items():
        if parts[0] not in UNKNOWN or Verdict.WAIVED in parts or set(parts[1:]) & UNKNOWN:
            continue
        becomes = {
            standing(every_mix[kind, (known, *parts[1:])].verdict) for known in HOLDS | FAILS
        }
        said = standing(told.verdict)
        assert said == (becomes.pop() if len(becomes) == 1 else "unknown"), (kind, parts)


def test_a_better_part_never_worsens_a_composite_and_their_order_does_not_matter(
    every_mix: dict[tuple[RuleKind, Parts], Told],
) -> None:
    order = ["met", "met_late", "on_track", "pending", "no_data", "at_risk", "off_track", "unmet"]
    for (kind, parts), told in every_mix.items():
        if Verdict.WAIVED not in parts:
            place = order.index(parts[0])
            better = every_mix[kind, (Verdict(order[max(place - 1, 0)]), *parts[1:])]
            assert order.index(better.verdict) <= order.index(told.verdict), (kind, parts)
            assert every_mix[kind, parts[::-1]].verdict is told.verdict


def test_each_part_is_told_with_its_verdict_and_its_evidence(
    every_mix: dict[tuple[RuleKind, Parts], Told],
) -> None:
    told = every_mix[RuleKind.ALL_OF, (Verdict.MET, Verdict.UNMET, Verdict.WAIVED)]
    assert told.reason == ("2 of 2 parts must hold: met-0 met; unmet-1 unmet; waived-2 waived")
    assert (told.value, told.required, told.target, told.gap) == (1, 2, 3, 1)
    assert {role for role, *_ in told.evidence} == {"met-0: value", "unmet-1: value"}


def test_one_part_owed_is_told_beside_those_that_are_waived(
    every_mix: dict[tuple[RuleKind, Parts], Told],
) -> None:
    told = every_mix[RuleKind.ALL_OF, (Verdict.MET, Verdict.WAIVED, Verdict.WAIVED)]
    assert told.reason == "1 of 1 parts must hold: met-0 met; waived-1 waived; waived-2 waived"


def judged_whole(
    values: dict[tuple[str, str], str], *, exemptions: tuple[Exemption, ...] = ()
) -> dict[str, Told]:
    """All parts of at least 2 %, printed without decimals, judged by part and year; by year.

    `exemptions` are from the whole.
    """
    printed = replace(MEASURES[Threshold], published_decimals=0, money_base=None)
    names = list(dict.fromkeys(name for name, _ in values))
    time = {"effective_from": date(2021, 1, 1), "effective_until": date(2024, 12, 31)}
    parts = [
        commitment(
            Threshold(at_least=TWO), id=name, measure=replace(printed, indicator=name), **time
        )
        for name in names
    ]
    rule = Composite(kind=RuleKind.ALL_OF, parts=tuple(names), at_least=len(names))
    told_of = edition(
        {"indicator": name, "period": period, "value": Decimal(value)}
        for (name, period), value in values.items()
    )
    whole = commitment(rule, id="whole", exemptions=exemptions, **time)
    promises = register([whole, *parts], [Member(party="NLD", joined_on=date(2000, 1, 1))])
    with duckdb.connect() as tables:
        create_tables(tables)
        fill_ledger(tables, told_of)
        found = judged_in_sql(tables, promises, Horizon(as_of=AS_OF))
    assert without_words(found) == judge(promises, told_of, home_party=HOME, as_of=AS_OF)
    return {period: told for (name, _, period), told in found.items() if name == "whole"}


def test_a_composite_is_fragile_by_its_fragile_parts_alone() -> None:
    values = {("one", "2024"): "1.9", ("steady", "2024"): "3", ("two", "2024"): "1.8"}
    told = judged_whole(values)["2024"]
    assert (told.verdict, told.fragile) == (Verdict.UNMET, True)
    assert told.fragile_reason == "it hangs on one, two, fragile itself"


def test_who_is_exempt_from_the_whole_owes_it_no_evidence_and_may_have_sent_some() -> None:
    exempt = (Exemption(party="NLD", reason="none"),)
    told = judged_whole({("one", "2024"): "2"}, exemptions=exempt)
    assert {one.verdict for one in told.values()} == {Verdict.WAIVED}
    assert (told["2023"].timeliness, told["2024"].timeliness) == ("not_due", "on_time")


def test_a_composite_is_unmet_since_it_was_last_kept() -> None:
    values = {
        ("one", "2021"): "1",
        ("one", "2022"): "2",
        ("one", "2023"): "1",
        ("one", "2024"): "2",
    }
    told = judged_whole(values)
    assert {period: one.unmet_since for period, one in told.items()} == {
        "2021": "2021",
        "2022": None,
        "2023": "2023",
        "2024": None,
    }


def test_how_many_parts_hold_is_not_known_while_one_is_not(
    every_mix: dict[tuple[RuleKind, Parts], Told],
) -> None:
    told = every_mix[RuleKind.ALL_OF, (Verdict.MET, Verdict.UNMET, Verdict.NO_DATA)]
    assert (told.verdict, told.value, told.gap) == (Verdict.UNMET, None, None)
    enough = every_mix[RuleKind.ANY_OF, (Verdict.MET, Verdict.UNMET, Verdict.NO_DATA)]
    assert (enough.verdict, enough.value, enough.gap) == (Verdict.MET, None, 0)


def paid(year: int, amount: str, paid_on: date) -> list[dict[str, object]]:
    """Five owed by the end of June, and so much paid on a day."""
    return [
        {"indicator": "owed", "value": Decimal(5), "due_on": date(year, 6, 30)},
        {"indicator": "paid", "value": Decimal(amount), "occurred_on": paid_on},
    ]


def test_kept_late_it_is_kept_and_unmet_anew_after_it_and_illustrative_with_a_part(
    tables: duckdb.DuckDBPyConnection,
) -> None:
    years = {
        "2022": paid(2022, "4", date(2022, 6, 1)),
        "2023": paid(2023, "5", date(2023, 7, 1)),
        "2024": paid(2024, "4", date(2024, 6, 1)),
    }
    years["2024"][0]["is_illustrative"] = True
    held = edition(
        {"period": period, "unit": "usd", **row} for period, rows in years.items() for row in rows
    )
    measure = replace(MEASURES[Deliver], source="figures")
    since = {"effective_from": date(2022, 1, 1), "effective_until": date(2024, 12, 31)}
    parts = [commitment(PAID, id=name, measure=measure, **since) for name in ("one", "two")]
    rule = Composite(kind=RuleKind.ALL_OF, parts=("one", "two"), at_least=2)
    promises = register(
        [commitment(rule, id="whole", **since), *parts],
        [Member(party="NLD", joined_on=date(2000, 1, 1))],
    )
    empty_ledger(tables)
    fill_ledger(tables, held)
    found = judged_in_sql(tables, promises, Horizon(as_of=AS_OF))
    assert without_words(found) == judge(promises, held, home_party=HOME, as_of=AS_OF)
    wholes = [found["whole", "NLD", period] for period in years]
    assert [(item.verdict, item.unmet_since, item.is_illustrative) for item in wholes] == [
        (Verdict.UNMET, "2022", False),
        (Verdict.MET_LATE, None, False),
        (Verdict.UNMET, "2024", True),
    ]
