-- Rows dated before an earlier stage of the same activity.
-- Grain: one row per offending row. Placeholder: batch.
WITH placed AS (
    SELECT staged.row_number, staged.activity, staged.stage, staged.occurred_on, allowed_stage.place
    FROM {batch} AS staged
    INNER JOIN allowed_stage ON staged.kind = allowed_stage.kind AND staged.stage = allowed_stage.stage
    WHERE staged.activity IS NOT NULL AND staged.occurred_on IS NOT NULL
),
compared AS (
    SELECT
        *,
        max(occurred_on) OVER before AS latest_before,
        arg_max(stage, occurred_on) OVER before AS stage_before
    FROM placed
    WINDOW before AS (
        PARTITION BY activity ORDER BY place RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
)
SELECT
    row_number,
    'stage ' || shown(stage) || ' of activity ' || shown(activity) || ' is dated '
        || CAST(occurred_on AS VARCHAR) || ', before ' || shown(stage_before) || ' on '
        || CAST(latest_before AS VARCHAR) AS reason
FROM compared
WHERE occurred_on < latest_before
