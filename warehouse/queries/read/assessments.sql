-- Assessments that pass the filters; a NULL filter lets everything pass.
-- Grain: one row per commitment, party, period. Places: relation.
-- Parameters: commitment, arrangement, party, period, verdict, parties (list).
SELECT
    assessment, commitment, arrangement, party, period, period_start, period_end, verdict,
    timeliness, value, target, required, unit, gap, gap_usd, provisional, fragile, due_on, kept_on,
    days_late, published_on, reason, is_illustrative, unmet_since, fragile_reason,
    other_value, alternatives
FROM <<relation>>
WHERE
    ($commitment IS NULL OR commitment = $commitment)
    AND ($arrangement IS NULL OR arrangement = $arrangement)
    AND ($party IS NULL OR party = $party)
    AND ($period IS NULL OR period = $period)
    AND ($verdict IS NULL OR verdict = $verdict)
    AND ($parties IS NULL OR list_contains($parties, party))
ORDER BY commitment, period_start, party
