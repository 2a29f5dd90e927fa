-- Rows without a case. Grain: one row per offending row. Placeholder: batch.
SELECT
    row_number,
    'activity is empty; every row names its case' AS reason
FROM {batch}
WHERE activity IS NULL
