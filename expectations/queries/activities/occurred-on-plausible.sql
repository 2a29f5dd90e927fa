-- Rows that lie before 1900. Grain: one row per offending row. Placeholder: batch.
SELECT
    row_number,
    'occurred_on ' || CAST(occurred_on AS VARCHAR) || ' is before 1900' AS reason
FROM {batch}
WHERE occurred_on < DATE '1900-01-01'
