-- The current observations that the rules ask for.
-- Grain: the rows of the winning edition per source, party, indicator, period: one, or one per
-- dated payment; of a series, the rows of the latest edition that has any of it.
-- Reads: rules, formulas, workings, bound, circles, editions.
-- Where a source has but one edition there is nothing to choose. `first_confirmed_on` is when the
-- value 1 was first published.
CREATE OR REPLACE TEMP TABLE observed AS
WITH wanted AS (
    SELECT
        source,
        unnest([indicator, money_base]) AS indicator
    FROM rules
    UNION
    SELECT rules.source, named.indicator
    FROM named
    INNER JOIN rules USING (commitment)
    UNION
    SELECT source, indicator FROM formulas
    UNION
    SELECT over_source AS source, over AS indicator FROM formulas
    UNION
    SELECT deflator_source AS source, unnest([deflator, deflator_over]) AS indicator
    FROM rules
    UNION
    SELECT source, unnest([indicator, CASE WHEN other_source IS NULL THEN other END]) AS indicator
    FROM workings
    UNION
    SELECT other_source AS source, other AS indicator FROM workings
),

-- Totals count members that a promise may not bind.
counted AS (
    SELECT party FROM bound
    UNION
    SELECT party FROM circles
),

latest_of_series AS (
    SELECT observations.source, observations.series, max(editions.edition) AS edition
    FROM core.observations
    INNER JOIN editions ON observations.submission = editions.submission
    SEMI JOIN wanted ON observations.source = wanted.source
    WHERE observations.series IS NOT NULL AND editions.editions > 1
    GROUP BY ALL
),

candidates AS (
    SELECT observations.*, editions.edition, editions.editions
    FROM core.observations
    INNER JOIN editions ON observations.submission = editions.submission
    SEMI JOIN wanted
        ON observations.source = wanted.source AND observations.indicator = wanted.indicator
    SEMI JOIN counted ON observations.party = counted.party
)

SELECT
    submission, row_number, source, party, indicator, period, value, status, due_on, occurred_on,
    item, published_on, is_illustrative, published_on AS first_published_on,
    CASE WHEN value = 1 THEN published_on END AS first_confirmed_on,
    edition, series
FROM candidates
WHERE editions = 1
UNION ALL
SELECT
    submission, row_number, candidates.source, party, indicator, period, value, status, due_on,
    occurred_on, item, published_on, is_illustrative,
    min(published_on) OVER each_figure AS first_published_on,
    min(published_on) FILTER (value = 1) OVER each_figure AS first_confirmed_on,
    candidates.edition, candidates.series
FROM candidates
LEFT JOIN latest_of_series
    ON candidates.source = latest_of_series.source AND candidates.series = latest_of_series.series
WHERE editions > 1
WINDOW each_figure AS (PARTITION BY candidates.source, party, indicator, period)
QUALIFY candidates.edition
    = CASE
        WHEN candidates.series IS NULL
        THEN max(candidates.edition) FILTER (candidates.series IS NULL) OVER each_figure
        ELSE latest_of_series.edition
    END
