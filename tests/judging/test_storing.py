"""Storing a judgement in the real lake: what is written, what is not, and why a verdict moved."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from commitments.errors import UsageError
from commitments.model import (
    Cadence,
    Cause,
    Change,
    Commitment,
    Deliver,
    Exemption,
    Member,
    Register,
    ShareOfTotal,
    Threshold,
    Verdict,
    Waiver,
)
from tests.judging.judging import HOME, commitment, fill_ledger, register
from tests.judging.oracle import Ledger, Observation, Submission
from warehouse.changes import read_changes
from warehouse.connection import Location, Warehouse, open_warehouse
from warehouse.edits import Edited, find_edits
from warehouse.judgement import is_nothing_owed
from warehouse.reading import Assessed, Filters, read_assessments, read_stored_judgement
from warehouse.rules import content_of
from warehouse.storing import Judgement, store_judgement

pytestmark = pytest.mark.slow

NOW = datetime(2025, 6, 1, 2, 0)
DAY = date(2025, 6, 1)
TWO_PERCENT = commitment(Threshold(at_least=Decimal(2), margin=Decimal("0.2")), id="promise")
DUES = commitment(Deliver(owed=("owed",), settled="settled"), id="dues")
MEMBERS = (Member(party="NLD", joined_on=date(2000, 1, 1)),)
MET, UNMET, WAIVED = Verdict.MET, Verdict.UNMET, Verdict.WAIVED


def promised(
    *commitments: Commitment, members: Sequence[Member] = MEMBERS, version: str = ""
) -> Register:
    """A register; its version is its content, as that of the real one."""
    promises = register(commitments or (TWO_PERCENT,), members)
    return replace(promises, version=version or content_of(promises))


def edition(published_on: date, *rows: dict[str, Any], source: str = "figures") -> Ledger:
    """One submission; its rows are of NLD, the share and 2024 unless they say otherwise."""
    usual = {"party": "NLD", "indicator": "share", "period": "2024"}
    name = f"{source}-{published_on}"
    return Ledger(
        submissions=[
            Submission(submission=name, source=source, published_on=published_on, received_at=NOW)
        ],
        observations=[
            Observation(
                submission=name,
                row_number=number,
                source=source,
                published_on=published_on,
                **{**usual, **row},
            )
            for number, row in enumerate(rows, start=1)
        ],
    )


def share(value: str | None, **given: Any) -> dict[str, Any]:
    if value is None:
        return {"value": None, "status": "M", **given}
    return {"value": Decimal(value), **given}


@pytest.fixture
def receive(warehouse: Warehouse) -> Callable[..., None]:
    """Put an edition into the ledger."""

    def received(published_on: date, *rows: dict[str, Any], source: str = "figures") -> None:
        fill_ledger(warehouse.connection, edition(published_on, *rows, source=source))

    return received


@pytest.fixture
def judged(warehouse: Warehouse) -> Callable[..., Judgement]:
    """Store a judgement of a register as of a day."""

    def stored(promises: Register, as_of: date = DAY) -> Judgement:
        return store_judgement(warehouse, promises, home_party=HOME, as_of=as_of, now=NOW)

    return stored


@pytest.fixture
def changes(warehouse: Warehouse) -> Callable[[], list[Change]]:
    """What the judgements so far have changed, the newest first, without what stands beside it."""
    beside = dict.fromkeys(
        f"{side}_{name}" for side in ("from", "to") for name in ("required", "published_on")
    )
    return lambda: [
        replace(item, **beside) for item in read_changes(warehouse.connection, filters=Filters())
    ]


def stored_rows(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    return warehouse.connection.execute(
        "SELECT period, verdict, value, valid_from, valid_until FROM out.assessments "
        "ORDER BY period, valid_from"
    ).fetchall()


def judgements(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    return warehouse.connection.execute(
        "SELECT judgement, as_of, register_version, home_party FROM ops.judgements ORDER BY ALL"
    ).fetchall()


def change(period: str, cause: Cause, **given: Any) -> Change:
    usual = {
        "commitment": "promise",
        "arrangement": "pact",
        "party": "NLD",
        "from_verdict": None,
        "to_verdict": None,
        "from_value": None,
        "to_value": None,
        "unit": "percent",
        "as_of": DAY,
    }
    return Change(**{**usual, "period": period, "cause": cause, **given})


# What is written


def test_the_first_judgement_stores_every_obligation_and_changes_nothing(
    warehouse: Warehouse, receive: Any, judged: Any, changes: Any
) -> None:
    receive(date(2025, 1, 20), share("2.1"))
    result = judged(promised(version="first"))
    assert (result.obligations, result.assessments_written, result.changes) == (2, 2, 0)
    assert changes() == []
    assert stored_rows(warehouse) == [
        ("2024", "met", Decimal("2.1"), 1, None),
        ("2025", "pending", None, 1, None),
    ]
    assert judgements(warehouse) == [(1, DAY, "first", HOME)]


def test_judging_the_same_day_again_writes_nothing(
    warehouse: Warehouse, receive: Any, judged: Any
) -> None:
    receive(date(2025, 1, 20), share("2.1"))
    judged(promised())
    before = snapshot(warehouse)
    result = judged(promised())
    assert (result.obligations, result.assessments_written, result.changes) == (2, 0, 0)
    assert snapshot(warehouse) == before


def snapshot(warehouse: Warehouse) -> int:
    row = warehouse.connection.execute("SELECT max(snapshot_id) FROM lake.snapshots()").fetchone()
    assert row
    return int(row[0])


def test_a_later_day_without_differences_writes_the_day_and_no_assessment(
    warehouse: Warehouse, receive: Any, judged: Any
) -> None:
    receive(date(2025, 1, 20), share("2.1"))
    judged(promised())
    result = judged(promised(), date(2025, 6, 2))
    assert (result.assessments_written, result.changes) == (0, 0)
    assert [row[:2] for row in judgements(warehouse)] == [(1, DAY), (2, date(2025, 6, 2))]
    assert {row[3] for row in stored_rows(warehouse)} == {1}


def test_only_what_differs_is_stored_and_what_it_replaces_is_ended(
    warehouse: Warehouse, receive: Any, judged: Any
) -> None:
    receive(date(2025, 1, 20), share("2.1"))
    judged(promised())
    receive(date(2025, 5, 1), share("1.5"))
    result = judged(promised())
    assert (result.obligations, result.assessments_written, result.changes) == (2, 1, 1)
    assert stored_rows(warehouse) == [
        ("2024", "met", Decimal("2.1"), 1, 2),
        ("2024", "unmet", Decimal("1.5"), 2, None),
        ("2025", "pending", None, 1, None),
    ]


def test_a_judgement_that_returns_to_an_earlier_one_is_stored_anew(
    warehouse: Warehouse, judged: Any
) -> None:
    strict = promised(replace(TWO_PERCENT, reporting=replace(TWO_PERCENT.reporting, due_days=3660)))
    judged(promised())
    judged(strict)
    result = judged(promised())
    assert (result.assessments_written, result.changes) == (2, 1)
    assert [row[1:] for row in stored_rows(warehouse) if row[0] == "2024"] == [
        ("no_data", None, 1, 2),
        ("pending", None, 2, 3),
        ("no_data", None, 3, None),
    ]


def test_every_assessment_has_an_identifier_of_its_own(
    warehouse: Warehouse, receive: Any, judged: Any
) -> None:
    for day, value in ((date(2025, 1, 20), "2.1"), (date(2025, 2, 1), "1.5"), (DAY, "2.1")):
        receive(day, share(value))
        judged(promised())
    rows = warehouse.connection.execute("SELECT assessment FROM out.assessments").fetchall()
    assert len(rows) == len(set(rows)) == 4


def test_a_changed_figure_that_moves_no_verdict_is_stored_and_is_no_change(
    receive: Any, judged: Any, changes: Any, warehouse: Warehouse
) -> None:
    receive(date(2025, 1, 20), share("2.1"))
    judged(promised())
    receive(date(2025, 5, 1), share("2.2"))
    result = judged(promised())
    assert (result.assessments_written, result.changes) == (1, 0)
    assert changes() == []
    (current,) = read_assessments(
        warehouse.connection, relation=Assessed.STORED, filters=Filters(period="2024")
    )
    assert (current.value, current.published_on) == (Decimal("2.2"), date(2025, 5, 1))


def test_each_register_that_was_judged_by_is_kept_once(warehouse: Warehouse, judged: Any) -> None:
    waiver = Waiver(party="NLD", author="me", reason="why", starts_on=date(2024, 1, 1), ends_on=DAY)
    judged(promised(version="first"))
    judged(promised(replace(TWO_PERCENT, waivers=(waiver,)), version="second"))
    judged(promised(version="first"))
    rows = warehouse.connection.execute(
        "SELECT register_version, count(*) FROM ops.register_versions GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    assert rows == [("first", 1), ("second", 1)]
    assert [row[2] for row in judgements(warehouse)] == ["first", "second", "first"]


def test_going_back_a_day_is_refused_and_writes_nothing(warehouse: Warehouse, judged: Any) -> None:
    judged(promised())
    before = snapshot(warehouse)
    with pytest.raises(UsageError, match="status --as-of 2025-05-31"):
        judged(promised(), date(2025, 5, 31))
    assert snapshot(warehouse) == before


# Why a verdict moved


def test_a_first_figure_is_new_evidence(receive: Any, judged: Any, changes: Any) -> None:
    judged(promised())
    receive(date(2025, 1, 20), share("2.1"))
    judged(promised())
    assert changes() == [
        change(
            "2024",
            Cause.NEW_EVIDENCE,
            from_verdict=Verdict.NO_DATA,
            to_verdict=MET,
            to_value=Decimal("2.1"),
        )
    ]


def test_another_figure_is_revised_evidence(receive: Any, judged: Any, changes: Any) -> None:
    receive(date(2025, 1, 20), share("1.9"))
    judged(promised())
    receive(date(2025, 5, 1), share("2"))
    judged(promised())
    assert changes() == [
        change(
            "2024",
            Cause.REVISED_EVIDENCE,
            from_verdict=UNMET,
            to_verdict=MET,
            from_value=Decimal("1.9"),
            to_value=Decimal(2),
        )
    ]


def test_a_figure_withdrawn_is_revised_evidence(receive: Any, judged: Any, changes: Any) -> None:
    receive(date(2025, 1, 20), share("2"))
    judged(promised())
    receive(date(2025, 5, 1), share(None))
    judged(promised())
    (moved,) = changes()
    assert (moved.cause, moved.from_verdict, moved.to_verdict) == (
        Cause.REVISED_EVIDENCE,
        MET,
        Verdict.NO_DATA,
    )
    assert (moved.from_value, moved.to_value) == (Decimal(2), None)


def test_word_that_dues_are_outstanding_is_new_evidence(
    receive: Any, judged: Any, changes: Any
) -> None:
    owed = {"indicator": "owed", "value": Decimal(100), "due_on": date(2024, 2, 8)}
    receive(date(2024, 2, 1), owed, source="dues")
    judged(promised(DUES), date(2024, 6, 1))
    receive(date(2024, 5, 1), {"indicator": "settled", "value": Decimal(0)}, source="dues")
    judged(promised(DUES), date(2024, 6, 1))
    (moved,) = changes()
    assert (moved.cause, moved.from_verdict, moved.to_verdict) == (
        Cause.NEW_EVIDENCE,
        Verdict.PENDING,
        UNMET,
    )


def test_a_debt_put_at_nothing_is_judged_no_longer_and_one_that_is_not_again(
    receive: Any, judged: Any, changes: Any, warehouse: Warehouse
) -> None:
    paid = {"indicator": "settled", "value": Decimal(0)}
    owed = {"indicator": "owed", "due_on": date(2024, 2, 8)}
    key = {"commitment": "dues", "party": "NLD", "period": "2024"}
    for day, amount in ((1, 100), (2, 0), (3, 100)):
        dues = owed | {"value": Decimal(amount)}
        receive(date(2024, 5, day), paid, dues, source="dues")
        judged(promised(DUES), date(2024, 6, 1))
        assert is_nothing_owed(warehouse.connection, **key) is (amount == 0)
    assert {(item.cause, item.from_verdict, item.to_verdict) for item in changes()} == {
        (Cause.NEW_EVIDENCE, None, UNMET),
        (Cause.REVISED_EVIDENCE, UNMET, None),
    }


def test_the_end_of_the_year_is_time_passed(receive: Any, judged: Any, changes: Any) -> None:
    receive(date(2024, 6, 17), share("1.9"))
    judged(promised(), date(2024, 12, 31))
    judged(promised(), date(2025, 1, 1))
    assert changes() == [
        change(
            "2024",
            Cause.TIME_PASSED,
            from_verdict=Verdict.AT_RISK,
            to_verdict=UNMET,
            from_value=Decimal("1.9"),
            to_value=Decimal("1.9"),
            as_of=date(2025, 1, 1),
        )
    ]


def test_silence_past_the_day_evidence_was_due_is_time_passed(judged: Any, changes: Any) -> None:
    judged(promised(), date(2025, 1, 31))
    judged(promised(), date(2025, 2, 1))
    (moved,) = changes()
    assert (moved.cause, moved.from_verdict, moved.to_verdict) == (
        Cause.TIME_PASSED,
        Verdict.PENDING,
        Verdict.NO_DATA,
    )


def test_the_same_figure_published_again_revises_nothing(
    receive: Any, judged: Any, changes: Any
) -> None:
    receive(date(2024, 6, 17), share("1.9"))
    judged(promised(), date(2024, 12, 31))
    receive(date(2025, 1, 1), share("1.9"))
    judged(promised(), date(2025, 1, 1))
    (moved,) = changes()
    assert (moved.cause, moved.to_verdict) == (Cause.TIME_PASSED, UNMET)


def test_another_target_is_a_rule_changed(receive: Any, judged: Any, changes: Any) -> None:
    receive(date(2025, 1, 20), share("2.1"))
    judged(promised())
    judged(promised(replace(TWO_PERCENT, rule=Threshold(at_least=Decimal(3)))))
    assert changes() == [
        change(
            "2024",
            Cause.RULE_CHANGED,
            from_verdict=MET,
            to_verdict=UNMET,
            from_value=Decimal("2.1"),
            to_value=Decimal("2.1"),
        )
    ]


def test_a_commitment_taken_out_is_a_rule_changed(
    receive: Any, judged: Any, changes: Any, warehouse: Warehouse
) -> None:
    receive(date(2025, 1, 20), share("2.1"))
    judged(promised(TWO_PERCENT, DUES))
    judged(promised(DUES))
    moved = {item.period: item for item in changes()}
    assert moved.keys() == {"2024", "2025"}
    assert moved["2024"] == change(
        "2024", Cause.RULE_CHANGED, from_verdict=MET, from_value=Decimal("2.1")
    )
    standing = read_assessments(
        warehouse.connection, relation=Assessed.STORED, filters=Filters(commitment="promise")
    )
    assert standing == []


def test_a_commitment_put_in_is_a_rule_changed(receive: Any, judged: Any, changes: Any) -> None:
    receive(date(2025, 1, 20), share("2.1"))
    judged(promised(DUES))
    judged(promised(TWO_PERCENT, DUES))
    assert changes() == [
        change("2024", Cause.RULE_CHANGED, to_verdict=MET, to_value=Decimal("2.1"))
    ]


def test_other_periods_are_a_rule_changed(receive: Any, judged: Any, changes: Any) -> None:
    receive(date(2025, 1, 20), share("2.1"), share("1", period="2024-H1"))
    judged(promised())
    judged(promised(replace(TWO_PERCENT, cadence=Cadence.HALF)))
    moved = {(item.period, item.from_verdict, item.to_verdict): item.cause for item in changes()}
    assert moved == {
        ("2024", MET, None): Cause.RULE_CHANGED,
        ("2025", Verdict.PENDING, None): Cause.RULE_CHANGED,
        ("2024-H1", None, UNMET): Cause.RULE_CHANGED,
    }


def test_a_promise_that_begins_later_is_a_rule_changed(
    receive: Any, judged: Any, changes: Any
) -> None:
    receive(date(2025, 1, 20), share("2.1"))
    judged(promised())
    judged(promised(replace(TWO_PERCENT, effective_from=date(2025, 1, 1))))
    (moved,) = changes()
    assert (moved.cause, moved.from_verdict, moved.to_verdict) == (Cause.RULE_CHANGED, MET, None)


def test_a_member_put_in_is_a_membership_changed(receive: Any, judged: Any, changes: Any) -> None:
    receive(date(2025, 1, 20), share("2.1", party="BEL"))
    judged(promised())
    judged(promised(members=(*MEMBERS, Member(party="BEL", joined_on=date(2000, 1, 1)))))
    assert changes() == [
        change(
            "2024",
            Cause.MEMBERSHIP_CHANGED,
            party="BEL",
            to_verdict=MET,
            to_value=Decimal("2.1"),
        )
    ]


def test_a_member_that_joins_while_the_year_runs_is_a_membership_changed(
    receive: Any, judged: Any, changes: Any
) -> None:
    receive(date(2024, 6, 17), share("2.1", party="BEL"))
    members = (*MEMBERS, Member(party="BEL", joined_on=date(2024, 9, 1)))
    judged(promised(members=members), date(2024, 8, 31))
    judged(promised(members=members), date(2024, 9, 1))
    (moved,) = changes()
    assert (moved.party, moved.cause, moved.to_verdict) == (
        "BEL",
        Cause.MEMBERSHIP_CHANGED,
        Verdict.ON_TRACK,
    )


def test_a_year_that_begins_with_a_figure_at_hand_is_a_change(
    receive: Any, judged: Any, changes: Any
) -> None:
    receive(date(2024, 6, 17), share("2.1", period="2025", status="F"))
    judged(promised(), date(2024, 12, 31))
    judged(promised(), date(2025, 1, 1))
    (moved,) = changes()
    assert (moved.period, moved.from_verdict, moved.to_verdict) == (
        "2025",
        None,
        Verdict.ON_TRACK,
    )
    assert moved.cause in {Cause.TIME_PASSED, Cause.NEW_EVIDENCE}


def test_a_member_taken_out_is_a_membership_changed(
    receive: Any, judged: Any, changes: Any
) -> None:
    receive(date(2025, 1, 20), share("2.1"))
    judged(promised())
    left = (replace(MEMBERS[0], left_on=date(2024, 12, 31)),)
    judged(promised(members=left))
    assert {(item.period, item.cause, item.to_verdict) for item in changes()} == {
        ("2024", Cause.MEMBERSHIP_CHANGED, None),
        ("2025", Cause.MEMBERSHIP_CHANGED, None),
    }


def test_an_exempt_member_taken_out_is_a_membership_changed(judged: Any, changes: Any) -> None:
    exempt = replace(TWO_PERCENT, exemptions=(Exemption(party="NLD", reason="why"),))
    judged(promised(exempt))
    judged(promised(exempt, members=(Member(party="BEL", joined_on=date(2000, 1, 1)),)))
    assert {(item.from_verdict, item.cause) for item in changes()} == {
        (WAIVED, Cause.MEMBERSHIP_CHANGED)
    }


def test_a_waiver_granted_and_its_end_are_changes_of_waiver(
    receive: Any, judged: Any, changes: Any
) -> None:
    waiver = Waiver(party="NLD", author="me", reason="why", starts_on=date(2024, 1, 1), ends_on=DAY)
    receive(date(2025, 1, 20), share("1"))
    judged(promised())
    judged(promised(replace(TWO_PERCENT, waivers=(waiver,))))
    assert (
        change(
            "2024",
            Cause.WAIVER,
            from_verdict=UNMET,
            to_verdict=WAIVED,
            from_value=Decimal(1),
            to_value=Decimal(1),
        )
        in changes()
    )
    judged(promised())
    assert (
        change(
            "2024",
            Cause.WAIVER,
            from_verdict=WAIVED,
            to_verdict=UNMET,
            from_value=Decimal(1),
            to_value=Decimal(1),
        )
        in changes()
    )


def test_a_waiver_that_runs_out_is_a_change_of_waiver(
    receive: Any, judged: Any, changes: Any
) -> None:
    waiver = Waiver(
        party="NLD", author="me", reason="why", starts_on=date(2024, 1, 1), ends_on=date(2024, 6, 1)
    )
    promises = promised(replace(TWO_PERCENT, waivers=(waiver,)))
    receive(date(2024, 3, 1), share("1"))
    judged(promises, date(2024, 6, 1))
    judged(promises, date(2024, 6, 2))
    (moved,) = changes()
    assert (moved.cause, moved.from_verdict, moved.to_verdict) == (
        Cause.WAIVER,
        WAIVED,
        Verdict.OFF_TRACK,
    )


# Two at once


class Overtaken(Warehouse):
    """A warehouse in which something else happens just before the next commit."""

    def __init__(self, warehouse: Warehouse, *, by: Callable[[], object]) -> None:
        super().__init__(warehouse.connection, location=warehouse.location)
        self.by: Callable[[], object] | None = by

    def commit(self, work: Any, *, message: str) -> Any:
        by, self.by = self.by, None
        if by:
            by()
        return super().commit(work, message=message)


def test_a_judgement_that_was_overtaken_does_not_undo_the_newer_one(
    warehouse: Warehouse, location: Location, receive: Any, changes: Any
) -> None:
    receive(date(2025, 1, 20), share("1.5"))

    def judge_newer_evidence() -> None:
        receive(date(2025, 5, 1), share("2.1"))
        with open_warehouse(location) as other:
            store_judgement(other, promised(), home_party=HOME, as_of=DAY, now=NOW)

    overtaken = Overtaken(warehouse, by=judge_newer_evidence)
    result = store_judgement(overtaken, promised(), home_party=HOME, as_of=DAY, now=NOW)
    assert (result.assessments_written, result.changes) == (0, 0)
    assert changes() == []
    assert stored_rows(warehouse) == [
        ("2024", "met", Decimal("2.1"), 1, None),
        ("2025", "pending", None, 1, None),
    ]
    assert len(judgements(warehouse)) == 1


def test_a_judgement_overtaken_by_a_later_day_is_refused(
    warehouse: Warehouse, location: Location
) -> None:
    def judge_tomorrow() -> None:
        with open_warehouse(location) as other:
            tomorrow = date(2025, 6, 2)
            store_judgement(other, promised(), home_party=HOME, as_of=tomorrow, now=NOW)

    overtaken = Overtaken(warehouse, by=judge_tomorrow)
    with pytest.raises(UsageError, match="does not go back"):
        store_judgement(overtaken, promised(), home_party=HOME, as_of=DAY, now=NOW)
    assert [row[1] for row in judgements(warehouse)] == [date(2025, 6, 2)]


def judge_when_all_are_ready(location: Location, ready: Any, written: Any) -> None:
    with open_warehouse(location) as warehouse:
        ready.wait(60)
        result = store_judgement(warehouse, promised(), home_party=HOME, as_of=DAY, now=NOW)
        written.put(result.assessments_written)


def test_two_processes_that_judge_at_once_store_everything_once(
    warehouse: Warehouse, location: Location, receive: Any
) -> None:
    receive(date(2025, 1, 20), share("2.1"))
    spawning = multiprocessing.get_context("spawn")
    ready, written = spawning.Barrier(2), spawning.Queue()
    processes = [
        spawning.Process(target=judge_when_all_are_ready, args=(location, ready, written))
        for _ in range(2)
    ]
    for process in processes:
        process.start()
    counts = sorted(written.get(timeout=90) for _ in processes)
    for process in processes:
        process.join(30)
    assert [process.exitcode for process in processes] == [0, 0]
    assert counts == [0, 2]
    assert stored_rows(warehouse) == [
        ("2024", "met", Decimal("2.1"), 1, None),
        ("2025", "pending", None, 1, None),
    ]


def test_what_a_later_edition_moved_is_not_told_by_what_was_known_before(
    warehouse: Warehouse, receive: Callable[..., None], judged: Callable[..., Judgement]
) -> None:
    for published_on, value in ((date(2025, 2, 1), "2"), (date(2025, 5, 1), "1")):
        receive(published_on, share(value))
        judged(promised())
    told = {
        known_on: [
            item.to_verdict
            for item in read_changes(
                warehouse.connection, filters=Filters(period="2024"), known_on=known_on
            )
        ]
        for known_on in (None, date(2025, 5, 1), date(2025, 4, 30))
    }
    assert list(told.values()) == [[UNMET], [UNMET], []]


LARGEST = replace(
    TWO_PERCENT,
    rule=Threshold(at_least=Decimal(60)),
    measure=replace(TWO_PERCENT.measure, money_base=None, formula=ShareOfTotal(among="pact")),
    obligors=("NLD",),
)
STAYED = Member(party="BEL", joined_on=date(2000, 1, 1))
LEFT = replace(STAYED, left_on=date(2024, 6, 30))


@pytest.mark.parametrize(
    ("before", "after", "edited"), [(LEFT, STAYED, [Edited.COUNTED]), (STAYED, LEFT, [])]
)
def test_a_share_moves_with_the_members_and_not_for_the_past_but_by_a_leaving(
    warehouse: Warehouse,
    receive: Callable[..., None],
    judged: Callable[..., Judgement],
    changes: Callable[[], list[Change]],
    before: Member,
    after: Member,
    edited: list[Edited],
) -> None:
    receive(date(2025, 2, 1), share("2"), share("2", party="BEL"))
    judged(promised(LARGEST, members=(*MEMBERS, before)))
    stored = read_stored_judgement(warehouse.connection)
    assert stored is not None
    register_at_hand = promised(LARGEST, members=(*MEMBERS, after))
    found = find_edits(warehouse.connection, register_at_hand, home_party=HOME, stored=stored)
    assert [edit.edited for edit in found] == edited
    judged(register_at_hand)
    moved = next(item for item in changes() if item.period == "2024")
    assert moved.cause is Cause.MEMBERSHIP_CHANGED
    assert {moved.from_verdict, moved.to_verdict} == {MET, UNMET}
