-- Rows and lines set aside that are meant as data, each once: one row; none of a correction, which
-- replaces nothing. Places: staged. Reads: set_aside.
SELECT
    count(DISTINCT row_number) + count(DISTINCT line) FILTER (row_number IS NULL)
FROM set_aside
WHERE
    rule <> 'left-out'
    AND NOT EXISTS (SELECT 1 FROM read_parquet(<<staged>>) WHERE corrects IS NOT NULL)
