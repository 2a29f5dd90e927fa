"""When it happens: an event or a clock starts a run. The only place that speaks Airflow."""

# One slot: steps queue up here instead of waiting for the warehouse's own lock.
WRITERS_POOL = "warehouse_writers"
