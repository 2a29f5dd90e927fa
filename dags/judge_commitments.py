"""Compare every promise with the evidence.

**Starts when** observations were added, and at 02:00 UTC: a deadline that passes and a partner who
stays silent raise no event.

**Writes** assessments that differ from the last judgement, and the changes with their cause. Wakes
`publish_reports` when an assessment was written, and only then.

**Triage**

- *The run failed on the register, a source or a setting*: the log names file and line. Mend it,
  see that `pledgewatch check` is content, clear the task.
- *A verdict looks wrong*: `pledgewatch explain COMMITMENT PARTY PERIOD` shows rule, arithmetic and
  evidence down to file and row.
- *A day already judged lies later than the one asked for*: what is stored moves forward only. To
  see an earlier day, ask `pledgewatch status --as-of DAY`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from airflow.sdk import AssetOrTimeSchedule, dag, get_current_context, task

from dags.assets import ASSESSMENTS, NEW_ASSESSMENTS, OBSERVATIONS
from dags.defaults import (
    TASK_DEFAULTS,
    as_of_param,
    day_asked_for,
    day_of_run,
    nightly,
    no_retry_on_wrong_configuration,
    utc_now,
)

if TYPE_CHECKING:
    from airflow.sdk.types import OutletEventAccessorsProtocol


@dag(
    schedule=AssetOrTimeSchedule(timetable=nightly(hour=2), assets=OBSERVATIONS),
    catchup=False,
    max_active_runs=1,
    default_args={**TASK_DEFAULTS},
    params={"as_of": as_of_param(when_empty="the day of the run")},
    tags=["pledgewatch", "judge"],
    doc_md=__doc__,
)
def judge_commitments() -> None:
    """Ledger and register to assessments."""
    judge()


@task(outlets=[NEW_ASSESSMENTS])
def judge(*, outlet_events: OutletEventAccessorsProtocol | None = None) -> dict[str, Any]:
    """Judge everything once; the result counts what was written."""
    from pipelines import judge as step
    from pipelines.settings import load_settings

    context = get_current_context()
    as_of = day_asked_for(context) or day_of_run(context)
    with no_retry_on_wrong_configuration():
        judgement = step.judge_commitments(load_settings(), as_of=as_of, now=utc_now())
    if judgement.assessments_written and outlet_events is not None:
        outlet_events[NEW_ASSESSMENTS].add(ASSESSMENTS, extra={"as_of": as_of.isoformat()})
    return {
        "as_of": as_of.isoformat(),
        "assessments_written": judgement.assessments_written,
        "changes": judgement.changes,
    }


judge_commitments()
