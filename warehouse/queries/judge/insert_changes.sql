-- Record verdicts that differ. Parameters: judgement, as_of. Reads: differences.
-- An obligation judged for the first time is a change only when it comes with a verdict.
INSERT INTO out.changes
SELECT
    $judgement, $as_of, commitment, arrangement, party, period, from_verdict, to_verdict,
    from_value, to_value, unit, cause
FROM differences
WHERE
    from_verdict IS DISTINCT FROM to_verdict
    AND NOT (from_verdict IS NULL AND to_verdict IN ('pending', 'no_data', 'waived'))
ORDER BY commitment, party, period
