-- What a column says, at most two texts. Grain: one row per text. Places: raw, column.
SELECT DISTINCT <<column>> AS text FROM read_parquet(<<raw>>) WHERE <<column>> IS NOT NULL ORDER BY text LIMIT 2
