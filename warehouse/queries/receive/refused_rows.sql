-- The rows of the file the audit refused. Grain: one row per row of the file.
-- Places: findings, staged, raw_row.
SELECT DISTINCT raw_row
FROM (
    SELECT file_row_number + 1 AS row_number, <<raw_row>> AS raw_row
    FROM read_parquet(<<staged>>, file_row_number = true)
)
SEMI JOIN (
    SELECT row_number FROM read_parquet(<<findings>>) WHERE severity = 'critical'
) USING (row_number)
ORDER BY raw_row
