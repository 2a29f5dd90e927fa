-- What is wrong with the file as a whole. Grain: one row per rule that speaks of the file.
-- Parameters: findings (path of the Parquet file).
SELECT rule, string_agg(reason, '; ' ORDER BY reason) AS reasons
FROM read_parquet(:findings)
WHERE row_number IS NULL
GROUP BY rule
