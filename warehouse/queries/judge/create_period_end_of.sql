-- The last day of a period by its label; of a fiscal year by the calendar of a party, or the day on
-- which the year begins.
-- Grain: one value. Reads: the variable fiscal_years.
CREATE OR REPLACE TEMP MACRO period_end_of(calendar, label) AS
    CASE WHEN label LIKE 'FY%'
        THEN CAST(period_start_of(calendar, label) + INTERVAL 1 YEAR - INTERVAL 1 DAY AS DATE)
        ELSE period_end(label)
    END
