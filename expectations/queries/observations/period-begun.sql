-- Rows of a period that had not begun when they were published, although they are no forecast, no
-- amount due later and no plan. What has a day of its own is told of by that day.
-- Grain: one row per offending row. Placeholder: batch. Each label is read once.
WITH ahead AS (
    SELECT period, period_start(period) AS begins_on
    FROM (SELECT DISTINCT staged.period FROM {batch} AS staged)
    WHERE period_start(period) > (SELECT expected.published_on FROM expected)
)
SELECT
    staged.row_number,
    concat(
        staged.party, ' ', staged.indicator, ' ', staged.period, ' with status ', shown(staged.status),
        ': the period had not begun on ', staged.published_on, ', the day of publication; is it ',
        'another period, or a forecast (F)?'
    ) AS reason
FROM {batch} AS staged
INNER JOIN ahead ON staged.period = ahead.period
INNER JOIN declared_indicator ON staged.indicator = declared_indicator.indicator
WHERE
    staged.value IS NOT NULL
    AND staged.status <> 'F'
    AND staged.occurred_on IS NULL
    AND coalesce(staged.due_on < ahead.begins_on, true)
    AND NOT declared_indicator.is_planned
    AND NOT is_odd('period-begun', staged.indicator, staged.party, staged.period)
