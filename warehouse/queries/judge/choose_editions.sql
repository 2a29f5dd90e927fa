-- Which edition's word counts for each figure that the rules ask for, and which spoke of it before.
-- Grain: one row per source, party, indicator, period, series that is at hand. Of a series, only
-- what its latest edition holds counts. `first_confirmed_on` is when the value 1 was first published.
-- What was received twice as the edition of one day has an edition before it of an earlier day.
-- Grouping takes a tenth of the time of a window over the rows.
-- Reads: rules, named, formulas, workings, bound, circles, editions.
CREATE OR REPLACE TEMP TABLE chosen AS
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
    WHERE observations.series IS NOT NULL
    GROUP BY ALL
),

told AS (
    SELECT
        observations.source,
        observations.party,
        observations.indicator,
        observations.period,
        observations.series,
        max(editions.edition, 2) AS latest,
        min(observations.published_on) AS first_published_on,
        min(observations.published_on) FILTER (observations.value = 1) AS first_confirmed_on
    FROM core.observations
    INNER JOIN editions ON observations.submission = editions.submission
    SEMI JOIN wanted
        ON observations.source = wanted.source AND observations.indicator = wanted.indicator
    SEMI JOIN counted ON observations.party = counted.party
    GROUP BY ALL
),

copies AS (
    SELECT latest.source, latest.edition, latest.edition_of, other.edition AS copied
    FROM editions AS latest
    INNER JOIN editions AS other
        ON latest.source = other.source AND latest.edition_of = other.edition_of
        AND latest.edition > other.edition
),

received_twice AS (
    SELECT told.source, told.party, told.indicator, told.period, told.series, copies.edition_of
    FROM told
    INNER JOIN copies
        ON told.source = copies.source AND told.latest[1] = copies.edition AND told.latest[2] = copies.copied
),

told_on_earlier_day AS (
    SELECT
        twice.source, twice.party, twice.indicator, twice.period, twice.series,
        max(editions.edition) FILTER (editions.edition_of < twice.edition_of) AS edition
    FROM received_twice AS twice
    INNER JOIN core.observations
        ON twice.source = observations.source AND twice.party = observations.party
        AND twice.indicator = observations.indicator AND twice.period = observations.period
        AND twice.series IS NOT DISTINCT FROM observations.series
    INNER JOIN editions ON observations.submission = editions.submission
    GROUP BY ALL
),

-- What is in a series now may have been told of in another one before.
told_in_any AS (
    SELECT
        source,
        party,
        indicator,
        period,
        min(first_published_on) AS first_published_on,
        min(first_confirmed_on) AS first_confirmed_on
    FROM told
    SEMI JOIN latest_of_series ON told.source = latest_of_series.source
    GROUP BY ALL
)

SELECT
    told.source,
    told.party,
    told.indicator,
    told.period,
    told.series,
    latest[1] AS edition,
    -- Rows of one figure in one edition, such as payments, are of no edition before.
    CASE WHEN told_on_earlier_day.source IS NULL THEN nullif(latest[2], latest[1])
        ELSE told_on_earlier_day.edition
    END AS edition_before,
    coalesce(told_in_any.first_published_on, told.first_published_on) AS first_published_on,
    coalesce(told_in_any.first_confirmed_on, told.first_confirmed_on) AS first_confirmed_on
FROM told
LEFT JOIN told_in_any USING (source, party, indicator, period)
LEFT JOIN latest_of_series ON told.source = latest_of_series.source AND told.series = latest_of_series.series
LEFT JOIN told_on_earlier_day
    ON told.source = told_on_earlier_day.source AND told.party = told_on_earlier_day.party
    AND told.indicator = told_on_earlier_day.indicator AND told.period = told_on_earlier_day.period
    AND told.series IS NOT DISTINCT FROM told_on_earlier_day.series
WHERE told.series IS NULL OR latest[1] = latest_of_series.edition
