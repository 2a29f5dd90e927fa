-- Rows without the day of their stage. Grain: one row per offending row. Placeholder: batch.
SELECT
    row_number,
    'occurred_on is empty or not a date; write it as 2026-07-15' AS reason
FROM {batch}
WHERE occurred_on IS NULL
