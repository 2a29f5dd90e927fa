-- How long cases stay at each stage: of those that have left it the median, the 90th percentile and the
-- longest, by nearest rank; of those still waiting there how many, and the longest wait.
-- Grain: one row per source, kind and stage at which somebody is to move. Parameters: source, kind,
-- party (each may be NULL). Reads: case_steps, case_stages.
WITH shown AS (
    SELECT * FROM case_steps
    WHERE $party IS NULL OR $party IN (initiator, responder)
)

SELECT
    case_stages.source,
    case_stages.kind,
    case_stages.stage,
    case_stages.mover,
    count(shown.activity) AS reached,
    count(*) FILTER (shown.left_on IS NOT NULL) AS moved_on,
    quantile_disc(shown.days, 0.5) FILTER (shown.left_on IS NOT NULL) AS median_days,
    quantile_disc(shown.days, 0.9) FILTER (shown.left_on IS NOT NULL) AS p90_days,
    max(shown.days) FILTER (shown.left_on IS NOT NULL) AS longest_days,
    arg_max(shown.activity, (shown.days, shown.activity)) FILTER (shown.left_on IS NOT NULL) AS longest_case,
    count(*) FILTER (shown.is_waiting) AS waiting,
    max(shown.days) FILTER (shown.is_waiting) AS longest_wait_days,
    coalesce(bool_or(shown.is_illustrative), false) AS is_illustrative
FROM case_stages
LEFT JOIN shown
    ON case_stages.source = shown.source AND case_stages.kind = shown.kind
    AND case_stages.stage = shown.stage
WHERE
    case_stages.mover IS NOT NULL
    AND ($source IS NULL OR case_stages.source = $source)
    AND ($kind IS NULL OR case_stages.kind = $kind)
GROUP BY
    case_stages.source, case_stages.kind, case_stages.stage, case_stages.mover, case_stages.place
HAVING count(shown.activity) > 0
ORDER BY case_stages.source, case_stages.kind, case_stages.place
