"""The whole path under the real scheduler: a file is dropped, a letter lies in the outbox."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from tests.airflow.running import DAG_IDS, RunningAirflow

pytestmark = [pytest.mark.scheduler, pytest.mark.timeout(600)]


def test_a_file_in_the_inbox_becomes_a_letter_without_a_click(
    airflow: RunningAirflow, nato_figures: Path
) -> None:
    airflow.drop(nato_figures)
    airflow.wait_until(airflow.letters, within=180)
    airflow.wait_until_quiet()
    assert {dag_id: airflow.states(dag_id) for dag_id in DAG_IDS} == {
        dag_id: ["success"] for dag_id in DAG_IDS
    }


def test_the_log_of_a_run_is_short_enough_to_be_read(airflow: RunningAirflow) -> None:
    log = airflow.log(airflow.runs("receive_submissions")[0], "receive")
    assert "rows read" in log
    assert log.count('"level": "info"') < 30


def test_the_same_file_again_wakes_nobody_and_sends_nothing(
    airflow: RunningAirflow, nato_figures: Path
) -> None:
    before = airflow.letters(), airflow.events("observations"), airflow.runs("judge_commitments")
    assert all(before)
    airflow.drop(nato_figures, name="the-same-under-another-name.csv")
    airflow.wait_until(lambda: len(airflow.runs("receive_submissions")) == 2, within=60)
    airflow.wait_until_quiet()
    last = airflow.runs("receive_submissions")[-1]
    assert last["state"] == "success"
    assert airflow.result(last, "receive") == {"duplicate": 1}
    after = airflow.letters(), airflow.events("observations"), airflow.runs("judge_commitments")
    assert after == before


def test_a_file_dropped_while_a_run_is_active_is_received_as_well(
    airflow: RunningAirflow, un_figures: Path, equipment_cases: Path
) -> None:
    seen = len(airflow.runs("receive_submissions"))
    airflow.drop(un_figures)
    airflow.wait_until(lambda: "running" in airflow.states("receive_submissions"), within=60)
    airflow.drop(equipment_cases)
    airflow.wait_until_quiet()
    runs = airflow.runs("receive_submissions")[seen:]
    assert {run["state"] for run in runs} == {"success"}
    assert sum(airflow.result(run, "receive").get("accepted", 0) for run in runs) == 2


def test_a_file_whose_event_was_lost_is_received_by_the_next_run(
    airflow: RunningAirflow, later_un_figures: Path
) -> None:
    announced = len(airflow.events("inbox"))
    airflow.pause("receive_submissions", is_paused=True)
    airflow.drop(later_un_figures)
    airflow.wait_until(lambda: len(airflow.events("inbox")) > announced, within=60)
    airflow.pause("receive_submissions", is_paused=False)
    airflow.trigger("receive_submissions")  # the clock's run does the same
    airflow.wait_until_quiet()
    assert airflow.states("receive_submissions")[-1] == "success"


def test_another_day_asked_for_in_the_form_is_written_and_not_sent(airflow: RunningAirflow) -> None:
    letters = airflow.letters()
    run = airflow.trigger("publish_reports", as_of="2024-06-30")
    assert run["state"] == "success"
    assert list((airflow.home / "reports" / "2024-06-30").glob("*.html"))
    assert airflow.letters() == letters


def test_a_wish_that_cannot_be_met_fails_at_once_and_says_why(airflow: RunningAirflow) -> None:
    run = airflow.trigger("judge_commitments", as_of="2001-01-01")
    assert run["state"] == "failed"
    assert airflow.attempts(run, "judge") == 1
    assert "2001-01-01" in airflow.log(run, "judge")


def test_nothing_listens_beyond_this_machine(airflow: RunningAirflow) -> None:
    family = psutil.Process(airflow.process_id)
    listening = [
        socket.laddr.ip
        for process in [family, *family.children(recursive=True)]
        for socket in process.net_connections(kind="inet")
        if socket.status == psutil.CONN_LISTEN
    ]
    assert set(listening) == {"127.0.0.1"}
