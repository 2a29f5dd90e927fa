"""A submission that is withdrawn no longer counts, is not gone, and may count again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from commitments.errors import UsageError
from commitments.model import SubmissionStatus
from pipelines.judge import registered
from pipelines.receive import receive_submissions
from pipelines.settings import Settings
from pipelines.withdraw import withdraw_submission
from tests.judging.judging import judged_in_sql
from tests.receiving.writing import observation, table, written
from warehouse.connection import open_warehouse
from warehouse.judgement import Horizon
from warehouse.reading import read_submissions

pytestmark = pytest.mark.slow

WHO = {"author": "An operator", "reason": "sent by mistake"}
HOUR = timedelta(hours=1)


@pytest.fixture
def house(tmp_path: Path, now: datetime) -> tuple[Settings, str]:
    """Two editions of one figure, and the submission of the later one."""
    settings = Settings(home=tmp_path / "home")
    editions = {"2023-07-07": "1.5", "2024-06-17": "2.5"}
    sent = [
        written(tmp_path / "sent", table([observation(value=v, published_on=day)]), name=day)
        for day, v in editions.items()
    ]
    receipts = receive_submissions(settings, paths=sent, now=now)
    return settings, receipts[1].submission


def _value(settings: Settings, **horizon: datetime) -> object:
    with open_warehouse(settings.location()) as warehouse:
        asked = Horizon(as_of=date(2025, 6, 30), **horizon)  # type: ignore[arg-type]
        judged = judged_in_sql(warehouse.connection, registered(settings), asked)
    return judged["nato-defence-share", "NLD", "2024"].value


def test_the_edition_before_counts_again_while_a_submission_is_withdrawn(
    house: tuple[Settings, str], now: datetime
) -> None:
    settings, submission = house
    assert _value(settings) == 2.5
    standing = withdraw_submission(settings, submission, **WHO, now=now + HOUR)
    assert (standing.is_withdrawn, standing.author) == (True, "An operator")
    assert _value(settings) == 1.5
    assert _value(settings, recorded_before=now + HOUR) == 2.5  # what was so before the decision
    withdraw_submission(settings, submission, **WHO, now=now + 2 * HOUR, undo=True)
    assert _value(settings) == 2.5


def test_nothing_is_deleted_and_the_list_says_what_is_withdrawn(
    house: tuple[Settings, str], now: datetime
) -> None:
    settings, submission = house
    withdraw_submission(settings, submission, **WHO, now=now + HOUR)
    with open_warehouse(settings.location()) as warehouse:
        listed = read_submissions(warehouse.connection)
        rows = warehouse.connection.execute("SELECT count(*) FROM core.observations").fetchone()
        current = warehouse.connection.execute(
            "SELECT submission FROM core.current_observations"
        ).fetchall()
    assert rows == (2,)
    assert {item.submission: item.is_withdrawn for item in listed}[submission]
    assert (submission,) not in current


def test_a_withdrawn_file_sent_again_stays_withdrawn(
    house: tuple[Settings, str], now: datetime, tmp_path: Path
) -> None:
    settings, submission = house
    withdraw_submission(settings, submission, **WHO, now=now + HOUR)
    (receipt,) = receive_submissions(
        settings, paths=[tmp_path / "sent" / "2024-06-17"], now=now + 2 * HOUR
    )
    assert receipt.status is SubmissionStatus.DUPLICATE
    assert _value(settings) == 1.5


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"submission": "nobody"}, "is not known"),
        ({"author": " "}, "--author: expected a few words"),
        ({"reason": "x" * 1001}, "--reason: expected at most 1000"),
        ({"undo": True}, "is not withdrawn; nothing was changed"),
    ],
)
def test_what_cannot_be_decided_is_told(
    house: tuple[Settings, str], now: datetime, said: dict[str, object], told: str
) -> None:
    settings, submission = house
    order = {"submission": submission, **WHO, "now": now, **said}
    with pytest.raises(UsageError, match=told):
        withdraw_submission(settings, **order)  # type: ignore[arg-type]
