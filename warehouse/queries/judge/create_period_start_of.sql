-- The first day of a period by its label; of a fiscal year by the calendar of a party, or the day on
-- which the year begins.
-- Grain: one value. Reads: the variable fiscal_years.
CREATE OR REPLACE TEMP MACRO period_start_of(calendar, label) AS
    CASE WHEN label LIKE 'FY%'
        THEN CAST(
            substr(label, 3, 4) || '-'
            || coalesce(getvariable('fiscal_years')[calendar], getvariable('fiscal_years')['']) AS DATE
        )
        ELSE period_start(label)
    END
