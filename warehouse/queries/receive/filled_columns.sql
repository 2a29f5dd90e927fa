-- Whether any record says something there, of the records at each path of a file.
-- Grain: one row per path; its columns are those of the file. Places: raw. Reads: trimmed.
SELECT records, bool_or(trimmed(COLUMNS(* EXCLUDE (records))) <> '')
FROM read_parquet(<<raw>>)
GROUP BY records
ORDER BY records
