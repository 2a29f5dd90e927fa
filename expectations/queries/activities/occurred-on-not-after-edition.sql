-- Rows that lie after their own publication. Grain: one row per offending row. Placeholder: batch.
SELECT
    row_number,
    'occurred_on ' || CAST(occurred_on AS VARCHAR) || ' is after published_on '
        || CAST(published_on AS VARCHAR) AS reason
FROM {batch}
WHERE occurred_on > published_on
