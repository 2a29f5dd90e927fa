"""Verdicts at any two points in time, and why they differ, whatever order editions came in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise, permutations
from typing import Any

import duckdb
import pytest

from commitments.model import (
    Cause,
    Change,
    Commitment,
    Exemption,
    Measure,
    Member,
    Register,
    TakePart,
    Threshold,
    Verdict,
)
from tests.judging.judging import (
    HOME,
    commitment,
    empty_judgements,
    empty_ledger,
    fill_ledger,
    judged_in_sql,
    register,
)
from tests.judging.oracle import Activity, Ledger, Observation, Submission
from warehouse.changes import State, changes_between
from warehouse.judgement import Horizon
from warehouse.reading import Filters

AS_OF = date(2026, 6, 30)
BEFORE_ANY, *PUBLISHED = (
    *(date(2025, 1, 31), date(2025, 3, 1), date(2025, 6, 17)),
    *(date(2025, 8, 28), date(2026, 4, 2)),
)
# What four editions say of 2024, against at least 2 %: the verdict goes to and fro.
VALUES = ("1.9", "2.05", "1.99", "2")
ORDERS = tuple(permutations(range(4)))
MET, UNMET, NO_DATA = Verdict.MET, Verdict.UNMET, Verdict.NO_DATA
NLD = Member(party="NLD", joined_on=date(2000, 1, 1))


@pytest.fixture(scope="module")
def ledger(tables: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """The same four editions once for every order they can be received in, and two lists."""
    empty_ledger(tables)
    empty_judgements(tables)
    submissions, observations = [], []
    for order in ORDERS:
        for number, day in enumerate(PUBLISHED):
            edition = Submission(
                submission=f"{_name(order)}-{number}",
                source=_name(order),
                published_on=day,
                received_at=datetime(2026, 5, 1, order.index(number)),
            )
            submissions.append(edition)
            observations.append(_share(edition, value=VALUES[number]))
    lists, activities = _lists()
    told = Ledger(
        submissions=[*submissions, *lists], observations=observations, activities=activities
    )
    fill_ledger(tables, told)
    return tables


def _name(order: Sequence[int]) -> str:
    return "came-" + "-".join(map(str, order))


def _share(edition: Submission, *, value: str) -> Observation:
    return Observation(
        submission=edition.submission,
        row_number=1,
        source=edition.source,
        published_on=edition.published_on,
        party="NLD",
        indicator="share",
        period="2024",
        value=Decimal(value),
    )


def _lists() -> tuple[list[Submission], list[Activity]]:
    """A list from before the end of 2024 and one from after it: both name one exercise."""
    lists = [
        Submission(
            submission=f"list-{day}",
            source="requests",
            published_on=day,
            received_at=datetime(2026, 5, 1),
        )
        for day in (date(2024, 9, 1), date(2025, 2, 1))
    ]
    exercise = {"activity": "one", "kind": "exercise", "initiator": "JPN", "responder": "NLD"}
    return lists, [
        Activity(
            submission=item.submission,
            row_number=1,
            source="requests",
            published_on=item.published_on,
            stage="held",
            occurred_on=date(2024, 5, 1),
            **exercise,
        )
        for item in lists
    ]


def _promise(order: Sequence[int] = ORDERS[0], **given: Any) -> Commitment:
    source = _name(order)
    measure = Measure(name="Share", source=source, unit="percent", indicator="share")
    usual = {"id": source, "measure": measure}
    return commitment(Threshold(at_least=Decimal(2)), **{**usual, **given})


EVERY_ORDER = register([_promise(order) for order in ORDERS], [NLD])
CURRENT = {
    BEFORE_ANY: (NO_DATA, None),
    **{
        day: (MET if Decimal(value) >= 2 else UNMET, Decimal(value))
        for day, value in zip(PUBLISHED, VALUES, strict=True)
    },
}


def _known(day: date) -> Horizon:
    return Horizon(as_of=AS_OF, known_on=day)


@pytest.mark.parametrize("day", CURRENT, ids=str)
def test_a_verdict_is_that_of_the_edition_then_current_in_whatever_order_editions_came(
    ledger: duckdb.DuckDBPyConnection, day: date
) -> None:
    verdict, value = CURRENT[day]
    for known_on in (day, day + timedelta(days=13)):  # until the next one nothing changes
        told = judged_in_sql(ledger, EVERY_ORDER, _known(known_on))
        of_2024 = {key: item for key, item in told.items() if key[2] == "2024"}
        assert len(of_2024) == len(ORDERS) == 24
        assert {(item.verdict, item.value) for item in of_2024.values()} == {(verdict, value)}


STEPS = [*pairwise(CURRENT), (PUBLISHED[0], PUBLISHED[3]), (PUBLISHED[3], PUBLISHED[0])]


@pytest.mark.parametrize(("before", "after"), STEPS, ids=str)
def test_changes_between_two_days_are_the_two_verdicts_side_by_side(
    ledger: duckdb.DuckDBPyConnection, before: date, after: date
) -> None:
    told = _between(ledger, before=_known(before), after=_known(after), promises=EVERY_ORDER)
    assert len(told) == 24
    cause = Cause.NEW_EVIDENCE if before == BEFORE_ANY else Cause.REVISED_EVIDENCE
    assert {_side_by_side(item) for item in told} == {
        (*CURRENT[before], _edition(before), *CURRENT[after], _edition(after), cause)
    }
    assert {(item.from_required, item.to_required) for item in told} == {(2, 2)}


def _side_by_side(item: Change) -> tuple[object, ...]:
    return (
        *(item.from_verdict, item.from_value, item.from_published_on),
        *(item.to_verdict, item.to_value, item.to_published_on, item.cause),
    )


def _edition(day: date) -> date | None:
    return None if day == BEFORE_ANY else day


def _between(
    ledger: duckdb.DuckDBPyConnection,
    *,
    before: Horizon,
    after: Horizon,
    promises: Register,
    since: Register | None = None,
) -> list[Change]:
    states = [
        State(register=item, home_party=HOME, horizon=horizon)
        for item, horizon in ((since or promises, before), (promises, after))
    ]
    return changes_between(ledger, *states, filters=Filters(party="NLD", period="2024"))


def test_where_no_verdict_moved_there_is_no_change(ledger: duckdb.DuckDBPyConnection) -> None:
    same = {"before": _known(PUBLISHED[1]), "after": _known(date(2025, 6, 30))}
    assert _between(ledger, promises=EVERY_ORDER, **same) == []


# Why


ONE = register([_promise()], [NLD])
BEL = Member(party="BEL", joined_on=date(2000, 1, 1))
EXEMPT = Exemption(party="NLD", reason="It has no army.")
LATER = Horizon(as_of=AS_OF)
CAUSES = {
    "the day it was due passed": (
        {"before": Horizon(as_of=date(2024, 7, 1)), "after": LATER},
        [("2024", Verdict.ON_TRACK, MET, Cause.TIME_PASSED)],
    ),
    "the same seen from the later day": (
        {"before": LATER, "after": Horizon(as_of=date(2024, 7, 1))},
        [("2024", MET, Verdict.ON_TRACK, Cause.TIME_PASSED)],
    ),
    "a period began": (
        {"before": Horizon(as_of=date(2023, 7, 1)), "after": LATER},
        [("2024", None, MET, Cause.TIME_PASSED)],
    ),
    "a period had not begun": (
        {"before": LATER, "after": Horizon(as_of=date(2023, 7, 1))},
        [("2024", MET, None, Cause.TIME_PASSED)],
    ),
    "another target": (
        {
            "before": LATER,
            "after": LATER,
            "promises": register(
                [replace(_promise(), rule=Threshold(at_least=Decimal(3)))], [NLD], version="other"
            ),
            "since": ONE,
        },
        [("2024", MET, UNMET, Cause.RULE_CHANGED)],
    ),
    "a promise put in": (
        {"before": LATER, "after": LATER, "since": register([], [NLD], version="other")},
        [("2024", None, MET, Cause.RULE_CHANGED)],
    ),
    "a member put in": (
        {"before": LATER, "after": LATER, "since": register([_promise()], [BEL], version="other")},
        [("2024", None, MET, Cause.MEMBERSHIP_CHANGED)],
    ),
    "a member that had left": (
        {
            "before": LATER,
            "after": LATER,
            "promises": register(
                [_promise()], [replace(NLD, left_on=date(2024, 12, 31))], version="other"
            ),
            "since": ONE,
        },
        [("2024", MET, None, Cause.MEMBERSHIP_CHANGED)],
    ),
    "an exemption": (
        {
            "before": LATER,
            "after": LATER,
            "promises": register(
                [replace(_promise(), exemptions=(EXEMPT,))], [NLD], version="other"
            ),
            "since": ONE,
        },
        [("2024", MET, Verdict.WAIVED, Cause.WAIVER)],
    ),
    "a list that is silent": (
        {
            "before": Horizon(as_of=AS_OF, known_on=date(2025, 1, 1)),
            "after": LATER,
            "promises": register(
                [
                    commitment(
                        TakePart(activity="exercise", stage="held", at_least=2),
                        effective_until=date(2024, 12, 31),
                    )
                ],
                [NLD],
            ),
        },
        [("2024", NO_DATA, UNMET, Cause.NEW_EVIDENCE)],
    ),
}


@pytest.mark.parametrize(("states", "expected"), CAUSES.values(), ids=CAUSES.keys())
def test_a_verdict_moves_for_a_cause(
    ledger: duckdb.DuckDBPyConnection,
    states: dict[str, Any],
    expected: list[tuple[object, ...]],
) -> None:
    told = _between(ledger, **{"promises": ONE, **states})
    moved = [(item.period, item.from_verdict, item.to_verdict, item.cause) for item in told]
    assert moved == expected


def test_an_end_given_to_a_promise_is_no_cause_for_what_it_leaves_as_it_was(
    ledger: duckdb.DuckDBPyConnection,
) -> None:
    ended = register(
        [replace(_promise(), effective_until=date(2025, 12, 31))], [NLD], version="other"
    )
    states = {"before": _known(PUBLISHED[1]), "after": _known(PUBLISHED[2])}
    (told,) = _between(ledger, **states, promises=ended, since=ONE)
    assert (told.from_verdict, told.to_verdict, told.cause) == (MET, UNMET, Cause.REVISED_EVIDENCE)


def test_a_promise_that_ends_earlier_loses_what_lies_after_by_its_rule(
    ledger: duckdb.DuckDBPyConnection,
) -> None:
    ended = register(
        [replace(_promise(), effective_until=date(2024, 6, 30))], [NLD], version="other"
    )
    (told,) = _between(ledger, before=LATER, after=LATER, promises=ended, since=ONE)
    assert (told.from_verdict, told.to_verdict, told.cause) == (MET, None, Cause.RULE_CHANGED)
