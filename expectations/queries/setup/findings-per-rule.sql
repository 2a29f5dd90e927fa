-- How many rows were written for each rule. Grain: one row per rule that has any.
-- Parameters: findings (path of the Parquet file).
SELECT rule, count(*) AS rows_written FROM read_parquet(:findings) GROUP BY rule
