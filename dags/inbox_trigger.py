"""The watcher of the inbox: announces files that have arrived whole, and touches none of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

from airflow.triggers.base import BaseEventTrigger, TriggerEvent

_NAMES_SHOWN = 20

# What tells one arrival from the next: size, and the times of the last change of content and of
# the file itself, in nanoseconds.
Stamp = tuple[int, int, int]


class InboxTrigger(BaseEventTrigger):
    """Fires once for every file that settles in the inbox, and again when it is replaced.

    What was announced is remembered for as long as the triggerer runs and the file is there. After
    a restart a file still in the inbox is announced anew, which costs one run with nothing to do.
    """

    def __init__(self, *, poll_seconds: float = 5.0) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.poll_seconds = poll_seconds
        self._announced: Mapping[Path, Stamp] = {}

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """The class and arguments from which the triggerer makes this trigger again."""
        return "dags.inbox_trigger.InboxTrigger", {"poll_seconds": self.poll_seconds}

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Look into the inbox for ever; one event for all files that are new at a look."""
        while True:
            arrived = await self._look()
            if arrived:
                names = [path.name for path in arrived]
                yield TriggerEvent({"files": names[:_NAMES_SHOWN], "count": len(names)})
            await asyncio.sleep(self.poll_seconds)

    async def _look(self) -> list[Path]:
        try:
            settled = await asyncio.to_thread(_stamps_of_settled)
        except OSError as error:  # a file taken away meanwhile, a share that is away for a moment
            self.log.warning("the inbox cannot be read now, trying again: %s", error)
            return []
        arrived = [path for path, stamp in settled.items() if self._announced.get(path) != stamp]
        self._announced = settled
        return arrived


def _stamps_of_settled() -> Mapping[Path, Stamp]:
    from pipelines.inbox import settled_files
    from pipelines.settings import load_settings

    settings = load_settings()
    if not settings.inbox.is_dir():
        return {}
    settled, _ = settled_files(
        settings.inbox, settle_seconds=settings.settle_seconds, at=time.time()
    )
    return {path: _stamp(path) for path in settled}


def _stamp(path: Path) -> Stamp:
    status = path.stat()
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns
