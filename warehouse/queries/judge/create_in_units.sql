-- A whole number of billionths as a figure of nine decimals. Grain: one value.
CREATE OR REPLACE TEMP MACRO in_units(billionths) AS
    TRY(CAST(CAST(billionths AS DECIMAL(38, 0)) * CAST(0.000000001 AS DECIMAL(10, 9)) AS DECIMAL(38, 9)))
