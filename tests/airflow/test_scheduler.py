"""The whole path under the real scheduler: a file is dropped, a letter lies in the outbox.

The clock may strike at any moment of these tests. What they ask is asked of the runs that an event
or a person started; what the clock started must have gone well (see `conftest.py`).
"""

from __future__ import annotations

import time
from pathlib import Path

import psutil
import pytest

from tests.airflow.running import (
    DAG_IDS,
    LONGER_THAN_THE_WATCHER_TAKES_SECONDS,
    Run,
    RunningAirflow,
    RunsByDag,
    StartedBy,
)

pytestmark = [pytest.mark.scheduler, pytest.mark.timeout(600)]


# The first test: the house is empty for as long as nothing was dropped.
def test_a_house_in_which_nothing_was_judged_yet_reports_nothing_and_stays_green(
    airflow: RunningAirflow,
) -> None:
    airflow.keep_clear_of_the_clock()
    run = airflow.trigger("publish_reports")
    assert run["state"] == "success"
    is_judged = bool(airflow.runs("judge_commitments"))
    assert bool(airflow.result(run, "write")) == bool(airflow.letters()) == is_judged


def test_a_file_in_the_inbox_becomes_a_letter_without_a_click(
    airflow: RunningAirflow, first_night: RunsByDag
) -> None:
    assert {dag_id: [run["state"] for run in runs] for dag_id, runs in first_night.items()} == {
        dag_id: ["success"] for dag_id in DAG_IDS
    }
    (received,) = first_night["receive_submissions"]
    assert airflow.result(received, "receive") == {"accepted": 1}


def test_the_log_of_a_run_is_short_and_names_the_file(
    airflow: RunningAirflow, first_night: RunsByDag, nato_figures: Path
) -> None:
    log = airflow.log(first_night["receive_submissions"][0], "receive")
    assert nato_figures.name in log
    assert "rows read" in log
    assert log.count('"level": "info"') < 30


def test_the_log_of_a_file_that_cannot_be_used_says_why(airflow: RunningAirflow) -> None:
    airflow.keep_clear_of_the_clock()
    (airflow.home / "inbox" / "no-figures.csv").write_text("shopping,list\nmilk,2\n")
    airflow.trigger("receive_submissions")
    airflow.wait_until_quiet()
    (run,) = [
        run
        for run in airflow.runs("receive_submissions")
        if airflow.result(run, "receive").get("rejected")
    ]
    assert run["state"] == "success"
    assert "nor a form of a declared source" in airflow.log(run, "receive")


@pytest.mark.usefixtures("first_night")
def test_the_same_file_again_wakes_nobody_and_sends_nothing(
    airflow: RunningAirflow, nato_figures: Path
) -> None:
    airflow.keep_clear_of_the_clock()
    before = airflow.told()
    assert all(before)
    seen = len(airflow.runs("receive_submissions", started_by=StartedBy.EVENT))
    airflow.drop(nato_figures, name="the-same-under-another-name.csv")
    airflow.wait_until(
        lambda: len(airflow.runs("receive_submissions", started_by=StartedBy.EVENT)) > seen,
        within=60,
    )
    airflow.wait_until_quiet()
    (run,) = airflow.runs("receive_submissions", started_by=StartedBy.EVENT)[seen:]
    assert run["state"] == "success"
    assert airflow.result(run, "receive") == {"duplicate": 1}
    assert airflow.told() == before


@pytest.mark.usefixtures("first_night")
def test_a_night_without_news_is_green_and_changes_nothing(airflow: RunningAirflow) -> None:
    before = airflow.told()
    assert all(before)
    for dag_id in DAG_IDS:
        assert airflow.trigger(dag_id)["state"] == "success"
    airflow.wait_until_quiet()
    assert airflow.told() == before


def test_a_file_dropped_while_a_run_is_active_is_received_as_well(
    airflow: RunningAirflow, un_figures: Path, equipment_cases: Path
) -> None:
    airflow.keep_clear_of_the_clock()
    seen = len(airflow.runs("receive_submissions"))
    airflow.drop(un_figures)
    airflow.wait_until(lambda: "running" in airflow.states("receive_submissions"), within=60)
    airflow.drop(equipment_cases)
    airflow.wait_until_quiet()
    runs = airflow.runs("receive_submissions")[seen:]
    assert {run["state"] for run in runs} == {"success"}
    assert sum(airflow.result(run, "receive").get("accepted", 0) for run in runs) == 2


# Airflow drops the events of a paused DAG, and takes its watcher away when it reads the file again
# (https://github.com/apache/airflow/issues/49857, 2026-11): either way nothing announces the file.
def test_a_file_that_nothing_announced_is_received_by_the_next_run(
    airflow: RunningAirflow, later_un_figures: Path
) -> None:
    airflow.keep_clear_of_the_clock()
    seen = len(airflow.runs("receive_submissions"))
    airflow.pause("receive_submissions", is_paused=True)
    try:
        airflow.drop(later_un_figures)
        time.sleep(LONGER_THAN_THE_WATCHER_TAKES_SECONDS)
        assert len(airflow.runs("receive_submissions")) == seen
    finally:
        airflow.pause("receive_submissions", is_paused=False)
    assert airflow.trigger("receive_submissions")["state"] == "success"
    airflow.wait_until_quiet()
    runs = airflow.runs("receive_submissions")[seen:]
    accepted = {
        run["run_type"] for run in runs if airflow.result(run, "receive") == {"accepted": 1}
    }
    assert len(accepted) == 1
    assert accepted <= {StartedBy.PERSON, StartedBy.CLOCK}


@pytest.mark.usefixtures("first_night")
def test_another_day_asked_for_in_the_form_is_written_and_not_sent(airflow: RunningAirflow) -> None:
    airflow.wait_until_quiet(seconds=3)
    letters = airflow.letters()
    run = airflow.trigger("publish_reports", as_of="2024-06-30")
    assert run["state"] == "success"
    written = {path.name for path in (airflow.home / "reports" / "asked-2024-06-30").iterdir()}
    assert "nato.html" in written
    assert {Path(name).suffix for name in written} == {".html"}
    assert "asked-2024-06-30/nato.html" in airflow.log(run, "write")
    assert airflow.letters() == letters


def test_a_wish_that_cannot_be_met_fails_at_once_and_says_why(
    airflow: RunningAirflow, refused_run: Run
) -> None:
    assert refused_run["state"] == "failed"
    assert airflow.attempts(refused_run, "judge") == 1
    assert "2001-01-01" in airflow.log(refused_run, "judge")


def test_nothing_listens_beyond_this_machine(airflow: RunningAirflow) -> None:
    family = psutil.Process(airflow.process_id)
    listening = [
        address
        for process in [family, *family.children(recursive=True)]
        for address in _addresses_listened_on(process)
    ]
    assert set(listening) == {"127.0.0.1"}


def _addresses_listened_on(process: psutil.Process) -> list[str]:
    """A process that ends while it is asked, as those of tasks do, listens to nothing."""
    try:
        sockets = process.net_connections(kind="inet")
    except psutil.NoSuchProcess:
        return []
    return [socket.laddr.ip for socket in sockets if socket.status == psutil.CONN_LISTEN]
