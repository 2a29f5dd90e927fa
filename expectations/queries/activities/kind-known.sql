-- Rows of a kind the source does not declare. Grain: one row per offending row. Placeholder: batch.
SELECT
    staged.row_number,
    'kind ' || shown(staged.kind) || ' is not declared by source ' || shown(expected.source) AS reason
FROM {batch} AS staged
CROSS JOIN expected
WHERE
    staged.kind IS NULL
    OR staged.kind NOT IN (SELECT allowed_stage.kind FROM allowed_stage)
