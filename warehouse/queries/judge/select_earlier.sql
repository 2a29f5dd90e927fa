-- What the edition before the current one that speaks of a figure says of it.
-- Grain: one row per figure that a level is judged by, of parties of which anything was revised.
-- Reads: rules, formulas, chosen, editions, observed.
CREATE OR REPLACE TEMP TABLE earlier AS
WITH wanted AS (
    SELECT source, indicator FROM rules WHERE kind IN ('threshold', 'reach', 'sustain')
    UNION
    SELECT source, unnest([indicator, over]) AS indicator FROM formulas
),

revisable AS (
    SELECT chosen.*, observed.value AS current_value
    FROM chosen
    SEMI JOIN wanted ON chosen.source = wanted.source AND chosen.indicator = wanted.indicator
    INNER JOIN observed
        ON chosen.source = observed.source AND chosen.party = observed.party
        AND chosen.indicator = observed.indicator AND chosen.period = observed.period
        AND chosen.series IS NOT DISTINCT FROM observed.series
    WHERE chosen.edition_before IS NOT NULL
),

told AS (
    SELECT
        observations.*,
        observations.value IS DISTINCT FROM revisable.current_value AS is_revised
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
