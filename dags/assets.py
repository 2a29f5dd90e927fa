"""The assets that join the DAGs: an event wakes the next one and carries identifiers at most."""

from __future__ import annotations

from airflow.sdk import Asset, AssetAlias, AssetWatcher

from dags.inbox_trigger import InboxTrigger

INBOX = Asset(
    name="inbox",
    uri="pledgewatch://inbox",
    group="pledgewatch",
    watchers=[AssetWatcher(name="inbox_watcher", trigger=InboxTrigger())],
)
OBSERVATIONS = Asset(name="observations", uri="pledgewatch://observations", group="pledgewatch")
ASSESSMENTS = Asset(name="assessments", uri="pledgewatch://assessments", group="pledgewatch")

# A task with an asset among its outlets raises an event each time it succeeds. Through an alias it
# raises one only when it says so: a night without news stays green and wakes nobody.
NEW_OBSERVATIONS = AssetAlias(name="new_observations", group="pledgewatch")
NEW_ASSESSMENTS = AssetAlias(name="new_assessments", group="pledgewatch")
