-- The instalments in which what is owed for a year falls due, in hundredths of a percent.
-- Grain: one row per commitment and instalment. Parameters: instalments.
CREATE OR REPLACE TEMP TABLE instalments AS
SELECT commitment, month, day, CAST(share * 100 AS INTEGER) AS hundredths
FROM (
    SELECT unnest(
        from_json(
            $instalments,
            '[{"commitment": "VARCHAR", "share": "DECIMAL(5, 2)", "month": "INTEGER", "day": "INTEGER"}]'
        ),
        recursive := true
    )
)
