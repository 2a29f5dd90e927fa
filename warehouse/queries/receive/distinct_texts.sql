-- What a column says beside blanks, the most frequent first; of equals as they are sorted.
-- Grain: one row per text, a hundred at most. Places: raw, column. Reads: trimmed.
SELECT trimmed(<<column>>) AS text
FROM read_parquet(<<raw>>)
WHERE trimmed(<<column>>) <> ''
GROUP BY text
ORDER BY count(*) DESC, text
LIMIT 100
