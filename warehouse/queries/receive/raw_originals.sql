-- The rows of text a reader gave, without what is empty. Grain: one row per row read.
-- Places: raw, columns (the texts, as a struct).
SELECT
    file_row_number + 1 AS raw_row,
    concat_ws(', ', <<columns>>) AS original
FROM read_parquet(<<raw>>, file_row_number = true)
