-- Indicators half of whose figures are about a hundred times what they were in the edition that stands,
-- or a hundredth: the unit is another one. Five figures must meet another at least.
-- Grain: one row per indicator. Placeholder: batch.
WITH compared AS (
    SELECT
        staged.indicator,
        met.published_on,
        ln(abs(CAST(staged.value AS DOUBLE))) - ln(abs(CAST(met.value AS DOUBLE))) AS shift
    FROM {batch} AS staged
    INNER JOIN met ON staged.row_number = met.row_number AND staged.unit = met.unit
    WHERE staged.value <> 0 AND met.value <> 0
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
        published_on, ' (', figures, ' compared): those of one edition are in another unit; send them in ',
        'the unit declared or, if that edition is the wrong one, ask for its withdrawal and ',
        'send this one again'
    ) AS reason
FROM shifts
WHERE abs(shift) >= ln(90) AND NOT is_odd('magnitude-of-edition', shifts.indicator, NULL, NULL)
