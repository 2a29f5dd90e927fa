-- A staged file with the codes of parties it names. Grain: one row per row staged.
-- Places: staged, named, codes (the columns, each as its code).
COPY (
    SELECT * REPLACE (<<codes>>)
    FROM read_parquet(<<staged>>)
) TO <<named>> (FORMAT parquet, COMPRESSION zstd)
