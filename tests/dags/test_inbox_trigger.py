"""The watcher of the inbox, on real files."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from airflow.triggers.base import TriggerEvent

from dags.inbox_trigger import InboxTrigger

pytestmark = pytest.mark.slow  # files settle in real time

SETTLE_SECONDS = 0.4
POLL_SECONDS = 0.05
LONG_ENOUGH_SECONDS = 10 * SETTLE_SECONDS


class Watch:
    """A trigger at work; asking for an event does not disturb it."""

    def __init__(self) -> None:
        self._events: AsyncIterator[TriggerEvent] = InboxTrigger(poll_seconds=POLL_SECONDS).run()
        self._next: asyncio.Task[TriggerEvent] | None = None

    async def event(self, *, within: float) -> dict[str, Any] | None:
        """What the trigger announces in that time, or None."""
        if self._next is None:
            self._next = asyncio.ensure_future(anext(self._events))  # type: ignore[arg-type]
        done, _ = await asyncio.wait({self._next}, timeout=within)
        if not done:
            return None
        announced = self._next.result().payload
        self._next = None
        return dict(announced)


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty inbox of an installation of its own."""
    monkeypatch.setenv("PLEDGEWATCH_HOME", str(tmp_path))
    monkeypatch.setenv("PLEDGEWATCH_SETTLE_SECONDS", str(SETTLE_SECONDS))
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def watched(scenario: Callable[[Watch], Coroutine[Any, Any, None]]) -> None:
    """Run a scenario with a trigger."""

    async def run() -> None:
        await scenario(Watch())

    asyncio.run(run())


def unchanged_seconds(path: Path) -> float:
    """How long ago the file last changed."""
    return time.time() - path.stat().st_ctime


def test_a_file_is_announced_once_it_has_settled_and_only_once(inbox: Path) -> None:
    async def scenario(watch: Watch) -> None:
        figures = inbox / "figures.csv"
        figures.write_text("a,b\n")
        announced = await watch.event(within=LONG_ENOUGH_SECONDS)
        assert unchanged_seconds(figures) >= SETTLE_SECONDS
        assert announced == {"files": ["figures.csv"], "count": 1}
        assert await watch.event(within=3 * SETTLE_SECONDS) is None

    watched(scenario)


def test_a_file_that_is_still_growing_is_not_announced(inbox: Path) -> None:
    async def scenario(watch: Watch) -> None:
        growing = inbox / "growing.csv"
        for line in range(12):
            with growing.open("a") as file:
                file.write(f"{line}\n")
            is_announced = bool(await watch.event(within=SETTLE_SECONDS / 4))
            assert not is_announced or unchanged_seconds(growing) >= SETTLE_SECONDS
        assert await watch.event(within=LONG_ENOUGH_SECONDS) == {
            "files": ["growing.csv"],
            "count": 1,
        }

    watched(scenario)


def test_a_file_replaced_under_its_name_and_date_is_announced_again(inbox: Path) -> None:
    async def scenario(watch: Watch) -> None:
        figures = inbox / "figures.csv"
        figures.write_text("first")
        assert await watch.event(within=LONG_ENOUGH_SECONDS)
        dated = figures.stat()
        figures.unlink()
        figures.write_text("again")
        os.utime(figures, ns=(dated.st_atime_ns, dated.st_mtime_ns))
        assert await watch.event(within=LONG_ENOUGH_SECONDS) == {
            "files": ["figures.csv"],
            "count": 1,
        }

    watched(scenario)


def test_a_second_file_is_announced_without_the_first(inbox: Path) -> None:
    async def scenario(watch: Watch) -> None:
        (inbox / "first.csv").write_text("1")
        assert await watch.event(within=LONG_ENOUGH_SECONDS)
        (inbox / "second.csv").write_text("2")
        assert await watch.event(within=LONG_ENOUGH_SECONDS) == {
            "files": ["second.csv"],
            "count": 1,
        }

    watched(scenario)


def test_files_found_together_are_one_event_whose_names_are_cut_off(inbox: Path) -> None:
    async def scenario(watch: Watch) -> None:
        for number in range(30):
            (inbox / f"{number:02}.csv").write_text("x")
        await asyncio.sleep(2 * SETTLE_SECONDS)  # the watch begins with the first question
        announced = await watch.event(within=LONG_ENOUGH_SECONDS)
        assert announced == {"files": [f"{number:02}.csv" for number in range(20)], "count": 30}

    watched(scenario)


def test_a_missing_inbox_is_waited_for(inbox: Path) -> None:
    async def scenario(watch: Watch) -> None:
        inbox.rmdir()
        assert await watch.event(within=2 * POLL_SECONDS) is None
        inbox.mkdir()
        (inbox / "late.csv").write_text("x")
        assert await watch.event(within=LONG_ENOUGH_SECONDS) == {"files": ["late.csv"], "count": 1}

    watched(scenario)


def test_no_file_is_ever_touched(inbox: Path) -> None:
    async def scenario(watch: Watch) -> None:
        figures = inbox / "figures.csv"
        figures.write_text("a,b\n")
        before = figures.stat()
        assert await watch.event(within=LONG_ENOUGH_SECONDS)
        assert await watch.event(within=2 * SETTLE_SECONDS) is None
        after = figures.stat()
        assert (after.st_ino, after.st_ctime_ns) == (before.st_ino, before.st_ctime_ns)
        assert [path.name for path in inbox.iterdir()] == ["figures.csv"]

    watched(scenario)


def test_the_triggerer_can_make_the_trigger_again_from_what_is_stored() -> None:
    classpath, arguments = InboxTrigger(poll_seconds=7).serialize()
    assert classpath == f"{InboxTrigger.__module__}.{InboxTrigger.__qualname__}"
    assert InboxTrigger(**arguments).serialize() == (classpath, arguments)
