"""One step in a process of its own, its time split by phase: `python -m benchmarks.phases`.

Usage: bare FILE PARQUET | receive FILE | fill INDICATORS | news INDICATORS | aggregate | pandas |
judge DAY. Prints one JSON object: seconds by phase, seconds
in all and of the processors, peak bytes.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from benchmarks import ledger
from tests.peak import peak_bytes

SPENT: dict[str, float] = defaultdict(float)
NOW = datetime(2024, 3, 1)  # noqa: DTZ001 - UTC without a zone, as the steps take it


def _timed(owner: Any, name: str, phase: str) -> None:
    inner: Callable[..., Any] = getattr(owner, name)

    def outer(*arguments: Any, **named: Any) -> Any:
        begun = time.perf_counter()
        try:
            return inner(*arguments, **named)
        finally:
            SPENT[phase] += time.perf_counter() - begun

    setattr(owner, name, outer)


def _bare(file: str, parquet: str) -> None:
    """What nobody can do without: read the file and write it as Parquet."""
    import duckdb

    read = {"csv": "read_csv", "json": "read_json", "parquet": "read_parquet"}
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (FROM {read[file.rpartition('.')[2]]}('{file}')) TO '{parquet}'"
            " (FORMAT parquet, COMPRESSION zstd)"
        )


def _receive(file: str) -> None:
    from pipelines import beside, preparing, publishing, receive
    from pipelines.opening import Opener
    from pipelines.settings import load_settings
    from warehouse.tidy_staging import TidyStaging

    _timed(receive, "archive_file", "archive: copy and hash")
    _timed(Opener, "open", "recognise: encoding, delimiter, form")
    _timed(TidyStaging, "stage", "stage: tidy text to Parquet")
    _timed(preparing, "stage_form", "stage: read in a form, map to Parquet")
    _timed(beside, "write_standing", "match with what stands")
    _timed(publishing, "write_published", "publish: rows with provenance to Parquet")
    _timed(publishing, "read_revision", "tell what is revised")
    _timed(publishing, "record_submission", "commit")
    begun, worked = time.perf_counter(), time.process_time()
    from expectations import gate

    SPENT["import of Great Expectations"] += time.perf_counter() - begun
    SPENT["import, processor"] += time.process_time() - worked
    _timed(gate, "audit", "audit")
    _timed(receive, "write_receipts", "receipts")
    receipts = receive.receive_submissions(load_settings(), paths=[Path(file)], now=NOW)
    SPENT["rows accepted"] = sum(receipt.rows_accepted for receipt in receipts)
    SPENT["rows set aside"] = sum(receipt.rows_set_aside for receipt in receipts)


def _fill(indicators: str) -> None:
    with _ledger() as connection:
        SPENT["figures"] = ledger.fill(connection, indicators=int(indicators))


def _news(indicators: str) -> None:
    with _ledger() as connection:
        SPENT["figures"] = ledger.add_news(connection, indicators=int(indicators))


def _aggregate() -> None:
    """What nobody can do without: the newest edition of every figure."""
    with _ledger() as connection:
        begun, worked = time.perf_counter(), time.process_time()
        connection.execute(
            "CREATE TEMP TABLE newest AS SELECT indicator, party, period, "
            "arg_max(value, (published_on, recorded_at)) AS value "
            "FROM core.observations GROUP BY ALL"
        )
        _spent(begun, worked)


def _pandas() -> None:
    from benchmarks.pandas_rule import judge_with_pandas

    with _ledger() as connection:
        begun, worked = time.perf_counter(), time.process_time()
        SPENT["obligations"] = len(judge_with_pandas(connection, as_of="2023-04-20"))
        _spent(begun, worked)


def _spent(begun: float, worked: float) -> None:
    SPENT["at work"] = time.perf_counter() - begun
    SPENT["at work, processor"] = time.process_time() - worked


@contextmanager
def _ledger() -> Iterator[Any]:
    from pipelines.settings import load_settings
    from pipelines.steps import opened_warehouse

    with opened_warehouse(load_settings()) as warehouse:
        yield warehouse.connection


def _judge(day: str) -> None:
    from pipelines.judge import judge_commitments
    from pipelines.settings import load_settings
    from warehouse import storing

    _timed(storing, "judge", "judge")
    _timed(storing, "find_differences", "compare with the stored judgement")
    _timed(storing._Record, "_store_judged", "store")
    result = judge_commitments(load_settings(), as_of=date.fromisoformat(day), now=NOW)
    SPENT["obligations"] = result.obligations
    SPENT["judged"] = result.judged
    SPENT["assessments written"] = result.assessments_written


STEPS: Mapping[str, Callable[..., None]] = {
    "bare": _bare,
    "receive": _receive,
    "fill": _fill,
    "news": _news,
    "aggregate": _aggregate,
    "pandas": _pandas,
    "judge": _judge,
}


def main() -> None:
    """Run the step named on the command line and print what it took."""
    begun = time.perf_counter()
    step, *arguments = sys.argv[1:]
    STEPS[step](*arguments)
    SPENT["in all"] = time.perf_counter() - begun
    SPENT["processor"] = time.process_time()
    sys.stdout.write(json.dumps({**SPENT, "peak bytes": peak_bytes()}) + "\n")


if __name__ == "__main__":
    main()
