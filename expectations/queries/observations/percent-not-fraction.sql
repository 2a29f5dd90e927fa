-- Indicators in percent of which no figure reaches 1 and none stood before: a spreadsheet keeps 2.4 %
-- as 0.024. Where there are fewer than five, small shares are no rarity: none reaches 0.1. Of five and
-- more it may be some of them: half lie below 0.1.
-- Grain: one row per indicator. Placeholder: batch.
WITH told AS (
    SELECT staged.indicator, count(*) AS figures, max(abs(staged.value)) AS largest,
        count(*) FILTER (WHERE abs(staged.value) < 0.1) AS small
    FROM {batch} AS staged
    INNER JOIN declared_indicator ON staged.indicator = declared_indicator.indicator
    WHERE declared_indicator.unit = 'percent' AND staged.value <> 0
    GROUP BY staged.indicator
    HAVING
        max(abs(staged.value)) < if(count(*) >= 5, 1, 0.1)
        OR (count(*) >= 5 AND count(*) FILTER (WHERE abs(staged.value) < 0.1) * 2 >= count(*))
)
SELECT
    CAST(NULL AS BIGINT) AS row_number,
    concat(
        CASE
            WHEN figures = 1
                THEN concat('the figure of ', indicator, ' is ', plain(largest), ' percent; is it a fraction')
            WHEN figures >= 5 AND largest >= 1
                THEN
                    concat(
                        small, ' of the ', figures, ' figures of ', indicator, ' lie below 0.1 percent, the ',
                        'largest is ', plain(largest), '; are they fractions'
                    )
            ELSE
                concat(
                    'none of the ', figures, ' figures of ', indicator, ' reaches 1 percent, the largest ',
                    'is ', plain(largest), '; are they fractions'
                )
        END,
        ', as a spreadsheet keeps percentages?'
    ) AS reason
FROM told
ANTI JOIN standing ON told.indicator = standing.indicator
WHERE NOT is_odd('percent-not-fraction', told.indicator, NULL, NULL)
