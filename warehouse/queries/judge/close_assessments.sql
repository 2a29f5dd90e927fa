-- End what is no longer so. Parameters: judgement. Reads: differences.
UPDATE out.assessments
SET valid_until = $judgement
WHERE
    valid_until IS NULL
    AND (commitment, party, period) IN (
        SELECT (commitment, party, period) FROM differences WHERE from_verdict IS NOT NULL
    )
