-- The party that a submission is of, when all its rows are of one: one row, or none of several.
-- Parameters: submission.
SELECT any_value(party) AS party
FROM core.observations
WHERE submission = $submission
HAVING count(DISTINCT party) = 1
