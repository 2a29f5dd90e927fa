-- Rows whose status is no observation status we use. Grain: one row per offending row.
-- Placeholder: batch.
SELECT
    row_number,
    'status ' || shown(status)
        || ' is not one of A (normal), E (estimated), P (provisional), F (forecast), M (missing)' AS reason
FROM {batch}
WHERE status IS NULL OR status NOT IN ('A', 'E', 'P', 'F', 'M')
