-- The label of the fiscal year that begins in a year: FY2026/27. Grain: one value.
CREATE OR REPLACE TEMP MACRO fiscal_name(year) AS
    'FY' || year || '/' || lpad(CAST((year + 1) % 100 AS VARCHAR), 2, '0')
