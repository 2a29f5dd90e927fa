-- Writes the offending rows of every failed rule. Grain: one row per row and rule it fails.
-- Parameters: findings (path of the Parquet file). Placeholder: rows, a SELECT of those columns.
COPY (
    {rows}
) TO :findings (FORMAT parquet, COMPRESSION zstd)
