-- The newest edition of what stood. Grain: one row. Places: path.
SELECT max(published_on) FROM read_parquet(<<path>>)
