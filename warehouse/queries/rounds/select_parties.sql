-- Who was expected and who has submitted, one by one. Grain: one row per source, round, period and
-- party. Parameters: source, period, party (each may be NULL: all). Reads: party_rounds.
SELECT
    source, round, name, period, party, is_expected, exemption, submitted_on, due_on, days_late, timeliness
FROM party_rounds
WHERE
    ($source IS NULL OR source = $source)
    AND ($period IS NULL OR period = $period)
    AND ($party IS NULL OR party = $party)
ORDER BY source, round, period_start, party
