-- Rows of text that a reader spooled, as Parquet. Grain: one row per row read.
-- Places: file, columns, raw. Unless told, the buffer is sixteen of the longest lines: 1 GB.
COPY (
    SELECT *
    FROM read_csv(
        <<file>>,
        columns = <<columns>>,
        auto_detect = false,
        compression = 'none',
        header = false,
        delim = ',',
        quote = '"',
        escape = '"',
        nullstr = '',
        new_line = '\n',
        parallel = false,
        max_line_size = 67108864,
        buffer_size = 67108864
    )
) TO <<raw>> (FORMAT parquet, COMPRESSION zstd)
