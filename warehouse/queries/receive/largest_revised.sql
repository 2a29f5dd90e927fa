-- The figures an edition revises most, relative to what stood. Grain: one row per figure.
-- Parameters: most.
SELECT
    party, indicator, period, unit, from_value, to_value,
    from_due_on, to_due_on, from_occurred_on, to_occurred_on
FROM met
WHERE counts AND differs
ORDER BY
    CASE
        WHEN from_value IS NULL OR to_value IS NULL THEN NULL
        ELSE abs(CAST(to_value AS DOUBLE) - CAST(from_value AS DOUBLE))
            / nullif(greatest(abs(CAST(from_value AS DOUBLE)), abs(CAST(to_value AS DOUBLE))), 0)
    END DESC NULLS LAST,
    indicator, party, period
LIMIT $most
