-- What stood before of the indicators the file speaks of. Grain: one row per standing figure.
-- Variables: standing (path of a Parquet file of these columns).
CREATE VIEW standing AS
SELECT party, indicator, period, series, item, occurred_on, value, unit, published_on
FROM read_parquet(getvariable('standing'))
WHERE indicator IN (SELECT DISTINCT staged.indicator FROM staged)
