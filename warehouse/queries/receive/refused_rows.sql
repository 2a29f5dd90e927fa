-- The rows the audit refused. Grain: one row per row of the submission. Places: findings.
SELECT DISTINCT row_number
FROM read_parquet(<<findings>>)
WHERE severity = 'critical'
ORDER BY row_number
