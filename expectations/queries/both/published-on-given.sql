-- Rows without a date of publication. Grain: one row per offending row. Placeholder: batch.
SELECT
    row_number,
    'published_on is empty or not a date; write it as 2026-07-15' AS reason
FROM {batch}
WHERE published_on IS NULL
