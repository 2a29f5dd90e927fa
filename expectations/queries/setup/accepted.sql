-- What was accepted before of the edition that the file corrects. Grain: one row per figure.
-- Variables: accepted (path of a Parquet file of these columns).
CREATE VIEW accepted AS
SELECT party, indicator, period, item, occurred_on FROM read_parquet(getvariable('accepted'))
