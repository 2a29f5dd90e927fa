-- What was told of rounds whose periods have ended, and would be told otherwise.
-- Grain: one row per source and round. Parameters: as_of.
-- Reads: party_rounds_before, party_rounds; macros: period_end. Who was not expected before, or is not
-- now, has nothing to be told.
WITH told_before AS (
    SELECT
        source, round, period, party, period_end(period) AS ended_on,
        CASE WHEN is_expected THEN timeliness || coalesce(' by ' || nullif(days_late, 0) || ' days', '') END
            AS was
    FROM party_rounds_before
    WHERE ended_on < CAST($as_of AS DATE)
),

told_now AS (
    SELECT
        source, round, period, party,
        CASE WHEN is_expected THEN timeliness || coalesce(' by ' || nullif(days_late, 0) || ' days', '') END
            AS is_now
    FROM party_rounds
)

SELECT
    source,
    round,
    count(*) AS submissions,
    arg_min(period, ended_on) AS first_period,
    arg_max(period, ended_on) AS last_period,
    max(ended_on) AS last_day,
    arg_max(party, (ended_on, party)) AS party,
    arg_max(coalesce(was, 'not expected'), (ended_on, party)) AS was,
    arg_max(coalesce(is_now, 'not expected'), (ended_on, party)) AS is_now
FROM told_before
LEFT JOIN told_now USING (source, round, period, party)
WHERE was IS DISTINCT FROM is_now
GROUP BY source, round
ORDER BY source, round
