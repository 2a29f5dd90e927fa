"""The judgement day and what is not tried again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from types import SimpleNamespace

import pytest
from airflow.sdk.exceptions import AirflowFailException
from airflow.serialization.decoders import decode_timetable
from airflow.serialization.encoders import encode_timetable
from airflow.timetables.base import TimeRestriction

from commitments.errors import ConfigurationError, Mistake, UsageError, WarehouseError
from dags.defaults import (
    as_of_param,
    day_asked_for,
    day_of_run,
    nightly,
    no_retry_on_wrong_configuration,
    utc_now,
)

NIGHT_IN_NEW_YORK = datetime(2026, 6, 30, 22, 0, tzinfo=timezone(-timedelta(hours=4)))


def context(*, asked: str | None) -> dict[str, object]:
    """What a task knows of its run."""
    return {"params": {"as_of": asked}, "dag_run": SimpleNamespace(run_after=NIGHT_IN_NEW_YORK)}


def test_the_day_asked_for_is_the_day_judged() -> None:
    assert day_asked_for(context(asked="2025-12-31")) == date(2025, 12, 31)


def test_an_empty_form_asks_for_no_day() -> None:
    assert day_asked_for(context(asked=None)) is None


def test_the_day_of_a_run_is_that_of_utc() -> None:
    assert day_of_run(context(asked=None)) == date(2026, 7, 1)


def test_a_form_with_an_empty_day_is_valid() -> None:
    assert as_of_param(when_empty="today").resolve() is None


def test_the_present_moment_is_utc_without_a_zone() -> None:
    assert utc_now().tzinfo is None
    assert abs(utc_now() - datetime.now(UTC).replace(tzinfo=None)) < timedelta(seconds=5)


def test_a_new_house_does_not_make_up_for_the_hours_of_the_clock_that_have_passed() -> None:
    now = datetime.now(UTC)
    an_hour_ago = decode_timetable(encode_timetable(nightly(hour=(now.hour - 1) % 24)))
    run = an_hour_ago.next_dagrun_info(
        last_automated_data_interval=None,
        restriction=TimeRestriction(earliest=None, latest=None, catchup=False),
    )
    assert run.run_after > now + timedelta(hours=20)


@pytest.mark.parametrize(
    "error", [ConfigurationError([Mistake("nato.yaml", 14, "wrong")]), UsageError("wrong")]
)
def test_a_wrong_configuration_is_not_tried_again(error: Exception) -> None:
    with pytest.raises(AirflowFailException, match="wrong"), no_retry_on_wrong_configuration():
        raise error


def test_every_mistake_is_a_line_of_its_own_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    mistakes = ConfigurationError([Mistake("nato.yaml", 14, "wrong"), Mistake("un.yaml", 2, "bad")])
    with pytest.raises(AirflowFailException), no_retry_on_wrong_configuration():
        raise mistakes
    assert caplog.messages == ["nato.yaml:14: wrong", "un.yaml:2: bad"]


def test_a_warehouse_that_is_busy_is_tried_again() -> None:
    with pytest.raises(WarehouseError), no_retry_on_wrong_configuration():
        raise WarehouseError("busy")
