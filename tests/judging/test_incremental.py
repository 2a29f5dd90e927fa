"""Judging again only what may have changed: the same as judging everything."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.model import Member, Threshold
from tests.judging.judging import (
    HOME,
    Told,
    commitment,
    empty_judgements,
    empty_ledger,
    fill_ledger,
    register,
    told_in,
)
from tests.judging.oracle import Key, Ledger, Observation, Submission
from tests.judging.test_oracle import drawn, only
from tests.judging.worlds import World, worlds
from warehouse.connection import Warehouse
from warehouse.judgement import Horizon, judge
from warehouse.reading import Assessed
from warehouse.storing import Judgement, store_judgement
from warehouse.withdrawals import record_withdrawal

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

NOW = datetime(2026, 1, 2)


def stored(warehouse: Warehouse, world: World, as_of: date) -> Judgement:
    return store_judgement(warehouse, world.register, home_party=HOME, as_of=as_of, now=NOW)


def judged_whole(
    connection: duckdb.DuckDBPyConnection, world: World, as_of: date
) -> dict[Key, Told]:
    judge(connection, world.register, home_party=HOME, horizon=Horizon(as_of=as_of))
    return told_in(connection, Assessed.ASKED, world.register)


def settled_world() -> World:
    """A promise kept in 2024, its figure at hand, seen from a day that matters to nobody."""
    row = {"indicator": "share", "party": "NLD", "period": "2024", "value": Decimal("2.1")}
    published_on = date(2025, 1, 20)
    edition = Submission(
        submission="one", source="figures", published_on=published_on, received_at=NOW
    )
    figure = Observation(
        submission="one", row_number=1, source="figures", published_on=published_on, **row
    )
    promise = commitment(Threshold(at_least=Decimal(2)))
    return World(
        register=register([promise], [Member(party="NLD", joined_on=date(2000, 1, 1))]),
        ledger=Ledger(submissions=[edition], observations=[figure]),
        horizon=Horizon(as_of=date(2025, 6, 1)),
    )


def without(ledger: Ledger, submissions: set[str]) -> Ledger:
    return only(ledger, [item for item in ledger.submissions if item.submission not in submissions])


def test_what_stands_is_what_judging_everything_gives(warehouse: Warehouse) -> None:
    connection = warehouse.connection

    @drawn(25)
    @given(
        world=worlds(editions=5),
        later=st.integers(0, 3),
        days=st.one_of(st.integers(0, 2), st.integers(0, 800)),
        is_withdrawn=st.booleans(),
    )
    def hold(world: World, later: int, days: int, is_withdrawn: bool) -> None:
        empty_ledger(connection)
        connection.execute("DELETE FROM ops.withdrawals")
        empty_judgements(connection)
        first = world.horizon.as_of
        held_back = {item.submission for item in world.ledger.submissions[:later]}
        fill_ledger(connection, without(world.ledger, held_back))
        stored(warehouse, world, first)
        late = [item for item in world.ledger.submissions if item.submission in held_back]
        fill_ledger(connection, only(world.ledger, late))
        if is_withdrawn and later < len(world.ledger.submissions):
            record_withdrawal(
                warehouse,
                submission=world.ledger.submissions[later].submission,
                is_withdrawn=True,
                author="an operator",
                reason="sent by mistake",
                at=NOW,
            )
        day = first + timedelta(days=days)
        stored(warehouse, world, day)
        found = told_in(connection, Assessed.STORED, world.register)
        assert found == judged_whole(connection, world, day)

    hold()


def test_a_night_without_news_judges_nothing_again(warehouse: Warehouse) -> None:
    world = settled_world()
    fill_ledger(warehouse.connection, world.ledger)
    day = world.horizon.as_of
    first = stored(warehouse, world, day)
    second = stored(warehouse, world, day + timedelta(days=1))
    assert first.judged == first.obligations > 0
    assert (second.judged, second.obligations) == (0, first.obligations)


def test_other_statements_or_rules_judge_everything_again(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = settled_world()
    fill_ledger(warehouse.connection, world.ledger)
    day = world.horizon.as_of
    first = stored(warehouse, world, day)
    stricter = [commitment(Threshold(at_least=Decimal(3)))]
    edited = replace(world, register=replace(world.register, commitments=tuple(stricter)))
    assert stored(warehouse, edited, day + timedelta(days=1)).judged == first.obligations
    monkeypatch.setattr("warehouse.method._statements", lambda: "others")
    again = stored(warehouse, edited, day + timedelta(days=2))
    assert again.judged == again.obligations == first.obligations
