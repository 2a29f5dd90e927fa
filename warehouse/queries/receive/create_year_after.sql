-- The label of the same period a year after. Grain: one value. Reads: is_fiscal, fiscal_name.
CREATE OR REPLACE TEMP MACRO year_after(label) AS
    CASE WHEN is_fiscal(label) THEN fiscal_name(CAST(substr(label, 3, 4) AS INTEGER) + 1)
        ELSE CAST(CAST(left(label, 4) AS INTEGER) + 1 AS VARCHAR) || substr(label, 5)
    END
