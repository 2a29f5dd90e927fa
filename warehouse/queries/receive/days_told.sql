-- What a column says of a day, the latest day first; texts that are no day come last.
-- Grain: one row per text, two at most. Places: raw, column. Reads: trimmed. Parameters: pattern,
-- which cuts the day out of a text, and date_format.
SELECT regexp_extract(trimmed(<<column>>), $pattern, 1) AS told
FROM read_parquet(<<raw>>)
WHERE regexp_extract(trimmed(<<column>>), $pattern, 1) <> ''
GROUP BY told
ORDER BY try_strptime(told, $date_format) DESC NULLS LAST, told DESC
LIMIT 2
