-- What stands of the indicators a staged submission speaks of, for the audit to compare with.
-- Grain: one row per standing figure. Places: staged, path. Parameters: source.
COPY (
    SELECT party, indicator, period, item, occurred_on, value, unit, published_on
    FROM core.current_observations
    WHERE
        source = $source
        AND indicator IN (SELECT DISTINCT staged.indicator FROM read_parquet(<<staged>>) AS staged)
) TO <<path>> (FORMAT parquet, COMPRESSION zstd)
