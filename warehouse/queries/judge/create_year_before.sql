-- The label of the same period a year before. Grain: one value.
CREATE OR REPLACE TEMP MACRO year_before(label) AS
    CASE WHEN is_fiscal(label) THEN fiscal_name(CAST(substr(label, 3, 4) AS INTEGER) - 1)
        ELSE CAST(CAST(left(label, 4) AS INTEGER) - 1 AS VARCHAR) || substr(label, 5)
    END
