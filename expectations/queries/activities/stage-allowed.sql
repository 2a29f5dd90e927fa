-- Rows whose stage is none of their kind's. Grain: one row per offending row. Placeholder: batch.
WITH allowed AS (
    SELECT kind, list(stage) AS stages, string_agg(stage, ', ' ORDER BY place) AS named
    FROM allowed_stage
    GROUP BY kind
)
SELECT
    staged.row_number,
    'stage ' || shown(staged.stage) || ' is none of the stages of kind ' || shown(staged.kind) || ', '
        || allowed.named AS reason
FROM {batch} AS staged
INNER JOIN allowed ON staged.kind = allowed.kind
WHERE staged.stage IS NULL OR NOT list_contains(allowed.stages, staged.stage)
