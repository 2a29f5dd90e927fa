-- Units more than a tenth of whose figures, five at least, lie outside the limits of their indicators:
-- the file is in another unit, or its columns are exchanged, and what happens to lie within is no
-- better. Grain: one row per unit. Placeholder: batch.
WITH held AS (
    SELECT
        staged.indicator,
        staged.value,
        declared_indicator.unit,
        staged.value NOT BETWEEN coalesce(declared_indicator.minimum, staged.value)
        AND coalesce(declared_indicator.maximum, staged.value) AS is_outside
    FROM {batch} AS staged
    INNER JOIN declared_indicator
        ON staged.indicator = declared_indicator.indicator AND staged.unit = declared_indicator.unit
    WHERE staged.value IS NOT NULL AND staged.corrects IS NULL
),
units AS (
    SELECT
        unit,
        count(*) AS figures,
        count(*) FILTER (WHERE is_outside) AS outside,
        min({{'indicator': indicator, 'value': value}}) FILTER (WHERE is_outside) AS example
    FROM held
    GROUP BY unit
)
SELECT
    CAST(NULL AS BIGINT) AS row_number,
    concat(
        outside, ' of ', figures, ' figures in ', unit, ' lie outside the limits of their indicators, ',
        'such as ', plain(example.value), ' of ', example.indicator, ': the file counts in another ',
        'unit, or its columns are exchanged; send it in the units declared'
    ) AS reason
FROM units
WHERE
    outside >= 5
    AND outside * 10 > figures
    AND NOT is_odd('limits-of-edition', units.example.indicator, NULL, NULL)
ORDER BY unit
