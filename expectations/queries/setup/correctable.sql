-- The rows set aside that a row may correct. Grain: one row per such row.
-- Variables: correctable (path of a Parquet file of these columns).
CREATE VIEW correctable AS
SELECT key, submission, published_on FROM read_parquet(getvariable('correctable'))
