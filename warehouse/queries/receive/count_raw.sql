-- Rows of text that were read: one row. Places: raw.
SELECT count(*) FROM read_parquet(<<raw>>)
