"""Four judgements stored one after the other, and what is told of them: every argument counts."""

from __future__ import annotations

from dataclasses import astuple, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from commitments.errors import UsageError
from commitments.model import (
    Ability,
    AlternativeKind,
    BurdenSharing,
    Cadence,
    Cause,
    Change,
    Deliver,
    Measure,
    Member,
    Register,
    ShareOfTotal,
    Threshold,
    Timeliness,
    Verdict,
    Waiver,
)
from tests.judging.judging import HOME, commitment, fill_ledger, register
from tests.judging.oracle import Ledger, Observation, Submission
from warehouse.burdens import read_burden_editions, read_burden_shares
from warehouse.changes import State, changes_between, read_changes
from warehouse.connection import Warehouse
from warehouse.consequences import read_outlooks
from warehouse.edits import Edit, Edited, find_edits
from warehouse.judgement import Horizon, is_nothing_owed, judge, newest_snapshot
from warehouse.method import method
from warehouse.reading import (
    Assessed,
    Filters,
    StoredJudgement,
    count_verdicts,
    look_back,
    read_assessments,
    read_editions_used,
    read_own_assessments,
    read_stored_judgement,
)
from warehouse.reviewed import ReviewedFiles, read_reviewed
from warehouse.rules import content_of
from warehouse.storing import Judgement, store_judgement

pytestmark = pytest.mark.slow

NOW = datetime(2025, 6, 10, 2, 0)
HOUR = timedelta(hours=1)
DAYS = (date(2025, 6, 1), date(2025, 6, 2), date(2025, 6, 3), date(2025, 6, 3))
MET, UNMET, PENDING, WAIVED = Verdict.MET, Verdict.UNMET, Verdict.PENDING, Verdict.WAIVED
PROMISE = commitment(Threshold(at_least=Decimal(2), margin=Decimal("0.2")), id="promise")
DUES = commitment(Deliver(owed=("owed",), settled="settled"), id="dues", obligors=("NLD",))
ENDED = replace(DUES, id="ended", effective_from=date(2025, 1, 1), effective_until=date(2025, 6, 2))
DAILY = replace(
    PROMISE,
    id="daily",
    obligors=("NLD",),
    cadence=Cadence.DAY,
    effective_from=date(2025, 6, 2),
    effective_until=date(2025, 6, 2),
)
SHARED = commitment(
    Threshold(at_least=Decimal(60)),
    id="shared",
    obligors=("NLD",),
    effective_until=date(2024, 12, 31),
    measure=Measure(
        name="Share",
        source="figures",
        unit="percent",
        indicator="spent",
        formula=ShareOfTotal(among="pact"),
    ),
)
FLOODS = Waiver(
    party="BEL",
    author="The council",
    reason="Floods.",
    starts_on=date(2024, 1, 1),
    ends_on=date(2024, 12, 31),
)
BURDENS = BurdenSharing(
    name="Defence",
    source="figures",
    indicator="spent",
    unit="usd_million",
    abilities=(Ability(id="by-gdp", name="GDP", source="figures", indicator="gdp"),),
)
FILES = [ReviewedFiles(files={"register/a.yaml": text}) for text in ("one", "two")]


def promised(
    version: str,
    *,
    exceptions: tuple[Waiver, ...] = (),
    at_least: int = 2,
    parties: tuple[str, ...] = ("BEL", "NLD"),
) -> Register:
    """Five promises, of a pact of two members that share a burden."""
    rule = Threshold(at_least=Decimal(at_least), margin=Decimal("0.2"))
    promises = [replace(PROMISE, waivers=exceptions, rule=rule), DUES, ENDED, DAILY, SHARED]
    members = [Member(party=party, joined_on=date(2000, 1, 1)) for party in parties]
    made = register(promises, members, version=version)
    pact = replace(made.arrangements[0], burden_sharing=BURDENS)
    return replace(made, arrangements=(pact,))


FIRST, SECOND = promised("first"), promised("second", exceptions=(FLOODS,))
STRICTER = promised("third", at_least=3)


def edition(
    name: str, published_on: date, *, source: str = "figures", **told: dict[str, str]
) -> Ledger:
    """What an edition tells by party and indicator, of 2024 or of the day that DAILY asks of."""
    at = {"one": 0, "dues": 0, "two": 2, "late": 5}[name]
    sent = Submission(
        submission=name, source=source, published_on=published_on, received_at=NOW + at * HOUR
    )
    rows = [
        Observation(
            submission=name,
            source=source,
            published_on=published_on,
            party=party,
            period="2025-06-02" if indicator == "share of a day" else "2024",
            indicator=indicator.removesuffix(" of a day"),
            value=Decimal(value),
            row_number=number,
        )
        for number, (party, indicator, value) in enumerate(
            ((party, *figure) for party, figures in told.items() for figure in figures.items()), 1
        )
    ]
    return Ledger(submissions=[sent], observations=rows)


@pytest.fixture(scope="module")
def judgements(lake: Warehouse) -> list[Judgement]:
    """First figures; nothing new, twice; a figure revised; a waiver; and an edition too late."""
    told: list[Judgement] = []

    def judged(promises: Register, day: date, files: ReviewedFiles) -> None:
        now = NOW + (len(told) + 1) * HOUR
        given: Any = {"home_party": HOME, "as_of": day, "now": now, "reviewed": files}
        told.append(store_judgement(lake, promises, **given))

    of_nld = {"share": "2.1", "gdp": "1000", "spent": "30", "share of a day": "2.5"}
    of_bel = {"share": "1.5", "gdp": "500", "spent": "10"}
    ledger = lake.connection
    of_fra = {"spent": "60"}
    fill_ledger(ledger, edition("one", date(2025, 1, 20), NLD=of_nld, BEL=of_bel, FRA=of_fra))
    fill_ledger(
        ledger,
        edition("dues", date(2025, 1, 20), source="dues", NLD={"owed": "0", "settled": "1"}),
    )
    judged(FIRST, DAYS[0], FILES[0])
    judged(FIRST, DAYS[1], FILES[0])
    judged(FIRST, DAYS[1], FILES[0])
    revised = {"share": "1.9", "share of a day": "2.5"}
    fill_ledger(ledger, edition("two", date(2025, 6, 2), NLD=revised))
    judged(FIRST, DAYS[2], FILES[0])
    judged(SECOND, DAYS[3], FILES[1])
    fill_ledger(ledger, edition("late", date(2025, 6, 5), NLD={"share": "2.5"}))
    return told


@pytest.fixture
def lake_judged(lake: Warehouse, judgements: list[Judgement]) -> Warehouse:
    assert judgements
    return lake


# Storing


def test_a_judgement_tells_what_it_wrote(judgements: list[Judgement]) -> None:
    assert [astuple(judgement) for judgement in judgements] == [
        (DAYS[0], 8, 7, 7, 0),
        (DAYS[1], 9, 2, 1, 1),
        (DAYS[1], 9, 2, 0, 0),
        (DAYS[2], 8, 4, 2, 3),
        (DAYS[3], 8, 7, 1, 1),
    ]


def test_a_judgement_is_stored_with_what_it_was_judged_by(lake_judged: Warehouse) -> None:
    rows = lake_judged.connection.execute(
        "SELECT judgement, as_of, register_version, recorded_at, home_party, reviewed_version, "
        "method FROM ops.judgements ORDER BY judgement"
    ).fetchall()
    methods = [method(promises, home_party=HOME) for promises in (FIRST, SECOND)]
    first, second = (files.version for files in FILES)
    assert rows == [
        (1, DAYS[0], "first", NOW + 1 * HOUR, HOME, first, methods[0]),
        (2, DAYS[1], "first", NOW + 2 * HOUR, HOME, first, methods[0]),
        (3, DAYS[2], "first", NOW + 4 * HOUR, HOME, first, methods[0]),
        (4, DAYS[3], "second", NOW + 5 * HOUR, HOME, second, methods[1]),
    ]
    registers = lake_judged.connection.execute("FROM ops.register_versions ORDER BY ALL").fetchall()
    assert registers == [
        ("first", NOW + 1 * HOUR, content_of(FIRST)),
        ("second", NOW + 5 * HOUR, content_of(SECOND)),
    ]
    for files in FILES:
        assert read_reviewed(lake_judged.connection, files.version) == files


def test_a_judgement_rests_on_the_snapshot_it_found(lake_judged: Warehouse) -> None:
    rows = lake_judged.connection.execute(
        "SELECT ledger_snapshot FROM ops.judgements ORDER BY judgement"
    ).fetchall()
    snapshots = [number for (number,) in rows]
    assert snapshots == sorted(set(snapshots))
    assert snapshots[-1] < newest_snapshot(lake_judged.connection)


def test_an_assessment_stands_from_one_judgement_until_another(lake_judged: Warehouse) -> None:
    rows = lake_judged.connection.execute(
        "SELECT commitment, party, period, verdict, valid_from, valid_until FROM out.assessments "
        "ORDER BY ALL"
    ).fetchall()
    assert rows == [
        ("daily", "NLD", "2025-06-02", "met", 3, None),
        ("daily", "NLD", "2025-06-02", "on_track", 2, 3),
        ("dues", "NLD", "2025", "pending", 1, None),
        ("ended", "NLD", "2025", "pending", 1, 3),
        ("promise", "BEL", "2024", "unmet", 1, 4),
        ("promise", "BEL", "2024", "waived", 4, None),
        ("promise", "BEL", "2025", "pending", 1, None),
        ("promise", "NLD", "2024", "met", 1, 3),
        ("promise", "NLD", "2024", "unmet", 3, None),
        ("promise", "NLD", "2025", "pending", 1, None),
        ("shared", "NLD", "2024", "met", 1, None),
    ]


def test_a_day_before_the_last_is_not_judged(lake_judged: Warehouse) -> None:
    with pytest.raises(UsageError) as told:
        store_judgement(lake_judged, SECOND, home_party=HOME, as_of=DAYS[1], now=NOW)
    assert str(told.value) == (
        "--as-of 2025-06-02: the stored judgement is of 2025-06-03 and does not go back; look back "
        "without storing: `pledgewatch status --as-of 2025-06-02`"
    )


def test_the_method_is_of_the_rules_and_of_whose_they_are() -> None:
    assert method(FIRST, home_party=HOME) == method(replace(FIRST, version="x"), home_party=HOME)
    ours = promised("first")
    own = replace(ours, commitments=(replace(PROMISE, obligors="home"),))
    assert method(own, home_party=HOME) != method(own, home_party="NLD")
    assert method(STRICTER, home_party=HOME) != method(FIRST, home_party=HOME)
    assert len(method(FIRST, home_party=HOME)) == 16


# Changes


def change(party: str, cause: Cause, **given: Any) -> Change:
    usual = {"commitment": "promise", "arrangement": "pact", "period": "2024", "unit": "percent"}
    return Change(**{**usual, "party": party, "cause": cause, "as_of": DAYS[2], **given})


WAIVER = change(
    "BEL",
    Cause.WAIVER,
    from_verdict=UNMET,
    from_value=Decimal("1.5"),
    from_required=Decimal(2),
    to_verdict=WAIVED,
    to_value=Decimal("1.5"),
    to_required=Decimal(2),
    from_published_on=date(2025, 1, 20),
    to_published_on=date(2025, 1, 20),
)
REVISED = change(
    "NLD",
    Cause.REVISED_EVIDENCE,
    from_verdict=MET,
    from_value=Decimal("2.1"),
    from_required=Decimal(2),
    to_verdict=UNMET,
    to_value=Decimal("1.9"),
    to_required=Decimal(2),
    from_published_on=date(2025, 1, 20),
    to_published_on=date(2025, 6, 2),
)
GONE = change(
    "NLD",
    Cause.TIME_PASSED,
    commitment="ended",
    period="2025",
    unit="usd",
    from_verdict=PENDING,
    to_verdict=None,
    from_value=None,
    to_value=None,
)
OF_A_DAY = change(
    "NLD",
    Cause.TIME_PASSED,
    commitment="daily",
    period="2025-06-02",
    from_verdict=Verdict.ON_TRACK,
    from_value=Decimal("2.5"),
    from_required=Decimal(2),
    to_verdict=MET,
    to_value=Decimal("2.5"),
    to_required=Decimal(2),
    from_published_on=date(2025, 1, 20),
    to_published_on=date(2025, 6, 2),
)
BEGUN = replace(
    OF_A_DAY,
    cause=Cause.NEW_EVIDENCE,
    as_of=DAYS[1],
    from_verdict=None,
    from_value=None,
    from_required=None,
    from_published_on=None,
    to_verdict=Verdict.ON_TRACK,
    to_published_on=date(2025, 1, 20),
)
THIRD = [OF_A_DAY, GONE, REVISED]
ASKED_OF_CHANGES: dict[str, tuple[dict[str, Any], list[Change]]] = {
    "all": ({}, [WAIVER, *THIRD, BEGUN]),
    "one promise": ({"filters": Filters(commitment="promise")}, [WAIVER, REVISED]),
    "another": ({"filters": Filters(commitment="dues")}, []),
    "one arrangement": ({"filters": Filters(arrangement="pact")}, [WAIVER, *THIRD, BEGUN]),
    "another one": ({"filters": Filters(arrangement="treaty")}, []),
    "a party": ({"filters": Filters(party="BEL")}, [WAIVER]),
    "a year": ({"filters": Filters(period="2024")}, [WAIVER, REVISED]),
    "since the day before": ({"since": DAYS[1]}, [WAIVER, *THIRD]),
    "since the day": ({"since": DAYS[2]}, []),
    "until the day": ({"until": DAYS[2]}, [WAIVER, *THIRD, BEGUN]),
    "until the day before": ({"until": DAYS[1]}, [BEGUN]),
    "known before": ({"known_on": date(2025, 6, 1)}, [WAIVER, GONE, BEGUN]),
    "recorded before": ({"recorded_before": NOW + 5 * HOUR}, [*THIRD, BEGUN]),
    "up to a judgement": ({"last_judgement": 3}, [*THIRD, BEGUN]),
    "the latest": ({"latest_only": True}, [WAIVER, *THIRD]),
}


@pytest.mark.parametrize(("asked", "told"), ASKED_OF_CHANGES.values(), ids=ASKED_OF_CHANGES.keys())
def test_changes_that_were_stored_are_told(
    lake_judged: Warehouse, asked: dict[str, Any], told: list[Change]
) -> None:
    asked = {"filters": Filters(), **asked}
    assert read_changes(lake_judged.connection, **asked) == told


def test_changes_between_states_are_told(lake_judged: Warehouse) -> None:
    def between(before: State, after: State, **asked: str) -> list[Change]:
        filters = Filters(**{"commitment": "promise", **asked})
        return changes_between(lake_judged.connection, before, after, filters=filters)

    early = Horizon(as_of=DAYS[0], known_on=DAYS[0])
    late = Horizon(as_of=DAYS[2], known_on=date(2025, 6, 2))
    before = State(register=FIRST, home_party=HOME, horizon=early)
    after = State(register=FIRST, home_party=HOME, horizon=late)
    assert between(before, after) == [REVISED]
    assert between(before, after, party="BEL") == []
    assert between(after, replace(after, register=SECOND)) == [WAIVER]
    none = State(register=replace(FIRST, commitments=()), home_party=HOME, horizon=late)
    put_in = between(replace(none, register=replace(none.register, version="0")), after)
    assert {(item.cause, item.from_verdict) for item in put_in} == {(Cause.RULE_CHANGED, None)}
    assert {item.cause for item in between(none, after)} == {Cause.MEMBERSHIP_CHANGED}


# Edits


def test_an_edit_is_found_by_what_was_known_then(lake_judged: Warehouse) -> None:
    connection = lake_judged.connection
    stored = read_stored_judgement(connection)
    assert stored
    given: Any = {"home_party": HOME, "stored": stored}
    assert find_edits(connection, replace(STRICTER, version="second"), **given) == []
    stricter, taken_back = find_edits(connection, STRICTER, **given)
    edit = Edit(
        commitment="promise",
        edited=Edited.RULE,
        obligations=1,
        first_period="2024",
        last_period="2024",
        last_day=date(2024, 12, 31),
        party="NLD",
        period="2024",
        was=UNMET,
        is_now=UNMET,
    )
    back = {"edited": Edited.TAKEN_BACK, "party": "BEL", "was": WAIVED}
    assert (stricter, taken_back) == (edit, replace(edit, **back))
    gone = replace(SECOND, version="none", commitments=SECOND.commitments[1:])
    (taken_out,) = find_edits(connection, gone, **given)
    assert taken_out == replace(edit, is_now=None)
    ours = replace(SECOND.commitments[0], obligors="home")
    theirs = replace(SECOND, version="own", commitments=(ours, *SECOND.commitments[1:]))
    of_nld = find_edits(connection, theirs, home_party="NLD", stored=stored)
    assert [(found.edited, found.party) for found in of_nld] == [(Edited.BOUND, "BEL")]
    others = promised("fourth", exceptions=(FLOODS,), parties=("FRA", "NLD"))
    edits = find_edits(connection, others, **given)
    assert [(found.commitment, found.edited, found.party) for found in edits] == [
        ("promise", Edited.BOUND, "BEL"),
        ("shared", Edited.COUNTED, "NLD"),
    ]


# Reading


def test_the_judgement_of_a_day_or_before_a_time_is_read(lake_judged: Warehouse) -> None:
    last = read_stored_judgement(lake_judged.connection)
    assert last
    assert last == StoredJudgement(
        judgement=4,
        as_of=DAYS[3],
        register_version="second",
        recorded_at=NOW + 5 * HOUR,
        home_party=HOME,
        reviewed_version=FILES[1].version,
        ledger_snapshot=last.ledger_snapshot,
        method=method(SECOND, home_party=HOME),
    )
    assert last.knew_before == NOW + 5 * HOUR + timedelta(microseconds=1)
    limits: list[tuple[dict[str, Any], int]] = [
        ({"as_of": DAYS[1]}, 2),
        ({"recorded_before": NOW + 5 * HOUR}, 3),
    ]
    for limit, number in limits:
        found = read_stored_judgement(lake_judged.connection, **limit)
        assert found
        assert found.judgement == number
    assert read_stored_judgement(lake_judged.connection, recorded_before=NOW) is None


ASKED_OF_VERDICTS: dict[str, tuple[dict[str, Any], list[tuple[str, str, str]]]] = {
    "one promise": ({"commitment": "dues"}, [("dues", "NLD", "2025")]),
    "another arrangement": ({"arrangement": "treaty"}, []),
    "a party": (
        {"party": "BEL", "arrangement": "pact"},
        [("promise", "BEL", "2024"), ("promise", "BEL", "2025")],
    ),
    "a year": (
        {"period": "2024"},
        [("promise", "BEL", "2024"), ("promise", "NLD", "2024"), ("shared", "NLD", "2024")],
    ),
    "a verdict": ({"verdict": "waived"}, [("promise", "BEL", "2024")]),
    "parties": (
        {"parties": ("BEL", "FRA")},
        [("promise", "BEL", "2024"), ("promise", "BEL", "2025")],
    ),
    "no parties": ({"parties": ()}, []),
}


@pytest.mark.parametrize(
    ("asked", "told"), ASKED_OF_VERDICTS.values(), ids=ASKED_OF_VERDICTS.keys()
)
def test_verdicts_are_told(
    lake_judged: Warehouse, asked: dict[str, Any], told: list[tuple[str, str, str]]
) -> None:
    found = read_assessments(
        lake_judged.connection, relation=Assessed.STORED, filters=Filters(**asked)
    )
    assert [(item.commitment, item.party, item.period) for item in found] == told


def test_a_verdict_is_told_with_all_that_belongs_to_it(lake_judged: Warehouse) -> None:
    connection = lake_judged.connection
    of_nld = Filters(commitment="promise", party="NLD", period="2024")
    (told,) = read_assessments(connection, relation=Assessed.STORED, filters=of_nld)
    assert (told.verdict, told.timeliness, told.value) == (
        UNMET,
        Timeliness.ON_TIME,
        Decimal("1.9"),
    )
    (tried,) = (one for one in told.alternatives if one.kind is AlternativeKind.EDITION)
    assert (tried.verdict, tried.value) == (MET, Decimal("2.1"))
    assert told.fragile
    own = read_own_assessments(connection, relation=Assessed.STORED, party="NLD")
    assert [one.commitment for one in own] == ["daily", "promise", "shared"]
    assert own[1] == told
    look_back(connection, stored_first(lake_judged))
    (then,) = read_assessments(connection, relation=Assessed.AGAIN, filters=of_nld)
    assert (then.verdict, then.alternatives) == (MET, ())


def stored_first(warehouse: Warehouse) -> StoredJudgement:
    found = read_stored_judgement(warehouse.connection, as_of=DAYS[0])
    assert found
    return found


def test_verdicts_are_counted(lake_judged: Warehouse) -> None:
    counted = count_verdicts(lake_judged.connection, relation=Assessed.STORED, arrangement="pact")
    assert [astuple(one) for one in counted] == [
        ("daily", "2025-06-02", date(2025, 6, 2), MET, 1),
        ("dues", "2025", date(2025, 1, 1), PENDING, 1),
        ("promise", "2024", date(2024, 1, 1), UNMET, 1),
        ("promise", "2024", date(2024, 1, 1), WAIVED, 1),
        ("promise", "2025", date(2025, 1, 1), PENDING, 2),
        ("shared", "2024", date(2024, 1, 1), MET, 1),
    ]
    assert count_verdicts(lake_judged.connection, relation=Assessed.STORED) == counted
    others = {"relation": Assessed.STORED, "arrangement": "treaty"}
    assert count_verdicts(lake_judged.connection, **others) == []  # type: ignore[arg-type]


def test_the_editions_that_verdicts_rest_on_are_told(lake_judged: Warehouse) -> None:
    def used(arrangement: str, party: str) -> list[str]:
        found = read_editions_used(
            lake_judged.connection,
            relation=Assessed.STORED,
            arrangement=arrangement,
            party=party,
        )
        return [item.file for item in found]

    assert used("pact", "FRA") == ["one.csv", "two.csv"]
    assert used("treaty", "BEL") == ["one.csv"]
    assert used("treaty", "FRA") == []


# What follows


@pytest.fixture
def asked_again(lake_judged: Warehouse) -> Warehouse:
    horizon = Horizon(as_of=DAYS[2], recorded_before=NOW + 5 * HOUR)
    judge(lake_judged.connection, FIRST, home_party=HOME, horizon=horizon)
    return lake_judged


def test_what_follows_is_told(asked_again: Warehouse) -> None:
    def outlooks(**given: Any) -> list[tuple[object, ...]]:
        usual = {"relation": Assessed.ASKED, "filters": Filters(), "as_of": DAYS[2]}
        found = read_outlooks(asked_again.connection, **{**usual, **given})
        return [(one.commitment, one.party, one.period, one.verdict) for one in found]

    of_both = [("promise", "BEL", "2024", UNMET), ("promise", "NLD", "2024", UNMET)]
    shared = ("shared", "NLD", "2024", MET)
    assert outlooks() == [
        ("daily", "NLD", "2025-06-02", MET),
        ("dues", "NLD", "2025", PENDING),
        *of_both,
        shared,
    ]
    assert outlooks(filters=Filters(commitment="promise")) == of_both
    assert outlooks(filters=Filters(arrangement="treaty")) == []
    assert outlooks(filters=Filters(party="BEL")) == of_both[:1]
    assert outlooks(until=date(2024, 12, 31)) == [*of_both, shared]
    stored = outlooks(relation=Assessed.STORED, filters=Filters(party="BEL"))
    assert stored == [("promise", "BEL", "2024", WAIVED)]


def test_what_follows_is_told_in_words_of_the_house(asked_again: Warehouse) -> None:
    (told,) = read_outlooks(
        asked_again.connection,
        relation=Assessed.ASKED,
        filters=Filters(party="BEL"),
        as_of=DAYS[2],
    )
    assert (told.cadence, told.gap, told.pace_band) == (Cadence.YEAR, Decimal("0.5"), None)
    assert isinstance(told.cadence, Cadence)


def test_nothing_is_owed_of_one_year_alone(asked_again: Warehouse) -> None:
    key = {"commitment": "dues", "party": "NLD", "period": "2024"}
    assert is_nothing_owed(asked_again.connection, **key)
    for part, other in (("commitment", "promise"), ("party", "BEL"), ("period", "2025")):
        assert not is_nothing_owed(asked_again.connection, **{**key, part: other})


def test_burdens_are_told(asked_again: Warehouse) -> None:
    book = {"arrangement": "pact", "ability": "by-gdp"}
    bel, nld = read_burden_shares(asked_again.connection, **book)
    assert (bel.party, bel.period, bel.fair_share) == ("BEL", "2024", Decimal("0.75"))
    assert (nld.party, nld.fair_share) == ("NLD", Decimal("1.125"))
    assert nld.files == ("one.csv, row 2", "one.csv, row 3")
    assert read_burden_shares(asked_again.connection, **book, period="2024") == [bel, nld]
    assert read_burden_shares(asked_again.connection, **book, period="2023") == []
    assert read_burden_shares(asked_again.connection, arrangement="treaty", ability="by-gdp") == []
    assert read_burden_shares(asked_again.connection, arrangement="pact", ability="other") == []

    def files(arrangement: str, ability: str, period: str) -> list[str]:
        found = read_burden_editions(
            asked_again.connection, arrangement=arrangement, abilities=[ability], period=period
        )
        return [item.file for item in found]

    assert files("pact", "by-gdp", "2024") == ["one.csv"]
    for asked in (("treaty", "by-gdp", "2024"), ("pact", "x", "2024"), ("pact", "by-gdp", "2023")):
        assert files(*asked) == []
