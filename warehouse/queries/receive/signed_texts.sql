-- What these columns of a file hold with a point or a comma in it. Grain: one row per text.
-- Places: raw, texts. Reads: trimmed.
SELECT trimmed(text) AS text
FROM (SELECT unnest([<<texts>>]) AS text FROM read_parquet(<<raw>>))
WHERE contains(text, '.') OR contains(text, ',')
