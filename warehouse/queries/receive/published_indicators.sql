-- The indicators that rows to be published speak of. Grain: one row per indicator.
-- Places: published.
SELECT DISTINCT indicator FROM read_parquet(<<published>>) ORDER BY indicator
