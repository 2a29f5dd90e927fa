-- The activities that promises to take part, and milestones, count: who has reached their stage when.
-- Grain: one row per commitment, activity and participant. Parameters: as_of.
-- Reads: rules, editions. Initiator and responder both take part.
CREATE OR REPLACE TEMP TABLE reached AS
WITH current AS (
    SELECT activities.*, rules.commitment
    FROM core.activities
    INNER JOIN editions ON activities.submission = editions.submission
    INNER JOIN rules
        ON activities.source = rules.source AND activities.kind = rules.activity
        AND rules.kind IN ('take_part', 'milestone')
    WINDOW each_activity AS (PARTITION BY rules.commitment, activities.activity)
    QUALIFY editions.edition = max(editions.edition) OVER each_activity
),

sides AS (
    SELECT current.*, unnest(list_distinct([current.initiator, current.responder])) AS party
    FROM current
    INNER JOIN rules ON current.commitment = rules.commitment AND current.stage = rules.stage
    WHERE current.occurred_on <= CAST($as_of AS DATE)
)

SELECT
    commitment,
    activity,
    party,
    min(occurred_on) AS reached_on,
    list({'role': stage, 'submission': submission, 'row_number': row_number}
        ORDER BY occurred_on, row_number) AS evidence
FROM sides
GROUP BY ALL
