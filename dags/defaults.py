"""What all DAGs have in common: owner, retries, the queue of writers, clock and judgement day."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from airflow.sdk import CronTriggerTimetable, Param
from airflow.sdk.exceptions import AirflowFailException

from commitments.errors import ConfigurationError, UsageError
from dags import WRITERS_POOL

logger = logging.getLogger(__name__)

TASK_DEFAULTS: Mapping[str, Any] = {
    "owner": "pledgewatch",
    "pool": WRITERS_POOL,
    "retries": 2,
    "retry_delay": timedelta(minutes=1),
    "execution_timeout": timedelta(hours=2),
}

# How late a DAG's first run may still be made. Airflow 3.3 allows a tenth of the time between two
# runs even when told to allow none: a house first started at a quarter past three ran all its
# clocks at once (https://github.com/apache/airflow/pull/64162, 2026-11). With none at all the first
# run would be lost if the file was read between the hour and the moment the run is made.
_LATE_FIRST_RUN = timedelta(minutes=5)


def nightly(*, hour: int) -> CronTriggerTimetable:
    """The clock of a DAG: every night at that hour, UTC; a new house waits for its first night."""
    return CronTriggerTimetable(f"0 {hour} * * *", timezone="UTC", run_immediately=_LATE_FIRST_RUN)


def as_of_param(*, when_empty: str) -> Param:
    """The form field for the day from which deadlines are read."""
    return Param(
        None,
        type=["null", "string"],
        format="date",
        title="Judge as of",
        description=f"The day from which deadlines are read (UTC). Empty: {when_empty}.",
    )


def day_asked_for(context: Mapping[str, Any]) -> date | None:
    """The day in the form, or None when it was left empty."""
    asked = context["params"].get("as_of")
    return date.fromisoformat(asked) if asked else None


def day_of_run(context: Mapping[str, Any]) -> date:
    """The day the run was due, in UTC: a run that is cleared later still judges its own day."""
    run_after: datetime = context["dag_run"].run_after
    return run_after.astimezone(UTC).date()


def utc_now() -> datetime:
    """The present moment, UTC without a zone, as the warehouse keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)


@contextmanager
def no_retry_on_wrong_configuration() -> Iterator[None]:
    """A mistake in settings or reviewed files is shown at once: trying again would not mend it.

    Each mistake is a line of its own in the log, above the stack, which runs through Airflow.
    """
    try:
        yield
    except (ConfigurationError, UsageError) as error:
        for mistake in str(error).splitlines():
            logger.error("%s", mistake)
        raise AirflowFailException(str(error)) from None
