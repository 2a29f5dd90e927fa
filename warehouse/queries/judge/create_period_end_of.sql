-- The last day of a period of a party by its label; of a fiscal year by the party's calendar.
-- Grain: one value. Reads: the variable fiscal_years.
CREATE OR REPLACE TEMP MACRO period_end_of(party, label) AS
    CASE WHEN label LIKE 'FY%'
        THEN CAST(period_start_of(party, label) + INTERVAL 1 YEAR - INTERVAL 1 DAY AS DATE)
        ELSE period_end(label)
    END
