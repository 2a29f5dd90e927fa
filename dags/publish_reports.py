"""Tell the people who must act.

**Starts when** assessments were written, and at 03:00 UTC, so that a letter that could not be sent
goes out the next night.

**Writes** the reports, the agreements calendar and the coverage (`reports/DAY/`), then sends the
letters that were not sent before: to `outbox/`, or to the mail server when one is set. Each
delivery is recorded; the same content is never sent twice.

**Triage**

- *The mail server does not answer*: the task tries again by itself. A letter that went out before
  the failure is recorded and stays sent.
- *No letter came*: nothing changed, or it was sent already. `pledgewatch changes` tells which
  verdicts changed.
- *A report looks wrong*: that is ours. Follow the number with `pledgewatch explain`; stop the mail
  by pausing this DAG.
- *To print another day's reports*: trigger the DAG with *Judge as of*. A day that was judged is
  printed again as it was, in `reports/DAY/`; any other is judged for the question, in
  `reports/asked-DAY/`. Neither is sent.
"""

from __future__ import annotations

import logging

from airflow.sdk import AssetOrTimeSchedule, dag, get_current_context, task

from commitments.errors import NothingJudgedError
from dags.assets import ASSESSMENTS
from dags.defaults import (
    TASK_DEFAULTS,
    as_of_param,
    day_asked_for,
    nightly,
    no_retry_on_wrong_configuration,
    utc_now,
)
from dags.sending import send

logger = logging.getLogger(__name__)


@dag(
    schedule=AssetOrTimeSchedule(timetable=nightly(hour=3), assets=ASSESSMENTS),
    catchup=False,
    max_active_runs=1,
    default_args={**TASK_DEFAULTS},
    params={"as_of": as_of_param(when_empty="the judgement that is stored")},
    tags=["pledgewatch", "report", "send"],
    doc_md=__doc__,
)
def publish_reports() -> None:
    """Assessments to reports and letters."""
    write() >> send()


@task
def write() -> int:
    """Write the reports; the result is how many, none before the first judgement."""
    from pipelines.asking import Question
    from pipelines.report import write_reports
    from pipelines.settings import load_settings

    question = Question(as_of=day_asked_for(get_current_context()))
    with no_retry_on_wrong_configuration():
        try:
            return len(write_reports(load_settings(), question, now=utc_now()).reports)
        except NothingJudgedError:
            logger.info("nothing has been judged yet: no report to write")
            return 0


publish_reports()
