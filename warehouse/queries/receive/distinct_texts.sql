-- What a column says beside blanks, at most two texts. Grain: one row per text.
-- Places: raw, column. Reads: trimmed.
SELECT DISTINCT trimmed(<<column>>) AS text
FROM read_parquet(<<raw>>)
WHERE trimmed(<<column>>) <> ''
ORDER BY text
LIMIT 2
