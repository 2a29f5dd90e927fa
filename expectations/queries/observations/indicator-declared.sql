-- Rows of an indicator the source does not declare. Grain: one row per offending row.
-- Placeholder: batch.
SELECT
    row_number,
    CASE
        WHEN staged.indicator IS NULL THEN 'indicator is empty'
        ELSE 'indicator ' || shown(staged.indicator) || ' is not declared by source '
            || shown(expected.source)
    END AS reason
FROM {batch} AS staged
CROSS JOIN expected
WHERE
    staged.indicator IS NULL
    OR staged.indicator NOT IN (SELECT declared_indicator.indicator FROM declared_indicator)
