-- Rows of another edition than most of the file. Grain: one row per offending row.
-- Placeholder: batch.
SELECT
    row_number,
    'published_on ' || CAST(staged.published_on AS VARCHAR) || ' was sent, the file''s other rows have '
        || CAST(expected.published_on AS VARCHAR) || '; one file holds one edition' AS reason
FROM {batch} AS staged
CROSS JOIN expected
WHERE staged.published_on <> expected.published_on
