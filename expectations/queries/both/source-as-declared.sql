-- Rows of another source. Grain: one row per offending row. Placeholder: batch.
SELECT
    row_number,
    'source ' || shown(staged.source) || ' was sent, this form is for source ' || shown(expected.source)
        AS reason
FROM {batch} AS staged
CROSS JOIN expected
WHERE staged.source IS DISTINCT FROM expected.source
