"""Fetch what publishers offer into the inbox.

**Starts when** it is 17 minutes past the hour, UTC: it then collects the sources whose hours
(`every_hours`) have passed since they were last collected. No source is collected unless its file
in `pipelines/sources/` has a part `collect`.

**Writes** files into the inbox, each into the folder of its source, and a record of every attempt.
The watcher of the inbox wakes `receive_submissions`; nothing else is needed.

**Triage**

- *A task is red*: its publisher could not be reached, refused, or sent too much; the last line says
  which. The other sources are not affected. What may pass is tried again twice, and at the next
  hour.
- *A redirect leads astray*: the publisher has moved. See whether the new place is really theirs,
  then add it to `hosts` of the source, or change `url`.
- *A connection is missing or wrong*: the message names it and what it needs; *Admin → Connections*.
- *The run is green and nothing came*: what has not changed is not sent again. See
  `pledgewatch collections`; to have it once more, trigger the DAG with *Fetch again*.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from airflow.sdk import CronTriggerTimetable, Param, dag, task
from airflow.sdk.exceptions import AirflowException, AirflowFailException

from dags.defaults import TASK_DEFAULTS, no_retry_on_wrong_configuration, utc_now


@dag(
    schedule=CronTriggerTimetable("17 * * * *", timezone="UTC"),
    catchup=False,
    max_active_runs=1,
    default_args={**TASK_DEFAULTS},
    params={
        "sources": Param(
            None,
            type=["null", "array"],
            items={"type": "string"},
            title="Sources",
            description="What to collect now, one a line. Empty: whatever is due.",
        ),
        "again": Param(
            False,
            type="boolean",
            title="Fetch again",
            description="Fetch also what has not changed since the last time.",
        ),
    },
    tags=["pledgewatch", "collect"],
    doc_md=__doc__,
)
def collect_sources() -> None:
    """Publishers to inbox."""
    collect.expand(source=choose())


@task
def choose(*, params: Mapping[str, Any] | None = None) -> list[str]:
    """Name the sources to collect: those of the form, or those that are due."""
    from pipelines.collect import due_sources
    from pipelines.settings import load_settings

    asked_for = (params or {}).get("sources")
    if asked_for:
        return list(asked_for)
    with no_retry_on_wrong_configuration():
        return due_sources(load_settings(), now=utc_now())


# Not a writer but for a moment, so not in the writers' queue: a slow publisher must not hold up
# what has arrived. One at a time, so that slow publishers never take every slot there is.
@task(
    pool="default_pool",
    max_active_tis_per_dag=1,
    retry_delay=timedelta(minutes=10),
    map_index_template="{{ task.op_kwargs['source'] }}",
)
def collect(source: str, *, params: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Collect one source; the result says what came of it."""
    from dags.object_storage import storage_fetchers
    from pipelines import collect as step
    from pipelines.settings import load_settings
    from warehouse.collected import Outcome

    with no_retry_on_wrong_configuration():
        (collected,) = step.collect_sources(
            load_settings(),
            sources=[source],
            fetchers={**step.OVER_HTTP, **storage_fetchers()},
            asks_anew=bool((params or {}).get("again")),
            now=utc_now(),
        )
    if collected.outcome is Outcome.FAILED:
        failure = AirflowException if collected.may_pass else AirflowFailException
        raise failure(f"{source}: {collected.message}")
    return {"outcome": collected.outcome.value, "file": collected.file}


collect_sources()
