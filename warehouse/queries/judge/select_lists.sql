-- When lists of activities were published: an edition is silent on what has not happened by its day.
-- Grain: one row per commitment and day of publication. Reads: rules, editions.
CREATE OR REPLACE TEMP TABLE lists AS
SELECT
    rules.commitment,
    activities.published_on,
    bool_or(activities.is_illustrative) AS is_illustrative
FROM core.activities
INNER JOIN editions ON activities.submission = editions.submission
INNER JOIN rules ON activities.source = rules.source AND activities.kind = rules.activity
GROUP BY ALL
