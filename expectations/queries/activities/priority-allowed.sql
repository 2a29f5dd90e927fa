-- Rows whose priority is none of their kind's. Grain: one row per offending row. Placeholder: batch.
WITH allowed AS (
    SELECT kind, list(priority) AS priorities, string_agg(priority, ', ' ORDER BY place) AS named
    FROM allowed_priority
    GROUP BY kind
)
SELECT
    staged.row_number,
    'priority ' || shown(staged.priority) || ' is none of those of kind ' || shown(staged.kind) || ', '
        || coalesce(allowed.named, 'which has none') AS reason
FROM {batch} AS staged
LEFT JOIN allowed ON staged.kind = allowed.kind
WHERE
    staged.priority IS NOT NULL
    AND NOT coalesce(list_contains(allowed.priorities, staged.priority), false)
