-- What stood on the day of an edition that comes late, of the indicators the file speaks of.
-- Grain: one row per figure that stood. Variables: stood (path of a Parquet file of these columns).
CREATE VIEW stood AS
SELECT party, indicator, period, series, item, occurred_on, value, unit, published_on
FROM read_parquet(getvariable('stood'))
WHERE indicator IN (SELECT DISTINCT staged.indicator FROM staged)
