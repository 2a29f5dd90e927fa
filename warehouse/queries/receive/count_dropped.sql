-- What an edition no longer says of the series it replaces. Grain: one row.
-- Places: published, standing.
WITH sent AS (
    SELECT * FROM read_parquet(<<published>>)
),

replaced AS (
    SELECT series, max(published_on) AS published_on FROM sent WHERE series IS NOT NULL GROUP BY series
)

SELECT
    count(*) AS dropped,
    list_sort(list(DISTINCT standing.party)) AS dropped_parties
FROM read_parquet(<<standing>>) AS standing
INNER JOIN replaced ON standing.series = replaced.series
ANTI JOIN sent
    ON standing.series = sent.series
    AND standing.party = sent.party
    AND standing.indicator = sent.indicator
    AND standing.period = sent.period
    AND standing.item IS NOT DISTINCT FROM sent.item
WHERE
    NOT EXISTS (SELECT 1 FROM sent WHERE corrects IS NOT NULL)
    AND standing.value IS NOT NULL
    AND standing.published_on <= replaced.published_on
