-- What a threshold asks from a period on, where that changes.
-- Grain: one row per commitment and step. Parameters: steps.
CREATE OR REPLACE TEMP TABLE steps AS
SELECT commitment, period_start(since) AS since, amount
FROM (
    SELECT unnest(
        from_json(
            $steps, '[{"commitment": "VARCHAR", "since": "VARCHAR", "amount": "DECIMAL(38, 18)"}]'
        ),
        recursive := true
    )
)
