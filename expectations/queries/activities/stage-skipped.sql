-- Rows whose stage was reached without the one before it. Grain: one row per offending row.
-- Placeholder: batch.
WITH placed AS (
    SELECT staged.row_number, staged.activity, staged.kind, staged.stage, allowed_stage.step
    FROM {batch} AS staged
    INNER JOIN allowed_stage ON staged.kind = allowed_stage.kind AND staged.stage = allowed_stage.stage
    WHERE staged.activity IS NOT NULL AND allowed_stage.step IS NOT NULL
)
SELECT
    placed.row_number,
    'activity ' || shown(placed.activity) || ' reached ' || shown(placed.stage) || ' and never '
        || shown(before.stage) || ', as far as this file tells' AS reason
FROM placed
INNER JOIN allowed_stage AS before
    ON placed.kind = before.kind AND placed.step = before.step + 1
ANTI JOIN placed AS passed
    ON placed.activity = passed.activity AND before.step = passed.step
