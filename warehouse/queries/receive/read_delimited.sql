-- A delimited file as rows of text in Parquet; lines that are no rows go to reject_errors.
-- Grain: one row per row the reader could take. Places: file, columns, delimiter, offset, raw.
COPY (
    SELECT 'row ' || (row_number() OVER () + <<offset>>) AS place, *
    FROM read_csv(
        <<file>>,
        columns = <<columns>>,
        auto_detect = false,
        compression = 'none',
        header = true,
        delim = <<delimiter>>,
        quote = '"',
        escape = '"',
        nullstr = '',
        store_rejects = true
    )
) TO <<raw>> (FORMAT parquet, COMPRESSION zstd)
