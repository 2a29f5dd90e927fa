"""Ten thousand generated cases: clocks, queue and verdicts against a plain count in Python."""

from __future__ import annotations

import math
from datetime import date, timedelta
from decimal import Decimal

import pytest

from commitments.model import Verdict
from pipelines.asking import Question, answered
from pipelines.casework import Casework, casework
from pipelines.judge import judge_commitments
from pipelines.receive import receive_submissions
from pipelines.report import write_reports
from pipelines.settings import PREFIX, Settings
from tests.casework.generating import EDITION, PATH, GeneratedCase, generated_cases, write_cases
from tests.conftest import NOW
from warehouse.casework import CaseFilters
from warehouse.reading import Filters, read_assessments

pytestmark = pytest.mark.slow

AS_OF = date(2026, 7, 15)
ENDS = {"closed", "withdrawn"}
RANK = {"urgent": 0, "high": 1, "routine": 2, "": 3}
COMMITMENT = "equipment-request-acknowledgement"


@pytest.fixture(scope="module")
def generated() -> list[GeneratedCase]:
    """The cases as they were sent."""
    return generated_cases(10_000)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, generated: list[GeneratedCase]) -> Settings:
    """A house that has received and judged them."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(f"{PREFIX}HOME", str(tmp_path_factory.mktemp("cases")))
        settings = Settings()
        file = write_cases(tmp_path_factory.mktemp("sent") / "cases.csv", generated)
        (receipt,) = receive_submissions(settings, paths=[file], now=NOW)
        assert (receipt.status.value, receipt.reasons) == ("accepted", ())
        judge_commitments(settings, as_of=AS_OF, now=NOW)
        return settings


@pytest.fixture(scope="module")
def told(house: Settings) -> Casework:
    """All of them."""
    return casework(house, Question(), CaseFilters())


def last_of(case: GeneratedCase) -> str:
    return list(case.days)[-1]


def test_open_cases_are_queued_by_priority_and_then_the_oldest_first(
    told: Casework, generated: list[GeneratedCase]
) -> None:
    waiting = [case for case in generated if last_of(case) not in ENDS]
    waiting.sort(key=lambda case: (RANK[case.priority], case.days["requested"], case.activity))
    assert [item.activity for item in told.open_cases] == [case.activity for case in waiting]
    for item, case in zip(told.open_cases, waiting, strict=True):
        stage, priority = last_of(case), case.priority or None
        since = case.days[stage]
        assert (item.stage, item.since, item.priority) == (stage, since, priority)
        assert item.days_at_stage == (EDITION - since).days  # not to the day asked: nobody knows
        assert item.days_open == (EDITION - case.days["requested"]).days
        is_ours = item.stage in {"requested", "acknowledged", "funded"}
        assert item.moves_next == ("USA" if is_ours else case.initiator)
        assert item.is_illustrative


def test_an_answer_still_owed_has_its_day_and_the_verdict_of_its_half_year(
    told: Casework, house: Settings
) -> None:
    with answered(house, Question()) as answer:
        filters = Filters(commitment=COMMITMENT)
        judged = read_assessments(
            answer.warehouse.connection, relation=answer.relation, filters=filters
        )
    verdicts = {item.period: item.verdict for item in judged}
    assert (verdicts["2025-H2"], verdicts["2026-H1"]) == (Verdict.UNMET, Verdict.OFF_TRACK)
    for item in told.open_cases:
        if item.stage != "requested":
            assert (item.due_on, item.days_late, item.verdict) == (None, None, None)
            continue
        due_on = item.opened_on + timedelta(days=30)
        assert (item.due_on, item.commitment) == (due_on, COMMITMENT)
        assert item.days_late == ((EDITION - due_on).days if due_on < EDITION else None)
        half = f"{item.opened_on.year}-H{1 if item.opened_on.month < 7 else 2}"
        assert item.verdict == verdicts[half]


def test_stage_clocks_are_those_counted_in_python(
    told: Casework, generated: list[GeneratedCase]
) -> None:
    assert [item.stage for item in told.dwell_times] == list(PATH[:-1])
    for item in told.dwell_times:
        stays = []
        for case in generated:
            order = list(case.days)
            if item.stage in order and item.stage != order[-1]:
                following = order[order.index(item.stage) + 1]
                stays.append((case.days[following] - case.days[item.stage]).days)
        stays.sort()
        waiting = [case for case in generated if last_of(case) == item.stage]
        assert (item.moved_on, item.waiting) == (len(stays), len(waiting))
        assert item.reached == len(stays) + len(waiting)
        assert item.median_days == stays[math.ceil(0.5 * len(stays)) - 1]
        assert item.p90_days == stays[math.ceil(0.9 * len(stays)) - 1]
        assert item.longest_days == stays[-1]


def test_the_share_in_time_counts_no_case_withdrawn_before_its_limit(
    house: Settings, generated: list[GeneratedCase]
) -> None:
    cases = [
        case for case in generated if date(2025, 1, 1) <= case.days["requested"] < date(2025, 7, 1)
    ]
    in_time = late = 0
    for case in cases:
        limit = case.days["requested"] + timedelta(days=30)
        answer, ended = case.days.get("acknowledged"), case.days.get("withdrawn")
        if answer is None and ended is not None and ended <= limit:
            continue
        in_time += answer is not None and answer <= limit
        late += (answer or ended or EDITION) > limit
    assert any("acknowledged" not in case.days and "withdrawn" in case.days for case in cases)
    with answered(house, Question()) as answer_:
        (judged,) = read_assessments(
            answer_.warehouse.connection,
            relation=answer_.relation,
            filters=Filters(commitment=COMMITMENT, period="2025-H1"),
        )
    assert judged.reason.startswith(f"{in_time} of {in_time + late} decided cases answered")
    assert judged.value == Decimal(100 * in_time * 10**9 // (in_time + late)).scaleb(-9)


def test_filters_narrow_the_queue(house: Settings, told: Casework) -> None:
    urgent = casework(house, Question(), CaseFilters(priority="urgent", party="JPN"))
    expected = [
        item for item in told.open_cases if item.priority == "urgent" and item.initiator == "JPN"
    ]
    assert list(urgent.open_cases) == expected
    assert sum(item.reached for item in urgent.dwell_times) > 0
    earlier = casework(house, Question(as_of=date(2024, 1, 1)), CaseFilters())
    assert max(item.since for item in earlier.open_cases) <= date(2024, 1, 1)
    assert {item.seen_until for item in earlier.open_cases} == {date(2024, 1, 1)}


def test_the_page_tells_the_oldest_and_says_that_all_is_invented(
    house: Settings, told: Casework
) -> None:
    written = write_reports(house, now=NOW)
    (page,) = [item.page for item in written.reports if item.arrangement == "equipment-cooperation"]
    text = page.read_text()
    assert "Cases (illustrative)" in text
    assert f"{len(told.open_cases):,d} cases are open" in text
    assert told.open_cases[0].activity in text
    assert f"And {len(told.open_cases) - 100:,d} more" in text
