"""Take what partners sent from the inbox into the ledger; every file ends with a receipt.

**Starts when** a file has settled in the inbox, and at 01:00 UTC whatever happens.

**Writes** a raw copy of every file (`archive/`), its receipt, the rows accepted and the rows set
aside, quality pages (`docs/`). Wakes `judge_commitments` when something was accepted, and only
then. Sends every submitter a receipt, with the rows to correct: to `outbox/`, or to the mail server
when one is set.

**Triage**

- *A file was rejected, or rows were set aside*: that is an outcome, and the run is green. Read
  `pledgewatch submissions` and `pledgewatch set-aside`; the sender has to act, not you.
- *The run failed*: the first ERROR in the log says where, what was expected, what was found and
  what to do. Nothing was published by halves: clear the task and it goes on where it stopped.
- *A file stays in the inbox*: it is still being written, or its name marks it as unfinished. See
  whether the triggerer is alive; a manual run takes it as well.
- *The task stays scheduled*: the pool `warehouse_writers` is missing or taken.
"""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING, Any

from airflow.sdk import AssetOrTimeSchedule, dag, task

from dags.assets import INBOX, NEW_OBSERVATIONS, OBSERVATIONS
from dags.defaults import TASK_DEFAULTS, nightly, no_retry_on_wrong_configuration, utc_now
from dags.sending import send

if TYPE_CHECKING:
    from airflow.sdk.types import OutletEventAccessorsProtocol
    from pydantic import JsonValue


@dag(
    schedule=AssetOrTimeSchedule(timetable=nightly(hour=1), assets=INBOX),
    catchup=False,
    max_active_runs=1,
    default_args={**TASK_DEFAULTS},
    tags=["pledgewatch", "receive"],
    doc_md=__doc__,
)
def receive_submissions() -> None:
    """Inbox to ledger."""
    receive() >> send()


@task(outlets=[NEW_OBSERVATIONS])
def receive(*, outlet_events: OutletEventAccessorsProtocol | None = None) -> dict[str, Any]:
    """Receive whatever has arrived whole; the result counts receipts by status."""
    # Great Expectations tells several hundred lines about itself when it is imported.
    logging.getLogger("great_expectations").setLevel(logging.WARNING)
    from pipelines import receive as step
    from pipelines.settings import load_settings

    with no_retry_on_wrong_configuration():
        receipts = step.receive_submissions(load_settings(), now=utc_now())
    accepted: list[JsonValue] = [item.submission for item in receipts if item.rows_accepted]
    if accepted and outlet_events is not None:
        outlet_events[NEW_OBSERVATIONS].add(OBSERVATIONS, extra={"submissions": accepted})
    return dict(Counter(receipt.status.value for receipt in receipts))


receive_submissions()
