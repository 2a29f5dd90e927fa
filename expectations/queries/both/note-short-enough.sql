-- Rows whose note is too long to print. Grain: one row per offending row. Placeholder: batch.
SELECT
    row_number,
    'note has ' || CAST(length(note) AS VARCHAR) || ' characters, reports print the first 1000' AS reason
FROM {batch}
WHERE length(note) > 1000
