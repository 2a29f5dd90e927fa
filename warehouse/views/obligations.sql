-- What is owed, by whom, for which period and by when. Grain: one row per commitment, party, period.
CREATE OR REPLACE VIEW out.obligations AS
SELECT commitment, arrangement, party, period, period_start, period_end, due_on, required, unit
FROM out.assessments
WHERE valid_until IS NULL AND verdict <> 'waived'
