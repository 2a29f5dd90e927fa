-- The label of a fiscal year: of the day that lies in it, by the day on which years start (07-01),
-- or as publishers write it: 2026/27, 2026-27, 2026/2027, FY2026/27; of a year alone, FY2026, only where
-- it is known to be named by the year in which it starts (by_start) or ends (by_end). One that starts
-- on 01-01 is the calendar year, 2026. NULL for anything else. Grain: one value.
CREATE OR REPLACE TEMP MACRO fiscal_label(on_day, starts, written, named) AS
    CASE
        WHEN starts = '01-01' THEN
            CASE
                WHEN on_day IS NOT NULL THEN strftime(on_day, '%Y')
                WHEN regexp_full_match(written, '(FY ?)?\d{4}') THEN right(written, 4)
            END
        WHEN on_day IS NOT NULL
        THEN fiscal_name(year(on_day) - CASE WHEN strftime(on_day, '%m-%d') < starts THEN 1 ELSE 0 END)
        WHEN named IS NOT NULL AND regexp_full_match(written, '(FY ?)?\d{4}')
        THEN fiscal_name(CAST(right(written, 4) AS INTEGER) - CASE named WHEN 'by_end' THEN 1 ELSE 0 END)
        WHEN
            regexp_full_match(written, '(FY ?)?\d{4}[/-](\d{2})?\d{2}')
            AND (CAST(regexp_extract(written, '\d{4}') AS INTEGER) + 1) % 100
                = CAST(right(written, 2) AS INTEGER)
        THEN fiscal_name(CAST(regexp_extract(written, '\d{4}') AS INTEGER))
    END
