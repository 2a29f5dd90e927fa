-- What rows to be published say in a column. Grain: one row per text. Places: published, column.
SELECT DISTINCT <<column>> AS text FROM read_parquet(<<published>>) ORDER BY text
