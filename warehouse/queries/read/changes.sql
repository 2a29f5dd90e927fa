-- Verdicts that moved, the newest first; a NULL filter lets everything pass.
-- Grain: one row per judgement, commitment, party, period.
-- Parameters: commitment, arrangement, party, since and until (days), latest_only (the newest day
-- on which anything moved).
SELECT
    commitment, arrangement, party, period, from_verdict, to_verdict, from_value, to_value, unit,
    cause, as_of
FROM out.changes
WHERE
    ($commitment IS NULL OR commitment = $commitment)
    AND ($arrangement IS NULL OR arrangement = $arrangement)
    AND ($party IS NULL OR party = $party)
    AND ($since IS NULL OR as_of > CAST($since AS DATE))
    AND ($until IS NULL OR as_of <= CAST($until AS DATE))
QUALIFY NOT $latest_only OR as_of = max(as_of) OVER ()
ORDER BY judgement DESC, commitment, party, period
