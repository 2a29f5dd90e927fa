-- A figure and so many percent more, stated to nine decimals, rounded down; the percentage has four.
-- Grain: one value. NULL for a figure below zero, of which growth has no meaning.
CREATE OR REPLACE TEMP MACRO grown(figure, growth) AS
    CASE
        WHEN growth = 0 THEN figure
        WHEN figure >= 0
        THEN CAST(
            CAST(trunc(figure, 9) * 1000000000 AS HUGEINT)
            * (1000000 + CAST(growth * 10000 AS HUGEINT)) // 1000000 AS DECIMAL(38, 9)
        ) * CAST(0.000000001 AS DECIMAL(10, 9))
    END
