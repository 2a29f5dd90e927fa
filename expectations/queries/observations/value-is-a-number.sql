-- Rows whose value was sent but cannot be read. Grain: one row per offending row.
-- Placeholder: batch.
SELECT
    row_number,
    'value is not a number; write it with a decimal point and without thousands separators, '
        || 'with all its digits' AS reason
FROM {batch}
WHERE has_value_text AND value IS NULL
