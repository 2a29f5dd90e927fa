-- Series that state an indicator which series within them state as well, in the file or standing: the
-- one may be the sum of the others, so that who adds them all up counts the same money twice.
-- Grain: one row per indicator. Placeholder: batch.
WITH parts AS (
    SELECT DISTINCT series, indicator, unit, unnest(string_split(within, ' | ')) AS whole
    FROM {batch}
    WHERE within IS NOT NULL AND series IS NOT NULL
),

-- Grouped before they are joined: a file has many more rows than series.
sent AS (
    SELECT series, indicator, unit, sum(value) AS amount, bool_or(value <> 0) AS is_stated
    FROM {batch}
    WHERE series IS NOT NULL
    GROUP BY ALL
),

stood AS (
    SELECT series, indicator, unit, sum(value) AS amount, bool_or(value <> 0) AS is_stated
    FROM standing
    WHERE series IS NOT NULL
    GROUP BY ALL
),

summed AS (
    SELECT series, indicator, unit, amount FROM sent WHERE is_stated
    UNION ALL
    SELECT stood.series, stood.indicator, stood.unit, stood.amount
    FROM stood
    ANTI JOIN sent ON stood.series = sent.series
    WHERE stood.is_stated
),

-- Grouped before the wholes are joined: parts and wholes of one indicator are too many to pair.
of_parts AS (
    SELECT
        parts.indicator,
        parts.whole,
        parts.unit,
        sum(part.amount) AS of_parts,
        list(parts.series ORDER BY parts.series) AS named
    FROM parts
    INNER JOIN summed AS part
        ON parts.series = part.series AND parts.indicator = part.indicator AND parts.unit = part.unit
    GROUP BY parts.indicator, parts.whole, parts.unit
),

twice AS (
    SELECT of_parts.*, summed.amount
    FROM of_parts
    INNER JOIN summed
        ON
            of_parts.whole = summed.series
            AND of_parts.indicator = summed.indicator
            AND of_parts.unit = summed.unit
),

told AS (
    SELECT
        indicator,
        count(*) AS wholes,
        list(
            concat(
                whole, ' ', plain(amount), ' ', unit, ' beside ', plain(of_parts), ' of ',
                array_to_string(named[1:3], ', '),
                CASE WHEN len(named) > 3 THEN concat(' and ', len(named) - 3, ' more') END
            )
            ORDER BY abs(amount) DESC, whole, unit
        ) AS named
    FROM twice
    GROUP BY indicator
)
SELECT
    CAST(NULL AS BIGINT) AS row_number,
    concat(
        indicator, ': the same money may count twice, stated by a whole and by parts of it: ',
        array_to_string(named[1:5], '; '),
        CASE WHEN wholes > 5 THEN concat('; and ', wholes - 5, ' more') END
    ) AS reason
FROM told
WHERE NOT is_odd('counted-once', told.indicator, NULL, NULL)
