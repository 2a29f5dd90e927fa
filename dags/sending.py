"""The task with which every DAG that writes letters ends."""

from __future__ import annotations

from airflow.sdk import task

from dags.defaults import no_retry_on_wrong_configuration, utc_now


@task
def send() -> int:
    """Send what was not sent before; the result is how many letters."""
    from pipelines.send import send_letters
    from pipelines.settings import load_settings

    with no_retry_on_wrong_configuration():
        return len(send_letters(load_settings(), now=utc_now()))
