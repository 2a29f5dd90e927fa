-- Rows published after the day we received them. Grain: one row per offending row.
-- Placeholder: batch.
SELECT
    row_number,
    'published_on ' || CAST(staged.published_on AS VARCHAR) || ' is after '
        || CAST(expected.received_on AS VARCHAR) || ', the day this file was received' AS reason
FROM {batch} AS staged
CROSS JOIN expected
WHERE staged.published_on > expected.received_on
