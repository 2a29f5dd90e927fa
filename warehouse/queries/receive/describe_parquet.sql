-- The columns of a Parquet file, in its order. Grain: one row per column. Places: file.
SELECT column_name FROM (DESCRIBE SELECT * FROM read_parquet(<<file>>))
