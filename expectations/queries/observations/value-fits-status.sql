-- Rows that send no value without saying that it is missing, or a value said to be missing.
-- Grain: one row per offending row. Placeholder: batch.
SELECT
    row_number,
    CASE
        WHEN has_value_text
            THEN 'status ''M'' says that the value is missing, but a value was sent'
                || coalesce(' (' || plain(value) || ')', '')
        ELSE 'value is empty and status is ' || shown(status)
            || '; a missing value is sent with status ''M'''
    END AS reason
FROM {batch}
WHERE has_value_text IS NOT DISTINCT FROM (status IS NOT DISTINCT FROM 'M')
