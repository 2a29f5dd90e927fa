-- The judgement as it stands. Grain: one row per commitment, party, period.
CREATE OR REPLACE VIEW out.current_assessments AS
SELECT * FROM out.assessments WHERE valid_until IS NULL
