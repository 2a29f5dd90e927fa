-- The current state of every case that the rules ask for, on the as_of day.
-- Grain: one row per commitment and case. Parameters: as_of. Reads: rules, editions, limits.
-- `seen_until` is the last day this edition can speak of: silence after it proves nothing. A case that
-- ended unanswered by its limit is owed no answer; one that ended later is late until that day.
CREATE OR REPLACE TEMP TABLE cases AS
WITH current AS (
    SELECT activities.*, min(activities.published_on) OVER each_activity AS first_published_on
    FROM core.activities
    INNER JOIN editions ON activities.submission = editions.submission
    SEMI JOIN rules
        ON activities.source = rules.source AND activities.kind = rules.activity
        AND rules.kind = 'respond'
    WINDOW each_activity AS (PARTITION BY activities.source, activity)
    QUALIFY editions.edition = max(editions.edition) OVER each_activity
),

staged AS (
    SELECT
        rules.commitment,
        current.responder AS party,
        current.activity,
        rules.within_days,
        rules.business_days_of,
        min(current.occurred_on) FILTER (current.stage = rules.from_stage) AS asked_on,
        min(current.occurred_on) FILTER (
            current.stage = rules.to_stage AND current.occurred_on <= CAST($as_of AS DATE)
        ) AS answered_on,
        min(current.occurred_on) FILTER (
            list_contains(rules.unless, current.stage) AND current.occurred_on <= CAST($as_of AS DATE)
        ) AS ended_on,
        least(max(current.published_on), CAST($as_of AS DATE)) AS known_until,
        max(current.published_on) AS published_on,
        min(current.first_published_on) AS first_published_on,
        bool_or(current.is_illustrative) AS is_illustrative,
        list({'role': current.stage, 'submission': current.submission, 'row_number': current.row_number}
            ORDER BY current.occurred_on, current.row_number)
            FILTER (
                current.stage IN (rules.from_stage, rules.to_stage)
                OR list_contains(rules.unless, current.stage)
            ) AS evidence
    FROM current
    INNER JOIN rules
        ON current.source = rules.source AND current.kind = rules.activity
        AND rules.kind = 'respond'
    GROUP BY ALL
)

SELECT
    staged.* EXCLUDE (known_until),
    least(known_until, ended_on) AS seen_until,
    CASE
        WHEN business_days_of IS NULL THEN CAST(staged.asked_on + to_days(within_days) AS DATE)
        ELSE limits.last_day
    END AS limit_on,
    coalesce(answered_on <= limit_on, false) AS is_in_time,
    coalesce(answered_on, seen_until) > limit_on AS is_late
FROM staged
LEFT JOIN limits
    ON staged.commitment = limits.commitment AND staged.party = limits.party
    AND staged.asked_on = limits.asked_on
WHERE
    staged.asked_on <= CAST($as_of AS DATE)
    AND (answered_on IS NOT NULL OR ended_on IS NULL OR ended_on > limit_on)
