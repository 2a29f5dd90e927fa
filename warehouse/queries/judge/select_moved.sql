-- Verdicts that differ between the two states. Grain: one row per commitment, party, period.
-- Parameters: commitment, arrangement, party, period (NULL: all), as_of. Reads: differences.
-- An obligation that only one of the two knows is a change only when it has a verdict there.
SELECT
    commitment, arrangement, party, period, from_verdict, to_verdict, from_value, to_value,
    from_required, to_required, from_published_on, to_published_on, unit, cause,
    CAST($as_of AS DATE) AS as_of
FROM differences
WHERE
    from_verdict IS DISTINCT FROM to_verdict
    AND NOT (from_verdict IS NULL AND to_verdict IN ('pending', 'no_data', 'waived'))
    AND NOT (to_verdict IS NULL AND from_verdict IN ('pending', 'no_data', 'waived'))
    AND ($commitment IS NULL OR commitment = $commitment)
    AND ($arrangement IS NULL OR arrangement = $arrangement)
    AND ($party IS NULL OR party = $party)
    AND ($period IS NULL OR period = $period)
ORDER BY commitment, party, period
