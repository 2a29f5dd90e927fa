-- The label of the period with a number, as `period_number` counts. Grain: one value.
CREATE OR REPLACE TEMP MACRO period_numbered(cadence, number) AS
    CASE cadence
        WHEN 'year' THEN CAST(number AS VARCHAR)
        WHEN 'fiscal_year' THEN fiscal_name(number)
        WHEN 'half' THEN format('{}-H{}', number // 2, number % 2 + 1)
        WHEN 'quarter' THEN format('{}-Q{}', number // 4, number % 4 + 1)
        WHEN 'month' THEN format('{}-{:02d}', number // 12, number % 12 + 1)
        WHEN 'day' THEN CAST(DATE '1970-01-01' + CAST(number AS INTEGER) AS VARCHAR)
    END
