-- The first day of a period of a party by its label; of a fiscal year by the party's calendar.
-- Grain: one value. Reads: the variable fiscal_years.
CREATE OR REPLACE TEMP MACRO period_start_of(party, label) AS
    CASE WHEN label LIKE 'FY%'
        THEN CAST(
            substr(label, 3, 4) || '-'
            || coalesce(getvariable('fiscal_years')[party], getvariable('fiscal_years')['']) AS DATE
        )
        ELSE period_start(label)
    END
