-- Hand the located rows to the lake's connection. Places: path.
COPY (SELECT line, rule, reason, original FROM set_aside ORDER BY line, rule)
TO <<path>> (FORMAT parquet, COMPRESSION zstd)
