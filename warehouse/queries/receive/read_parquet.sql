-- A Parquet file as rows of text. Grain: one row per row. Places: file, columns, raw.
COPY (
    SELECT 'row ' || (file_row_number + 1) AS place, <<columns>>
    FROM read_parquet(<<file>>, file_row_number = true)
) TO <<raw>> (FORMAT parquet, COMPRESSION zstd)
