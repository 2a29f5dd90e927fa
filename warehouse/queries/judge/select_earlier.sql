-- What the edition before the current one that speaks of a figure says of it.
-- Grain: one row per figure that a level is judged by, of parties of which anything was revised.
-- Reads: rules, formulas, editions, observed.
CREATE OR REPLACE TEMP TABLE earlier AS
WITH wanted AS (
    SELECT source, indicator FROM rules WHERE kind IN ('threshold', 'reach', 'sustain')
    UNION
    SELECT source, unnest([indicator, over]) AS indicator FROM formulas
),

revisable AS (
    SELECT source, party, indicator, period, series, edition_before, value
    FROM observed
    SEMI JOIN wanted USING (source, indicator)
    WHERE edition_before IS NOT NULL
),

told AS (
    SELECT
        observations.*,
        observations.value IS DISTINCT FROM revisable.value AS is_revised
    FROM core.observations
    INNER JOIN editions ON observations.submission = editions.submission
    INNER JOIN revisable
        ON observations.source = revisable.source AND observations.party = revisable.party
        AND observations.indicator = revisable.indicator AND observations.period = revisable.period
        AND observations.series IS NOT DISTINCT FROM revisable.series
        AND editions.edition = revisable.edition_before
)

SELECT
    submission, row_number, source, party, indicator, period, value, status, due_on, occurred_on,
    item, published_on, is_illustrative, published_on AS first_published_on,
    CAST(NULL AS DATE) AS first_confirmed_on,
    is_revised
FROM told
SEMI JOIN (SELECT DISTINCT source, party FROM told WHERE is_revised) AS revised USING (source, party)
