-- The label of a fiscal year: of the day that lies in it, by the day on which years start (07-01),
-- or as publishers write it: 2026/27, 2026-27, 2026/2027, FY2026/27; NULL for anything else.
-- Grain: one value.
CREATE OR REPLACE TEMP MACRO fiscal_label(on_day, starts, written) AS
    CASE
        WHEN on_day IS NOT NULL
        THEN 'FY' || (year(on_day) - CASE WHEN strftime(on_day, '%m-%d') < starts THEN 1 ELSE 0 END)
            || '/' || lpad(CAST(
                (year(on_day) + CASE WHEN strftime(on_day, '%m-%d') < starts THEN 0 ELSE 1 END) % 100
                AS VARCHAR
            ), 2, '0')
        WHEN
            regexp_full_match(written, '(FY ?)?\d{4}[/-](\d{2})?\d{2}')
            AND (CAST(regexp_extract(written, '\d{4}') AS INTEGER) + 1) % 100
                = CAST(right(written, 2) AS INTEGER)
        THEN 'FY' || regexp_extract(written, '\d{4}') || '/' || right(written, 2)
    END
