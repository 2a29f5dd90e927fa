-- The editions that may be known, in the order in which they count.
-- Grain: one row per submission with usable rows that is not withdrawn. Parameters: known_on, recorded_before (each may
-- be NULL: no limit). The latest published counts most, then the latest recorded.
CREATE OR REPLACE TEMP TABLE editions AS
SELECT
    submission,
    source,
    published_on,
    row_number() OVER (PARTITION BY source ORDER BY published_on, received_at, submission) AS edition,
    count(*) OVER (PARTITION BY source) AS editions
FROM ops.submissions
WHERE
    rows_accepted > 0
    AND submission NOT IN (
        SELECT submission FROM ops.withdrawals
        WHERE $recorded_before IS NULL OR recorded_at < CAST($recorded_before AS TIMESTAMP)
        GROUP BY submission
        HAVING arg_max(is_withdrawn, recorded_at)
    )
    AND ($known_on IS NULL OR published_on <= CAST($known_on AS DATE))
    AND ($recorded_before IS NULL OR received_at < CAST($recorded_before AS TIMESTAMP))
