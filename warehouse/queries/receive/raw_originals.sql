-- The rows of text a reader gave, without what is empty. Grain: one row per row read.
-- Places: raw, columns (the texts, each with its name), typed (those of our own table as JSON, or
-- NULL).
SELECT
    file_row_number + 1 AS raw_row,
    concat_ws(', ', <<columns>>) AS original,
    CAST(<<typed>> AS JSON) AS typed
FROM read_parquet(<<raw>>, file_row_number = true)
