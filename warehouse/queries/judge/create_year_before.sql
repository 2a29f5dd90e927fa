-- The label of the same period a year before. Grain: one value.
CREATE OR REPLACE TEMP MACRO year_before(label) AS
    CAST(CAST(left(label, 4) AS INTEGER) - 1 AS VARCHAR) || substr(label, 5)
