-- One party's latest judged obligation of every commitment. Grain: one row per commitment.
-- Places: relation. Parameters: party.
SELECT
    assessment, commitment, arrangement, party, period, period_start, period_end, verdict,
    timeliness, value, target, required, unit, gap, gap_usd, provisional, fragile, due_on, kept_on,
    days_late, published_on, reason, is_illustrative, unmet_since, fragile_reason,
    other_value, alternatives
FROM <<relation>>
WHERE party = $party AND verdict NOT IN ('pending', 'no_data')
QUALIFY row_number() OVER (PARTITION BY commitment ORDER BY period_start DESC) = 1
ORDER BY commitment
