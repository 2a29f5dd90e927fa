-- Rows of a period that had not begun when they were published, although they are no forecast, no
-- amount due later and no plan. What has a day of its own is told of by that day.
-- Grain: one row per offending row. Placeholder: batch.
SELECT
    staged.row_number,
    concat(
        staged.party, ' ', staged.indicator, ' ', staged.period, ' with status ', shown(staged.status),
        ': the period had not begun on ', staged.published_on, ', the day of publication; is it ',
        'another period, or a forecast (F)?'
    ) AS reason
FROM {batch} AS staged
INNER JOIN declared_indicator ON staged.indicator = declared_indicator.indicator
WHERE
    period_start(staged.period) > staged.published_on
    AND staged.value IS NOT NULL
    AND staged.status <> 'F'
    AND staged.occurred_on IS NULL
    AND coalesce(staged.due_on < period_start(staged.period), true)
    AND NOT declared_indicator.is_planned
    AND NOT is_odd('period-begun', staged.indicator, staged.party, staged.period)
