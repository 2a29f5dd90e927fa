-- Rows whose value lies outside the limits of their indicator. Grain: one row per offending row.
-- Placeholder: batch.
SELECT
    staged.row_number,
    'value ' || plain(staged.value)
        || CASE
            WHEN staged.value < declared_indicator.minimum
                THEN ' is below ' || plain(declared_indicator.minimum) || ', the least'
            ELSE ' is above ' || plain(declared_indicator.maximum) || ', the most'
        END
        || ' that indicator ' || shown(staged.indicator) || ' can be' AS reason
FROM {batch} AS staged
INNER JOIN declared_indicator ON staged.indicator = declared_indicator.indicator
WHERE
    staged.value < declared_indicator.minimum
    OR staged.value > declared_indicator.maximum
