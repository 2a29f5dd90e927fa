-- The assessments as one judgement left them. Grain: one row per commitment, party, period.
-- Parameters: judgement.
CREATE OR REPLACE TEMP TABLE judged_then AS
SELECT *
FROM out.assessments
WHERE valid_from <= $judgement AND coalesce(valid_until > $judgement, true)
