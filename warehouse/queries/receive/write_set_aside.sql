-- Hand the located rows to the lake's connection. Places: path.
COPY (
    SELECT line, rule, reason, original, row_number, place, as_read
    FROM set_aside
    ORDER BY line, row_number, rule
) TO <<path>> (FORMAT parquet, COMPRESSION zstd)
