-- How many obligations have which verdict. Grain: one row per commitment, period, verdict.
-- Places: relation. Parameters: arrangement (NULL: all).
SELECT commitment, period, period_start, verdict, count(*) AS obligations
FROM <<relation>>
WHERE $arrangement IS NULL OR arrangement = $arrangement
GROUP BY ALL
ORDER BY commitment, period_start, verdict
