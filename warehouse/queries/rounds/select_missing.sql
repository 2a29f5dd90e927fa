-- What has not been submitted although its period is over. Grain: one row per source, round, period
-- and party. Parameters: source, parties (may be NULL: all). Reads: party_rounds.
SELECT source, round, name, period, party, due_on, timeliness
FROM party_rounds
WHERE
    source = $source
    AND timeliness IN ('due', 'overdue', 'delinquent')
    AND ($parties IS NULL OR list_contains($parties, party))
ORDER BY round, period_start, party
