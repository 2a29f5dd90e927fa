"""What every DAG of the house keeps to."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import DAG

from dags import WRITERS_POOL

DAGS_FOLDER = Path(__file__).parents[2] / "dags"
WOKEN_BY_EVENTS = {"receive_submissions", "judge_commitments", "publish_reports"}
DAG_IDS = WOKEN_BY_EVENTS | {"collect_sources"}
# These wait for others more than they write.
BESIDE_THE_WRITERS = {"collect_sources.collect"}
LONGEST_PARSE_SECONDS = 1.0
TRIAGE_SECTIONS = ("**Starts when**", "**Writes**", "**Triage**")
HEAVY = {"altair", "duckdb", "great_expectations", "numpy", "pandas", "pipelines", "reports"}
LIGHT = {"__future__", "airflow", "commitments", "dags", "pydantic"} | sys.stdlib_module_names


@pytest.fixture(scope="module")
def bag() -> DagBag:
    """All DAGs, as the DAG processor reads them."""
    return DagBag(dag_folder=str(DAGS_FOLDER))


@pytest.fixture(params=sorted(DAG_IDS))
def dag(bag: DagBag, request: pytest.FixtureRequest) -> DAG:
    """Each DAG in turn."""
    return bag.dags[request.param]


def test_the_house_has_these_dags_and_no_import_error(bag: DagBag) -> None:
    assert bag.import_errors == {}
    assert set(bag.dags) == DAG_IDS


def test_a_dag_lives_in_the_file_of_its_name(dag: DAG) -> None:
    assert Path(dag.fileloc) == DAGS_FOLDER / f"{dag.dag_id}.py"


def test_parsing_is_quick(bag: DagBag) -> None:
    slow = {
        stat.file: stat.duration.total_seconds()
        for stat in bag.dagbag_stats
        if stat.duration.total_seconds() > LONGEST_PARSE_SECONDS
    }
    assert slow == {}


def test_a_dag_says_when_it_starts_what_it_writes_and_how_to_mend_it(dag: DAG) -> None:
    text = dag.doc_md or ""
    places = [text.find(section) for section in TRIAGE_SECTIONS]
    assert -1 not in places
    assert places == sorted(places)


def test_a_dag_has_an_owner_and_tags(dag: DAG) -> None:
    assert dag.owner == "pledgewatch"
    assert "pledgewatch" in dag.tags
    assert len(dag.tags) > 1


def test_a_dag_runs_once_at_a_time_and_does_not_catch_up(dag: DAG) -> None:
    assert dag.max_active_runs == 1
    assert not dag.catchup


@pytest.mark.parametrize("dag_id", sorted(WOKEN_BY_EVENTS))
def test_an_event_wakes_a_dag_and_a_clock_sweeps_after_it(bag: DagBag, dag_id: str) -> None:
    timetable = bag.dags[dag_id].timetable
    assert timetable.asset_condition
    assert "UTC" in repr(timetable.timetable)
    assert timetable.timetable.expression.endswith("* * *")


@pytest.mark.parametrize("dag_id", sorted(DAG_IDS - WOKEN_BY_EVENTS))
def test_what_no_event_wakes_has_a_clock(bag: DagBag, dag_id: str) -> None:
    timetable = bag.dags[dag_id].timetable
    assert "UTC" in repr(timetable)
    assert timetable.expression.endswith("* * *")


def test_the_clocks_follow_the_data(bag: DagBag) -> None:
    hours = [
        bag.dags[dag_id].timetable.timetable.expression.split()[1]
        for dag_id in ("receive_submissions", "judge_commitments", "publish_reports")
    ]
    assert hours == ["1", "2", "3"]


def test_every_field_of_a_form_has_a_title_and_a_sentence(dag: DAG) -> None:
    for name in dag.params:
        field = dag.params.get_param(name)
        assert field.schema.get("title"), name
        assert str(field.description).endswith("."), name


def test_every_task_queues_as_writer_retries_and_ends(dag: DAG) -> None:
    for task in dag.tasks:
        is_beside = f"{dag.dag_id}.{task.task_id}" in BESIDE_THE_WRITERS
        assert (task.pool == WRITERS_POOL) is not is_beside
        assert task.retries >= 1
        assert task.execution_timeout is not None
        assert task.doc_md or task.python_callable.__doc__


@pytest.mark.parametrize("path", sorted(DAGS_FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_a_module_imports_nothing_heavy_when_it_is_read(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    roots = {
        name.split(".")[0]
        for node in tree.body
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert roots <= LIGHT


@pytest.mark.slow
def test_reading_all_dags_loads_nothing_heavy() -> None:
    names = ", ".join(f"dags.{dag_id}" for dag_id in sorted(DAG_IDS))
    code = f"import sys, {names}; print(*sorted({HEAVY!r} & sys.modules.keys()))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(DAGS_FOLDER.parent)},
    )
    assert done.stdout.split() == []


def test_whoever_sent_a_file_is_written_to_right_after_it_was_received(bag: DagBag) -> None:
    receive = bag.dags["receive_submissions"].get_task("receive")
    assert receive.downstream_task_ids == {"send"}
