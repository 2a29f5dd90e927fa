-- Indicators in percent of which no figure of five or more reaches 1 and none stood before: a
-- spreadsheet keeps 2.4 % as 0.024. Grain: one row per indicator. Placeholder: batch.
WITH told AS (
    SELECT staged.indicator, count(*) AS figures, max(abs(staged.value)) AS largest
    FROM {batch} AS staged
    INNER JOIN declared_indicator ON staged.indicator = declared_indicator.indicator
    WHERE declared_indicator.unit = 'percent' AND staged.value <> 0
    GROUP BY staged.indicator
    HAVING count(*) >= 5 AND max(abs(staged.value)) < 1
)
SELECT
    CAST(NULL AS BIGINT) AS row_number,
    concat(
        'none of the ', figures, ' figures of ', indicator, ' reaches 1 percent, the largest is ',
        plain(largest), '; are they fractions, as a spreadsheet keeps percentages?'
    ) AS reason
FROM told
ANTI JOIN standing ON told.indicator = standing.indicator
WHERE NOT is_odd('percent-not-fraction', told.indicator, NULL, NULL)
