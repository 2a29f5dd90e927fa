"""Collect: what is put into the inbox, what is not, and what is recorded of it."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from commitments.errors import UsageError
from commitments.model import SubmissionStatus
from pipelines.collect import OVER_HTTP, collect_sources, due_sources
from pipelines.fetching import Answer, Fetch, Order
from pipelines.inbox import settled_files
from pipelines.receive import receive_submissions
from pipelines.settings import Settings
from pipelines.steps import opened_warehouse
from tests.collecting.declaring import declare
from tests.collecting.publisher import (
    Publisher,
    drip,
    file,
    file_known_by,
    hangs_up,
    headers_of,
    slow,
    status,
)
from tests.receiving.writing import observation, table
from warehouse.collected import Collected, Outcome, Validators, read_collected

pytestmark = pytest.mark.slow  # each opens a warehouse

BODY = table([observation("NLD")])
OTHER = table([observation("BEL")])
HOUR = timedelta(hours=1)


def collect(house: Settings, now: datetime, *sources: str, **options: Any) -> list[Collected]:
    """Collect the named sources, or those that are due."""
    return collect_sources(house, sources=list(sources) or None, now=now, **options)


def waiting(house: Settings) -> Mapping[str, bytes]:
    """What is in the inbox, hidden files included."""
    return {
        path.relative_to(house.inbox).as_posix(): path.read_bytes()
        for path in sorted(house.inbox.rglob("*"))
        if path.is_file()
    }


def recorded(house: Settings) -> list[Collected]:
    """Every attempt kept, the newest first."""
    with opened_warehouse(house) as warehouse:
        return read_collected(warehouse.connection)


def test_a_source_is_put_into_its_own_folder_of_the_inbox(
    house: Settings, publisher: Publisher, now: datetime
) -> None:
    url = publisher.offers("/a", file(BODY, ETag='"1"', Last_Modified="yesterday"))
    declare(house, "figures", f"{url}?key=sesame", hosts=f"['{publisher.host}']")
    (collected,) = collect(house, now)
    assert waiting(house) == {"figures/figures.csv": BODY}
    assert (collected.source, collected.outcome) == ("figures", Outcome.COLLECTED)
    assert (collected.status, collected.size_bytes) == (200, len(BODY))
    assert (collected.etag, collected.last_modified) == ('"1"', "yesterday")
    assert (collected.requested_at, collected.file) == (now, "figures/figures.csv")
    assert collected.address == url
    assert recorded(house) == [collected]
    assert "sesame" not in str(collected)


def test_what_was_collected_is_received(
    house: Settings, publisher: Publisher, now: datetime
) -> None:
    declare(house, "nato-defence-expenditure", publisher.offers("/a", file(BODY)))
    collect(house, now)
    (receipt,) = receive_submissions(house, now=now)
    assert receipt.status is SubmissionStatus.ACCEPTED
    assert waiting(house) == {}


def test_what_has_not_changed_is_asked_about_and_not_sent_again(
    house: Settings, publisher: Publisher, now: datetime
) -> None:
    declare(house, "figures", publisher.offers("/a", file_known_by(BODY, ETag='"1"')))
    collect(house, now)
    (house.inbox / "figures" / "figures.csv").unlink()
    for day in (1, 2):
        (again,) = collect(house, now + timedelta(days=day))
        assert (again.outcome, again.status) == (Outcome.NOT_MODIFIED, 304)
        assert headers_of(publisher.asked[-1])["if-none-match"] == '"1"'
    assert waiting(house) == {}
    assert [item.outcome for item in recorded(house)] == [
        Outcome.NOT_MODIFIED,
        Outcome.NOT_MODIFIED,
        Outcome.COLLECTED,
    ]


def test_the_same_bytes_are_not_put_into_the_inbox_again(
    house: Settings, publisher: Publisher, now: datetime
) -> None:
    declare(house, "figures", publisher.offers("/a", file(BODY), file(BODY), file(OTHER)))
    outcomes = []
    for day in range(3):
        (collected,) = collect(house, now + timedelta(days=day))
        outcomes.append((collected.outcome, sorted(waiting(house).values())))
        (house.inbox / "figures" / "figures.csv").unlink(missing_ok=True)
    assert outcomes == [
        (Outcome.COLLECTED, [BODY]),
        (Outcome.NOT_MODIFIED, []),
        (Outcome.COLLECTED, [OTHER]),
    ]


def test_all_is_fetched_again_when_that_is_asked_for(
    house: Settings, publisher: Publisher, now: datetime
) -> None:
    declare(house, "figures", publisher.offers("/a", file_known_by(BODY, ETag='"1"')))
    collect(house, now)
    (house.inbox / "figures" / "figures.csv").unlink()
    (again,) = collect(house, now + HOUR, "figures", asks_anew=True)
    assert again.outcome is Outcome.COLLECTED
    assert waiting(house) == {"figures/figures.csv": BODY}
    assert "if-none-match" not in headers_of(publisher.asked[-1])


def test_another_address_is_not_compared_with_the_one_before(
    house: Settings, publisher: Publisher, now: datetime
) -> None:
    declare(house, "figures", publisher.offers("/a", file_known_by(BODY, ETag='"1"')))
    collect(house, now)
    declare(house, "figures", publisher.offers("/b", file_known_by(OTHER, ETag='"1"')))
    assert due_sources(house, now=now) == ["figures"]
    (moved,) = collect(house, now)
    assert moved.outcome is Outcome.COLLECTED


def test_a_file_that_still_waits_is_not_replaced_by_the_next(
    house: Settings, publisher: Publisher, now: datetime
) -> None:
    declare(house, "figures", publisher.offers("/a", file(BODY), file(OTHER)))
    collect(house, now)
    (second,) = collect(house, now + timedelta(days=1))
    assert sorted(waiting(house).values()) == sorted([BODY, OTHER])
    assert waiting(house)["figures/figures.csv"] == BODY
    assert second.file is not None
    assert second.file.startswith("figures/figures-")
    assert second.file.endswith(".csv")


def test_a_publisher_who_fails_stops_nobody_else(
    house: Settings, publisher: Publisher, now: datetime
) -> None:
    declare(house, "a-gone", publisher.offers("/a", status(404)))
    declare(house, "b-sound", publisher.offers("/b", file(BODY)))
    gone, sound = collect(house, now)
    assert (gone.outcome, gone.status, gone.may_pass) == (Outcome.FAILED, 404, False)
    assert "answers 404 Not Found" in gone.message
    assert sound.outcome is Outcome.COLLECTED
    assert waiting(house) == {"b-sound/figures.csv": BODY}
    assert {item.source: item for item in recorded(house)} == {"a-gone": gone, "b-sound": sound}


def test_after_a_failure_the_last_success_is_still_compared_with(
    house: Settings, publisher: Publisher, now: datetime
) -> None:
    known = file_known_by(BODY, ETag='"1"')
    declare(house, "figures", publisher.offers("/a", known, status(404), known))
    outcomes = [collect(house, now + timedelta(days=day))[0].outcome.value for day in range(3)]
    assert outcomes == ["collected", "failed", "not_modified"]


@pytest.mark.parametrize("every_hours", [1, 24])
def test_a_source_is_due_when_its_hours_have_passed_but_for_the_slack_of_the_clock(
    house: Settings, publisher: Publisher, now: datetime, every_hours: int
) -> None:
    url = publisher.offers("/a", file(BODY))
    declare(house, "figures", url, every_hours=every_hours)
    assert due_sources(house, now=now) == ["figures"]
    collect(house, now)
    due_at = now + every_hours * HOUR - timedelta(minutes=30)
    assert due_sources(house, now=due_at - timedelta(seconds=1)) == []
    assert collect(house, due_at - timedelta(seconds=1)) == []
    assert due_sources(house, now=due_at) == ["figures"]
    assert publisher.times_asked("/a") == 1


def test_a_source_that_is_named_is_collected_whether_due_or_not(
    house: Settings, publisher: Publisher, now: datetime
) -> None:
    declare(house, "figures", publisher.offers("/a", file(BODY), file(OTHER)))
    collect(house, now)
    (collected,) = collect(house, now + HOUR, "figures", "figures")
    assert collected.outcome is Outcome.COLLECTED


def test_after_a_failure_a_source_stays_due(
    house: Settings, publisher: Publisher, now: datetime
) -> None:
    declare(house, "figures", publisher.offers("/a", status(404)))
    collect(house, now)
    assert due_sources(house, now=now) == ["figures"]


def test_sources_without_a_part_collect_are_left_alone(settings: Settings, now: datetime) -> None:
    assert due_sources(settings, now=now) == []
    assert collect(settings, now) == []
    with pytest.raises(UsageError, match="un-regular-budget: expected a source with `collect`"):
        collect(settings, now, "un-regular-budget")


def test_what_only_airflow_can_fetch_is_left_to_it(
    house: Settings, publisher: Publisher, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    declare(house, "sound", publisher.offers("/a", file(BODY)))
    declare(house, "stored", "s3://bucket/figures.csv")
    assert [item.source for item in collect(house, now)] == ["sound"]
    assert "stored: s3:// is collected by Airflow" in caplog.text
    with pytest.raises(UsageError, match="trigger the DAG collect_sources"):
        collect(house, now, "sound", "stored")
    assert publisher.times_asked("/a") == 1


def test_another_way_of_fetching_is_used_for_its_addresses(house: Settings, now: datetime) -> None:
    def fetch(order: Order) -> Answer:
        assert order.collecting.host == "bucket"
        return Answer(status=None, validators=Validators(etag="1"), content=None)

    declare(house, "stored", "s3://bucket/figures.csv")
    fetchers: Mapping[str, Fetch] = {**OVER_HTTP, "s3": fetch}
    (collected,) = collect(house, now, fetchers=fetchers)
    assert (collected.outcome, collected.status) == (Outcome.NOT_MODIFIED, None)


def test_the_smaller_of_two_limits_counts(
    house: Settings, publisher: Publisher, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLEDGEWATCH_LARGEST_FILE_MB", "1")
    declare(house, "figures", publisher.offers("/a", file(b"x" * 1_000_001)), largest_mb=50)
    (collected,) = collect(Settings(), now)
    assert "larger than 1 MB" in collected.message
    assert waiting(house) == {}


def test_nothing_is_seen_of_a_file_before_it_is_whole(
    house: Settings, publisher: Publisher, now: datetime
) -> None:
    declare(house, "figures", publisher.offers("/a", drip), timeout_seconds=1)
    worker = threading.Thread(target=collect, args=(house, now))
    worker.start()
    seen: set[str] = set()
    parts: set[str] = set()
    while worker.is_alive():
        settled, settling = settled_files(house.inbox, settle_seconds=0, at=time.time() + 9)
        seen.update(path.name for path in (*settled, *settling))
        parts.update(path.suffix for path in house.inbox.glob("figures/.*"))
        time.sleep(0.02)
    assert (seen, parts) == (set(), {".part"})
    assert waiting(house) == {}


@pytest.mark.parametrize("trouble", [status(404), hangs_up, file(b"x" * 1_000_001)])
def test_nothing_is_left_of_a_failure(
    house: Settings, publisher: Publisher, now: datetime, trouble: Any
) -> None:
    declare(house, "figures", publisher.offers("/a", trouble), largest_mb=1, timeout_seconds=1)
    assert collect(house, now)[0].outcome is Outcome.FAILED
    assert waiting(house) == {}


def test_what_a_killed_process_left_is_removed_after_a_day(
    house: Settings, publisher: Publisher, now: datetime
) -> None:
    folder = house.inbox / "figures"
    folder.mkdir(parents=True)
    for name, age in {".old.part": 25 * HOUR, ".new.part": 23 * HOUR}.items():
        (folder / name).write_bytes(b"half")
        at = (now - age - datetime(1970, 1, 1)).total_seconds()
        os.utime(folder / name, (at, at))
    declare(house, "figures", publisher.offers("/a", file(BODY)))
    collect(house, now)
    assert sorted(waiting(house)) == ["figures/.new.part", "figures/figures.csv"]


def test_a_folder_that_cannot_be_written_is_our_fault_and_no_outcome(
    house: Settings, publisher: Publisher, now: datetime
) -> None:
    declare(house, "figures", publisher.offers("/a", file(BODY)))
    house.inbox.parent.mkdir(parents=True, exist_ok=True)
    house.inbox.write_text("a file where a folder should be")
    with pytest.raises(OSError, match="inbox"):
        collect(house, now)
    assert recorded(house) == []


def test_the_log_tells_outcomes_and_no_secrets(
    house: Settings, publisher: Publisher, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    url = publisher.offers("/a", slow(file(BODY), seconds=0))
    declare(house, "figures", f"{url}?key=sesame", hosts=f"['{publisher.host}']")
    collect(house, now)
    assert "source figures collected: " in caplog.text
    assert "sesame" not in caplog.text


def test_every_attempt_can_be_asked_for_by_source(
    house: Settings, publisher: Publisher, now: datetime
) -> None:
    declare(house, "a", publisher.offers("/a", file(BODY)))
    declare(house, "b", publisher.offers("/b", status(404)))
    collect(house, now)
    collect(house, now + HOUR)
    with opened_warehouse(house) as warehouse:
        found = read_collected(warehouse.connection, source="b")
        everything = read_collected(warehouse.connection)
    assert [item.requested_at for item in found] == [now + HOUR, now]
    assert [item.source for item in everything] == ["b", "a", "b"]


def test_the_part_that_is_fetched_lies_where_it_can_be_renamed(
    house: Settings, now: datetime
) -> None:
    parts: list[Path] = []

    def fetch(order: Order) -> Answer:
        parts.append(order.part)
        return Answer(status=None, validators=Validators(), content=None)

    declare(house, "stored", "s3://bucket/figures.csv")
    collect(house, now, fetchers={"s3": fetch})
    assert [part.parent for part in parts] == [house.inbox / "stored"]
    assert parts[0].name.startswith(".")
