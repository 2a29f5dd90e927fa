-- What an edition no longer says of the series it replaces; some of it because the row that says it
-- is set aside. Grain: one row. Places: published, standing, staged.
WITH sent AS (
    SELECT * FROM read_parquet(<<published>>)
),

said AS (
    SELECT DISTINCT party, indicator, period, item FROM read_parquet(<<staged>>)
),

replaced AS (
    SELECT series, max(published_on) AS published_on FROM sent WHERE series IS NOT NULL GROUP BY series
)

SELECT
    count(*) AS dropped,
    list_sort(list(DISTINCT standing.party)) AS dropped_parties,
    count(*) FILTER (said.party IS NOT NULL) AS dropped_set_aside
FROM read_parquet(<<standing>>) AS standing
INNER JOIN replaced ON standing.series = replaced.series
ANTI JOIN sent
    ON standing.series = sent.series
    AND standing.party = sent.party
    AND standing.indicator = sent.indicator
    AND standing.period = sent.period
    AND standing.item IS NOT DISTINCT FROM sent.item
LEFT JOIN said
    ON standing.party = said.party
    AND standing.indicator = said.indicator
    AND standing.period = said.period
    AND standing.item IS NOT DISTINCT FROM said.item
WHERE
    NOT EXISTS (SELECT 1 FROM sent WHERE corrects IS NOT NULL)
    AND standing.value IS NOT NULL
    AND standing.published_on <= replaced.published_on
