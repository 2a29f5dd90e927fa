-- Rows that share activity and stage with another row; all of them.
-- Grain: one row per offending row. Placeholder: batch.
WITH repeated AS (
    SELECT activity, stage, count(*) AS copies
    FROM {batch} AS staged
    WHERE activity IS NOT NULL
    GROUP BY activity, stage
    HAVING count(*) > 1
)
SELECT
    staged.row_number,
    'stage ' || shown(staged.stage) || ' of activity ' || shown(staged.activity) || ' appears '
        || CAST(repeated.copies AS VARCHAR) || ' times in this file' AS reason
FROM {batch} AS staged
INNER JOIN repeated
    ON
        staged.activity = repeated.activity
        AND staged.stage IS NOT DISTINCT FROM repeated.stage
