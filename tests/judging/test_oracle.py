"""The statements against the oracle, and what must hold of every judgement, on drawn worlds.

DRAWN_TIMES=10 tries ten times as many worlds.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from commitments.model import (
    Cadence,
    Composite,
    Deliver,
    Milestone,
    Ratio,
    Reach,
    Rule,
    Sustain,
    Threshold,
    Verdict,
)
from tests.judging.judging import (
    HOME,
    KINDS,
    Told,
    empty_judgements,
    empty_ledger,
    fill_ledger,
    judged_in_sql,
    told_in,
    without_words,
)
from tests.judging.oracle import Judged, Key, Ledger, Submission, judge, obligations
from tests.judging.worlds import World, shares, worlds
from warehouse.connection import Warehouse
from warehouse.reading import Assessed
from warehouse.storing import store_judgement

TIMES = int(os.environ.get("DRAWN_TIMES", "1"))

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600 * TIMES)]

NOW = datetime(2026, 1, 2)
# From worst to best, as far as more of the measure can move a verdict.
LEVEL_RANKS = {
    Verdict.UNMET: 0,
    Verdict.OFF_TRACK: 0,
    Verdict.AT_RISK: 1,
    Verdict.ON_TRACK: 2,
    Verdict.MET: 2,
}
# What cannot be told of one part may turn out either way.
COMPOSITE_RANKS = {
    Verdict.UNMET: 0,
    Verdict.OFF_TRACK: 0,
    Verdict.AT_RISK: 1,
    Verdict.NO_DATA: 1,
    Verdict.PENDING: 1,
    Verdict.WAIVED: 1,
    Verdict.ON_TRACK: 2,
    Verdict.MET_LATE: 2,
    Verdict.MET: 2,
}
DELIVERY_RANKS = {
    Verdict.UNMET: 0,
    Verdict.NO_DATA: 1,
    Verdict.PENDING: 1,
    Verdict.ON_TRACK: 2,
    Verdict.MET_LATE: 2,
    Verdict.MET: 3,
}


def drawn(examples: int) -> settings:
    """How a property is tried; explaining a failure would cost more than it tells."""
    return settings(
        max_examples=examples * TIMES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=set(Phase) - {Phase.explain},
    )


def told(tables: duckdb.DuckDBPyConnection, world: World) -> dict[Key, Told]:
    empty_ledger(tables)
    fill_ledger(tables, world.ledger)
    return judged_in_sql(tables, world.register, world.horizon)


def from_oracle(world: World) -> dict[Key, Judged]:
    return judge(
        world.register,
        world.ledger,
        home_party=HOME,
        as_of=world.horizon.as_of,
        known_on=world.horizon.known_on,
        recorded_before=world.horizon.recorded_before,
    )


def assert_equal(found: dict[Key, Judged], expected: dict[Key, Judged]) -> None:
    assert found.keys() == expected.keys()
    for key, judged in expected.items():
        assert found[key] == judged, f"{key} differs"


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_statements_and_oracle_agree_to_the_last_digit_on_each_kind(
    tables: duckdb.DuckDBPyConnection, kind: type[Rule]
) -> None:
    @drawn(60)
    @given(world=worlds([kind, kind]))
    def agree(world: World) -> None:
        assert_equal(without_words(told(tables, world)), from_oracle(world))

    agree()


@pytest.mark.parametrize(
    ("kinds", "cadence"),
    [
        ([Threshold, Reach, Deliver], Cadence.YEAR),
        ([Milestone, Milestone], Cadence.YEAR),
        ([Threshold, Reach, Deliver, Sustain], Cadence.FISCAL_YEAR),
    ],
    ids=["by year", "owed once", "by fiscal year"],
)
def test_statements_and_oracle_agree_on_composites(
    tables: duckdb.DuckDBPyConnection, kinds: list[type[Rule]], cadence: Cadence
) -> None:
    @drawn(60)
    @given(world=worlds(kinds, cadence=cadence))
    def agree(world: World) -> None:
        assert_equal(without_words(told(tables, world)), from_oracle(world))

    agree()


def test_statements_and_oracle_agree_to_the_last_digit_on_mixed_registers(
    tables: duckdb.DuckDBPyConnection,
) -> None:
    @drawn(60)
    @given(world=worlds(editions=6))
    def agree(world: World) -> None:
        assert_equal(without_words(told(tables, world)), from_oracle(world))

    agree()


def test_every_obligation_has_one_verdict_and_nothing_is_judged_before_it_binds(
    tables: duckdb.DuckDBPyConnection,
) -> None:
    @drawn(20)
    @given(world=worlds())
    def hold(world: World) -> None:
        as_of = world.horizon.as_of
        owed = [
            (commitment.id, item.party, item.period.label)
            for commitment in world.register.commitments
            for item in obligations(world.register, commitment, home_party=HOME, as_of=as_of)
        ]
        judged = told(tables, world)
        verdicts = Counter(item.verdict for item in judged.values())
        unowed = set(owed) - from_oracle(world).keys()
        assert {world.register.commitment(name).rule.kind for name, *_ in unowed} <= {"deliver"}
        assert sorted(judged) == sorted(set(owed) - unowed)
        assert verdicts.total() == len(set(owed)) - len(unowed)

    hold()


def test_a_value_is_never_invented(tables: duckdb.DuckDBPyConnection) -> None:
    @drawn(30)
    @given(world=worlds())
    def hold(world: World) -> None:
        values = {row.value for row in world.ledger.observations}
        for (commitment, *_), item in told(tables, world).items():
            is_worked_out = world.register.commitment(commitment).measure.formula
            if item.commitment_kind in {"threshold", "reach"} and not is_worked_out:
                assert item.value is None or item.value in values
            if item.value is None and item.kept_on is None:
                assert item.gap is None
                assert item.gap_usd is None
                assert item.verdict in {Verdict.PENDING, Verdict.NO_DATA, Verdict.WAIVED} or (
                    item.commitment_kind == "deliver" and item.verdict is Verdict.UNMET
                )

    hold()


def raised(ledger: Ledger, indicator: str, by: Decimal) -> Ledger:
    rows = [
        replace(row, value=row.value + by)
        if row.indicator == indicator and row.value is not None
        else row
        for row in ledger.observations
    ]
    return replace(ledger, observations=rows)


def is_ceiling(world: World, commitment: str) -> bool:
    """Whether less is better."""
    rule = world.register.commitment(commitment).rule
    return isinstance(rule, Threshold) and rule.at_most is not None


def rises(world: World, commitment: str) -> bool:
    """Whether it is nearer to be kept when every figure is more.

    Growth falls when the year before rises as well, and a share when all others rise; what is
    owed because it is paid may be paid too late.
    """
    promise = world.register.commitment(commitment)
    if isinstance(promise.rule, Composite):
        return all(
            rises(world, part) and not is_ceiling(world, part) for part in promise.rule.parts
        )
    if isinstance(promise.rule, Deliver):
        return not set(promise.rule.owed) & set(promise.rule.delivered)
    return isinstance(promise.measure.formula, Ratio | None)


@pytest.mark.parametrize(
    ("kind", "indicator", "ranks"),
    [(Threshold, "share", LEVEL_RANKS), (Deliver, "paid", DELIVERY_RANKS)],
    ids=["threshold", "deliver"],
)
def test_giving_more_never_worsens_a_verdict(
    tables: duckdb.DuckDBPyConnection,
    kind: type[Rule],
    indicator: str,
    ranks: dict[Verdict, int],
) -> None:
    @drawn(20)
    @given(world=worlds([kind, kind]), by=shares)
    def hold(world: World, by: Decimal) -> None:
        before = told(tables, world)
        after = told(tables, replace(world, ledger=raised(world.ledger, indicator, by)))
        assert after.keys() >= before.keys()  # what is paid may be owed as well
        for key, item in before.items():
            if not rises(world, key[0]):
                continue
            better = [after[key].verdict, item.verdict]
            if is_ceiling(world, key[0]):
                better.reverse()
            if isinstance(world.register.commitment(key[0]).rule, Composite):
                assert COMPOSITE_RANKS[better[0]] >= COMPOSITE_RANKS[better[1]], key
            elif item.verdict in ranks:
                assert ranks[better[0]] >= ranks[better[1]], key
            else:
                assert better[0] is better[1], key

    hold()


def test_the_order_of_arrival_never_matters(tables: duckdb.DuckDBPyConnection) -> None:
    @drawn(20)
    @given(world=worlds(editions=6), order=st.permutations(range(20)))
    def hold(world: World, order: list[int]) -> None:
        editions = {(item.source, item.published_on): item for item in world.ledger.submissions}
        horizon = replace(world.horizon, recorded_before=None)
        arrived = replace(
            world, ledger=only(world.ledger, list(editions.values())), horizon=horizon
        )
        shuffled = [
            replace(item, received_at=datetime(2026, 1, 1, place))
            for item, place in zip(editions.values(), order, strict=False)
        ]
        otherwise = replace(arrived, ledger=replace(arrived.ledger, submissions=shuffled))
        assert told(tables, arrived) == told(tables, otherwise)

    hold()


def only(ledger: Ledger, submissions: list[Submission]) -> Ledger:
    ids = {item.submission for item in submissions}
    return Ledger(
        submissions=submissions,
        observations=[row for row in ledger.observations if row.submission in ids],
        activities=[row for row in ledger.activities if row.submission in ids],
    )


def test_the_lake_stores_what_the_oracle_says_and_judging_again_stores_nothing(
    warehouse: Warehouse,
) -> None:
    connection = warehouse.connection

    @drawn(6)
    @given(world=worlds(editions=3))
    def hold(world: World) -> None:
        horizon = replace(world.horizon, known_on=None, recorded_before=None)
        empty_ledger(connection)
        empty_judgements(connection)
        fill_ledger(connection, world.ledger)
        first, second = (
            store_judgement(
                warehouse, world.register, home_party=HOME, as_of=horizon.as_of, now=NOW
            )
            for _ in range(2)
        )
        stored = told_in(connection, Assessed.STORED, world.register)
        assert_equal(without_words(stored), from_oracle(replace(world, horizon=horizon)))
        assert first.assessments_written == first.judged == len(stored)
        assert first.obligations >= len(stored)
        assert (second.obligations, second.assessments_written, second.changes) == (
            first.obligations,
            0,
            0,
        )

    hold()
