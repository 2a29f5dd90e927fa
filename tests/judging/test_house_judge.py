"""One judgement from files to what is stored: refused, logged, and kept with what it was by."""

from __future__ import annotations

import logging
from datetime import date, datetime, time
from pathlib import Path

import pytest

from commitments.errors import ConfigurationError, UsageError
from pipelines.judge import judge_commitments, registered
from pipelines.steps import opened_warehouse
from tests.judging.houses import FIRST, HOUR, SECOND, copied, edited, judged, unjudged
from warehouse.reading import read_stored_judgement
from warehouse.reviewed import read_reviewed
from warehouse.storing import Judgement

pytestmark = pytest.mark.slow

DAY = date(2025, 6, 11)
MIDNIGHT = datetime.combine(DAY, time())
SHARE = "register/commitments/share.yaml"


def test_a_register_is_held_against_the_sources_and_their_rounds() -> None:
    settings = unjudged()
    changes = {
        SHARE: ("indicator: share", "indicator: other"),
        "sources/figures.yaml": ("arrangement: pact", "arrangement: league"),
    }
    with edited(settings, changes), pytest.raises(ConfigurationError) as told:
        registered(settings)
    assert [(item.file.partition("/")[2], item.message) for item in told.value.mistakes] == [
        (
            "commitments/share.yaml",
            "figures declares no indicator other; it declares: share, spent, prices, gdp",
        ),
        (
            "sources/figures.yaml",
            "arrangement league is not registered; known: pact, treaty",
        ),
    ]
    with (
        edited(settings, {SHARE: ("source: figures", "source: unheard-of")}),
        pytest.raises(ConfigurationError, match="unheard-of"),
    ):
        registered(settings)
    names = [item.id for item in registered(settings).commitments]
    assert names == ["both", "counted", "half", "ours", "priced", "share"]


def test_a_day_that_has_not_come_is_not_judged() -> None:
    with pytest.raises(UsageError) as told:
        judge_commitments(unjudged(), as_of=SECOND, now=datetime.combine(FIRST, time.max))
    assert str(told.value) == (
        "--as-of 2025-06-02: that day has not come yet and what is stored does not go back; "
        "look ahead without storing: `pledgewatch status --as-of 2025-06-02`"
    )


def test_the_past_is_not_edited() -> None:
    settings = judged()
    with (
        edited(settings, {SHARE: ("at_least: 2,", "at_least: 2.5,")}),
        pytest.raises(ConfigurationError) as told,
    ):
        judge_commitments(settings, as_of=SECOND, now=MIDNIGHT)
    (mistake,) = told.value.mistakes
    assert mistake.message.startswith("would change 3 verdicts given already")
    with opened_warehouse(settings) as warehouse:
        stored = read_stored_judgement(warehouse.connection)
    assert stored
    assert stored.judgement == 2


def test_a_day_is_judged_from_its_first_moment_and_kept_with_what_it_was_judged_by(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = copied(unjudged(), tmp_path / "house")
    with caplog.at_level(logging.INFO, logger="pipelines.judge"):
        told = judge_commitments(settings, as_of=DAY, now=MIDNIGHT)
    assert told == Judgement(
        as_of=DAY, obligations=26, judged=26, assessments_written=26, changes=0
    )
    with opened_warehouse(settings) as warehouse:
        stored = read_stored_judgement(warehouse.connection)
        assert stored
        assert (stored.as_of, stored.recorded_at, stored.home_party) == (DAY, MIDNIGHT, "NLD")
        assert stored.reviewed_version
        kept = read_reviewed(warehouse.connection, stored.reviewed_version)
    assert {name: (tmp_path / "house" / name).read_text() for name in kept.files} == kept.files
    assert SHARE in kept.files
    assert stored.register_version == registered(settings).version
    with caplog.at_level(logging.INFO, logger="pipelines.judge"):
        judge_commitments(settings, as_of=DAY, now=MIDNIGHT + HOUR)
    assert [item.getMessage() for item in caplog.records if item.name == "pipelines.judge"] == [
        "judged 26 of 26 obligations as of 2025-06-11: 26 assessments written, 0 verdicts changed",
        "judged 0 of 26 obligations as of 2025-06-11: 0 assessments written, 0 verdicts changed",
    ]
