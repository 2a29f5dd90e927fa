"""One step in a process of its own, its time split by phase: `python -m benchmarks.phases`.

Usage: receive CSV | judge. Prints one JSON object: seconds by phase, seconds in all, peak bytes.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

SPENT: dict[str, float] = defaultdict(float)
NOW = datetime(2024, 2, 1)  # noqa: DTZ001 - UTC without a zone, as the steps take it


def _timed(owner: Any, name: str, phase: str) -> None:
    inner: Callable[..., Any] = getattr(owner, name)

    def outer(*arguments: Any, **named: Any) -> Any:
        begun = time.perf_counter()
        try:
            return inner(*arguments, **named)
        finally:
            SPENT[phase] += time.perf_counter() - begun

    setattr(owner, name, outer)


def _receive(csv: Path) -> None:
    from pipelines import publishing, receive
    from pipelines.settings import load_settings
    from warehouse.staging import Staging

    _timed(receive, "archive_file", "archive: copy and hash")
    _timed(Staging, "stage", "stage: CSV to Parquet")
    _timed(publishing, "write_published", "publish: rows with provenance to Parquet")
    _timed(publishing, "record_submission", "commit")
    begun = time.perf_counter()
    from expectations import gate

    SPENT["import of Great Expectations"] += time.perf_counter() - begun
    _timed(gate, "audit", "audit")
    receipts = receive.receive_submissions(load_settings(), paths=[csv], now=NOW)
    SPENT["rows accepted"] = sum(receipt.rows_accepted for receipt in receipts)


def _judge() -> None:
    from pipelines.judge import judge_commitments
    from pipelines.settings import load_settings
    from warehouse import judgement

    _timed(judgement, "judge", "judge")
    _timed(judgement, "_differs", "compare with the stored judgement")
    _timed(judgement._Record, "store", "store (comparison included)")
    result = judge_commitments(load_settings(), as_of=date(2024, 2, 1), now=NOW)
    SPENT["obligations"] = result.obligations
    SPENT["assessments written"] = result.assessments_written


def main() -> None:
    """Run the step named on the command line and print what it took."""
    begun = time.perf_counter()
    step, *paths = sys.argv[1:]
    _receive(Path(paths[0])) if step == "receive" else _judge()
    SPENT["in all"] = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    sys.stdout.write(json.dumps({**SPENT, "peak bytes": peak}) + "\n")


if __name__ == "__main__":
    main()
