-- Indicators half of whose figures are about a hundred times what they were in the edition that stands,
-- or a hundredth: the unit is another one. Five figures must meet another at least.
-- Grain: one row per indicator. Placeholder: batch.
WITH compared AS (
    SELECT
        staged.indicator,
        standing.published_on,
        ln(abs(CAST(staged.value AS DOUBLE))) - ln(abs(CAST(standing.value AS DOUBLE))) AS shift
    FROM {batch} AS staged
    INNER JOIN declared_indicator ON staged.indicator = declared_indicator.indicator
    INNER JOIN standing
        ON
            staged.party = standing.party
            AND staged.indicator = standing.indicator
            AND staged.period = standing.period
            AND staged.unit = standing.unit
            AND CASE WHEN is_dated THEN staged.item END
                IS NOT DISTINCT FROM CASE WHEN is_dated THEN standing.item END
            AND CASE WHEN is_dated THEN staged.occurred_on END
                IS NOT DISTINCT FROM CASE WHEN is_dated THEN standing.occurred_on END
    WHERE staged.value <> 0 AND standing.value <> 0
),
shifts AS (
    SELECT
        indicator, median(shift) AS shift, count(*) AS figures, max(published_on) AS published_on
    FROM compared
    GROUP BY indicator
    HAVING count(*) >= 5
)
SELECT
    CAST(NULL AS BIGINT) AS row_number,
    concat(
        'the figures of ', indicator, ' are about ', format('{{:,.0f}}', exp(abs(shift))), ' times ',
        CASE WHEN shift > 0 THEN 'larger' ELSE 'smaller' END, ' than in the edition of ',
        published_on, ' (', figures, ' compared): they are in another unit; send them in the unit ',
        'declared, or record the change as a known oddity of the source'
    ) AS reason
FROM shifts
WHERE
    abs(shift) >= ln(90)
    AND NOT EXISTS (
        SELECT 1 FROM oddity
        WHERE
            oddity.rule = 'magnitude-of-edition'
            AND coalesce(oddity.indicator = shifts.indicator, true)
    )
