-- Whose calendar the label of a fiscal year is read by, for a period owed by a party: that of the period,
-- named by the day on which its year begins; else the party's own. Grain: one value.
CREATE OR REPLACE TEMP MACRO calendar_of(party, period, period_start) AS
    CASE WHEN is_fiscal(period) THEN strftime(period_start, '%m-%d') ELSE party END
