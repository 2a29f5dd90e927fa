"""The same steps with the data in S3-compatible storage, spoken to over HTTP."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from commitments.model import SubmissionStatus
from pipelines.doctor import shown_settings
from pipelines.judge import judge_commitments
from pipelines.receive import receive_submissions
from pipelines.settings import Settings
from tests.commandline.running import run
from tests.receiving.writing import SAMPLES

pytestmark = pytest.mark.slow

SECRET = "sesame-4711"
_NUMBERS = itertools.count(1)


@pytest.fixture
def bucket(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An empty bucket, named in the settings."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    store = boto3.resource(
        "s3",
        endpoint_url=f"http://{host}:{port}",
        region_name="eu-central-1",
        aws_access_key_id="key",
        aws_secret_access_key=SECRET,
    )
    made = store.create_bucket(
        Bucket=f"pledges-{next(_NUMBERS)}",
        CreateBucketConfiguration={"LocationConstraint": "eu-central-1"},
    )
    for name, value in {
        "DATA": f"s3://{made.name}/lake",
        "S3_ENDPOINT": f"{host}:{port}",
        "S3_REGION": "eu-central-1",
        "S3_KEY_ID": "key",
        "S3_SECRET": SECRET,
        "S3_USE_TLS": "false",
    }.items():
        monkeypatch.setenv(f"PLEDGEWATCH_{name}", value)
    yield made
    server.stop()


def test_data_live_in_the_bucket_and_answer_as_those_in_a_folder(
    bucket: Any, now: datetime
) -> None:
    settings = Settings()
    paths = [
        SAMPLES / "nato-defence-expenditure-2024-06-17.csv",
        SAMPLES / "deliberately-broken-2026-07-01.csv",
    ]
    receipts = receive_submissions(settings, paths=paths, now=now)
    assert [receipt.status for receipt in receipts] == [
        SubmissionStatus.ACCEPTED,
        SubmissionStatus.ACCEPTED_IN_PART,
    ]
    (again,) = receive_submissions(settings, paths=paths[:1], now=now)
    assert again.status is SubmissionStatus.DUPLICATE
    judgement = judge_commitments(settings, as_of=date(2024, 6, 30), now=now)
    assert judgement.assessments_written == judgement.obligations > 0
    keys = [item.key for item in bucket.objects.all()]
    assert any(key.startswith("lake/core/observations/") for key in keys)
    assert any(key.startswith("lake/core/activities/") for key in keys)
    assert not (settings.home / "lake" / "data").exists()

    chosen = ("--commitment", "nato-equipment-share", "--period", "2024", "--format", "json")
    answer = run("status", *chosen)
    assert answer.exit_code == 0, answer.error
    below = {row["party"] for row in json.loads(answer.output) if row["verdict"] == "off_track"}
    assert below | {row["party"] for row in json.loads(answer.output) if row["gap"]} == {
        "BEL",
        "CAN",
    }

    shown = {item.variable: item.value for item in shown_settings(settings)}
    assert shown["PLEDGEWATCH_S3_SECRET"] == "(set, not shown)"
    assert SECRET not in str(shown)


def test_a_bucket_that_is_not_there_is_told(bucket: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLEDGEWATCH_DATA", "s3://nowhere/lake")
    path = SAMPLES / "equipment-requests-2026-06-30.csv"
    answer = run("receive", str(path))
    assert answer.exit_code == 1
    assert "Traceback" not in answer.error
    assert SECRET not in answer.error + answer.output
