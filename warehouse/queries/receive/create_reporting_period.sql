-- The label of a period as SDMX and its publishers write it: 2024-A1, 2024-S1 or 2024-H1, 2024-Q3,
-- 2024-M07 or 2024-07, also without the hyphen before a letter; NULL where it is of another cadence.
-- Grain: one value. Source: SDMX 2.1 and 3.0, section 6, reporting time periods.
CREATE OR REPLACE TEMP MACRO reporting_period(written, cadence) AS
    CASE
        WHEN cadence = 'year' AND regexp_full_match(written, '\d{4}(-?A1)?')
        THEN left(written, 4)
        WHEN cadence = 'half' AND regexp_full_match(written, '\d{4}-?[SH][12]')
        THEN left(written, 4) || '-H' || right(written, 1)
        WHEN cadence = 'quarter' AND regexp_full_match(written, '\d{4}-?Q[1-4]')
        THEN left(written, 4) || '-Q' || right(written, 1)
        WHEN cadence = 'month' AND regexp_full_match(written, '\d{4}(-?M|-)(0[1-9]|1[0-2])')
        THEN left(written, 4) || '-' || right(written, 2)
    END
