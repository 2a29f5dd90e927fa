-- Rows whose event lies before 1900 or, unless it is planned, after their own publication.
-- Grain: one row per offending row. Placeholder: batch.
SELECT
    row_number,
    'occurred_on ' || CAST(occurred_on AS VARCHAR)
        || CASE
            WHEN occurred_on < DATE '1900-01-01' THEN ' is before 1900'
            ELSE ' is after published_on ' || CAST(published_on AS VARCHAR)
        END AS reason
FROM {batch}
WHERE
    occurred_on < DATE '1900-01-01'
    OR (
        occurred_on > published_on
        AND indicator NOT IN (
            SELECT declared_indicator.indicator FROM declared_indicator WHERE is_planned
        )
    )
