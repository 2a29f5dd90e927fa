-- The series of which the largest part cannot be used: rows meant as data, and those set aside.
-- Grain: at most one row. Lines that are no rows belong to the one series of a file, or to none.
-- Places: staged. Parameters: series (of rows that name none), fewest (rows of a series to tell),
-- most_unusable (one in so many rows). Reads: set_aside.
WITH staged AS (
    SELECT file_row_number + 1 AS row_number, coalesce(series, $series) AS series, corrects
    FROM read_parquet(<<staged>>, file_row_number = true)
),

told AS (
    SELECT row_number, bool_and(rule = 'left-out') AS is_left_out
    FROM set_aside
    WHERE row_number IS NOT NULL
    GROUP BY row_number
),

unread AS (
    SELECT count(DISTINCT line) AS lines
    FROM set_aside
    WHERE row_number IS NULL AND rule <> 'left-out'
),

by_series AS (
    SELECT
        series,
        count(*) FILTER (NOT coalesce(is_left_out, false)) AS of_interest,
        count(*) FILTER (NOT is_left_out) AS unusable
    FROM staged
    LEFT JOIN told USING (row_number)
    WHERE series IS NOT NULL
    GROUP BY series
),

remnants AS (
    SELECT
        of_interest + CASE WHEN count(*) OVER () = 1 THEN lines ELSE 0 END AS of_interest,
        unusable + CASE WHEN count(*) OVER () = 1 THEN lines ELSE 0 END AS unusable
    FROM by_series
    CROSS JOIN unread
)

SELECT of_interest, unusable
FROM remnants
WHERE
    of_interest >= $fewest
    AND unusable * $most_unusable > of_interest
    AND NOT EXISTS (SELECT 1 FROM staged WHERE corrects IS NOT NULL)
ORDER BY unusable DESC, of_interest DESC
LIMIT 1
