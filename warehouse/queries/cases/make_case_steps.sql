-- Every stage a case has reached, and how long it stayed there.
-- Grain: one row per case and stage reached by the as_of day. Parameters: as_of.
-- Reads: editions, case_stages. A case is told by the latest edition that speaks of it. Its clock runs
-- until the next stage, or until `seen_until`, the last day that edition can speak of; at a stage from
-- which nobody must move it, none runs.
CREATE OR REPLACE TEMP TABLE case_steps AS
WITH current AS (
    SELECT activities.*
    FROM core.activities
    INNER JOIN editions ON activities.submission = editions.submission
    SEMI JOIN case_stages
        ON activities.source = case_stages.source AND activities.kind = case_stages.kind
    QUALIFY editions.edition = max(editions.edition) OVER (
        PARTITION BY activities.source, activities.activity
    )
)

SELECT
    current.source,
    current.kind,
    current.activity,
    current.initiator,
    current.responder,
    current.stage,
    case_stages.place,
    case_stages.mover,
    current.priority,
    current.occurred_on,
    current.published_on,
    current.is_illustrative,
    least(current.published_on, CAST($as_of AS DATE)) AS seen_until,
    lead(current.occurred_on) OVER each_case AS left_on,
    left_on IS NULL AND case_stages.mover IS NOT NULL AS is_waiting,
    CASE
        WHEN left_on IS NOT NULL THEN left_on - current.occurred_on
        WHEN case_stages.mover IS NOT NULL THEN seen_until - current.occurred_on
    END AS days
FROM current
INNER JOIN case_stages
    ON current.source = case_stages.source AND current.kind = case_stages.kind
    AND current.stage = case_stages.stage
WHERE current.occurred_on <= CAST($as_of AS DATE)
WINDOW each_case AS (
    PARTITION BY current.source, current.activity ORDER BY current.occurred_on, case_stages.place
)
