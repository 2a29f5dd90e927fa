-- The cells each standing assessment rests on. Grain: one row per assessment and cell.
CREATE OR REPLACE VIEW out.evidence AS
SELECT assessment, commitment, party, period, unnest(evidence, recursive := true)
FROM out.assessments
WHERE valid_until IS NULL
