"""The tasks of `collect_sources`: what they choose, and when a red task is tried again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import boto3
import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk.exceptions import AirflowException, AirflowFailException
from moto.server import ThreadedMotoServer

from pipelines.settings import PREFIX, Settings
from pipelines.steps import opened_warehouse
from tests.collecting.declaring import declare
from tests.collecting.publisher import Publisher, file, file_known_by, serving, status
from tests.receiving.writing import observation, table
from warehouse.collected import read_collected

pytestmark = pytest.mark.slow

DAG_FILE = Path(__file__).parents[2] / "dags" / "collect_sources.py"
BODY = table([observation("NLD")])

Task = Callable[..., Any]


@pytest.fixture(scope="module")
def tasks() -> Mapping[str, Task]:
    """The tasks by name, to be called without a scheduler."""
    dag = DagBag(dag_folder=str(DAG_FILE)).dags["collect_sources"]
    return {task.task_id: task.python_callable for task in dag.tasks}


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with serving() as opened:
        yield opened


@pytest.fixture
def house(environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An empty house in which no source is declared yet."""
    monkeypatch.setenv(f"{PREFIX}SOURCES_FOLDER", str(tmp_path / "sources"))
    (tmp_path / "sources").mkdir()
    return Settings()


def test_due_sources_are_chosen_unless_the_form_names_others(
    tasks: Mapping[str, Task], house: Settings, publisher: Publisher
) -> None:
    declare(house, "figures", publisher.offers("/a", file(BODY)))
    declare(house, "stored", "s3://bucket/a.csv")
    assert tasks["choose"](params={"sources": None}) == ["figures", "stored"]
    assert tasks["choose"](params={"sources": ["stored"]}) == ["stored"]
    tasks["collect"]("figures", params={"again": False})
    assert tasks["choose"](params={"sources": []}) == ["stored"]


def test_a_source_is_collected_into_the_inbox(
    tasks: Mapping[str, Task], house: Settings, publisher: Publisher
) -> None:
    declare(house, "figures", publisher.offers("/a", file_known_by(BODY, ETag='"1"')))
    told = [tasks["collect"]("figures", params={"again": again}) for again in (False, False, True)]
    assert [item["outcome"] for item in told] == ["collected", "not_modified", "collected"]
    assert (house.inbox / "figures" / "figures.csv").read_bytes() == BODY


@pytest.mark.parametrize(("code", "is_tried_again"), [(404, False), (403, False), (429, True)])
def test_a_failure_is_red_and_tried_again_only_when_it_may_pass(
    tasks: Mapping[str, Task],
    house: Settings,
    publisher: Publisher,
    code: int,
    is_tried_again: bool,
) -> None:
    declare(house, "figures", publisher.offers("/a", status(code, Retry_After="3600")))
    with pytest.raises(AirflowException, match=f"figures: the publisher answers {code}") as caught:
        tasks["collect"]("figures", params={})
    assert isinstance(caught.value, AirflowFailException) is not is_tried_again
    with opened_warehouse(house) as warehouse:
        (kept,) = read_collected(warehouse.connection)
    assert (kept.status, kept.may_pass) == (code, is_tried_again)


@pytest.mark.parametrize("source", ["nobody", "stored"])
def test_a_mistake_of_ours_is_not_tried_again(
    tasks: Mapping[str, Task], house: Settings, source: str
) -> None:
    declare(house, "stored", "s3://bucket/a.csv", connection="missing")
    with pytest.raises(AirflowFailException, match=source if source == "nobody" else "missing"):
        tasks["collect"](source, params={})


def test_an_object_is_collected_with_the_account_of_its_connection(
    tasks: Mapping[str, Task], house: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()
    account = {
        "conn_type": "generic",
        "login": "key",
        "password": "sesame",
        "extra": {"endpoint_url": f"http://{host}:{port}"},
    }
    monkeypatch.setenv("AIRFLOW_CONN_PARTNER_STORE", json.dumps(account))
    store = boto3.resource(
        "s3",
        endpoint_url=f"http://{host}:{port}",
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    )
    store.create_bucket(Bucket="partner").put_object(Key="in/a.csv", Body=BODY)
    hosts = f"[partner, '{host}:{port}']"
    declare(house, "stored", "s3://partner/in/a.csv", hosts=hosts, connection="partner_store")
    told = [tasks["collect"]("stored", params={}) for _ in range(2)]
    moto.stop()
    assert [item["outcome"] for item in told] == ["collected", "not_modified"]
    assert (house.inbox / "stored" / "figures.csv").read_bytes() == BODY
