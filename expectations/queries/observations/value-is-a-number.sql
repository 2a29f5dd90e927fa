-- Rows whose value was sent but cannot be read. Grain: one row per offending row.
-- Placeholder: batch.
SELECT
    row_number,
    'value ' || shown(value_text) || CASE
        WHEN regexp_full_match(trim(value_text), '[+-]?[1-9]\d{{0,2}}[.,]\d{{3}}')
            THEN ' may be one or a thousand times as much: the file does not show which sign is the '
                || 'decimal one; write it with a decimal point and without thousands separators'
        ELSE ' is not a number; write it with a decimal point and without thousands separators, '
            || 'with all its digits'
    END AS reason
FROM {batch}
WHERE has_value_text AND value IS NULL
