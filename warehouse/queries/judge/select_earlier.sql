-- What the edition before the current one that speaks of a figure says of it.
-- Grain: one row per figure that a level is judged by, of parties of which anything was revised.
-- Reads: rules, formulas, editions, observed.
CREATE OR REPLACE TEMP TABLE earlier AS
WITH wanted AS (
    SELECT source, indicator FROM rules WHERE kind IN ('threshold', 'reach', 'sustain')
    UNION
    SELECT source, unnest([indicator, over]) AS indicator FROM formulas
),

current AS (
    SELECT source, party, indicator, period, series, edition, value AS current_value
    FROM observed
    SEMI JOIN wanted ON observed.source = wanted.source AND observed.indicator = wanted.indicator
    WHERE edition > 1
),

told AS (
    SELECT observations.*, editions.edition, current.current_value
    FROM core.observations
    INNER JOIN editions
        ON observations.submission = editions.submission AND editions.editions > 1
    INNER JOIN current
        ON observations.source = current.source AND observations.party = current.party
        AND observations.indicator = current.indicator AND observations.period = current.period
        AND observations.series IS NOT DISTINCT FROM current.series
        AND editions.edition < current.edition
    QUALIFY editions.edition = max(editions.edition) OVER (
        PARTITION BY observations.source, observations.party, observations.indicator, observations.period
    )
)

SELECT
    submission, row_number, source, party, indicator, period, value, status, due_on, occurred_on,
    item, published_on, is_illustrative, published_on AS first_published_on,
    CAST(NULL AS DATE) AS first_confirmed_on,
    value IS DISTINCT FROM current_value AS is_revised
FROM told
SEMI JOIN (
    SELECT DISTINCT source, party FROM told WHERE value IS DISTINCT FROM current_value
) AS revised USING (source, party)
