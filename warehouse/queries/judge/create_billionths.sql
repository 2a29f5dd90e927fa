-- A figure as a whole number of billionths, rounded half up. Grain: one value.
CREATE OR REPLACE TEMP MACRO billionths(figure) AS
    CAST(CAST(figure AS DECIMAL(38, 9)) * 1000000000 AS HUGEINT)
