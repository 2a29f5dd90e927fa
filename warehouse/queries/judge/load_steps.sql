-- What a threshold asks from a period on, where that changes. Whenever a fiscal year begins, it does
-- so in the year it is named after.
-- Grain: one row per commitment and step. Parameters: steps.
CREATE OR REPLACE TEMP TABLE steps AS
SELECT commitment, coalesce(period_start(since), CAST(substr(since, 3, 4) || '-01-01' AS DATE)) AS since, amount
FROM (
    SELECT unnest(
        from_json(
            $steps, '[{"commitment": "VARCHAR", "since": "VARCHAR", "amount": "DECIMAL(38, 18)"}]'
        ),
        recursive := true
    )
)
