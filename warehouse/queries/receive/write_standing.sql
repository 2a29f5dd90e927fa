-- What stands of a source before a submission, to compare it with.
-- Grain: one row per standing figure. Places: path. Parameters: source.
COPY (
    SELECT party, indicator, period, series, item, occurred_on, due_on, value, unit, published_on
    FROM core.current_observations
    WHERE source = $source
) TO <<path>> (FORMAT parquet, COMPRESSION zstd)
