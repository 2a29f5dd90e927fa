-- How many of those expected have submitted, and who has not. Grain: one row per source, round and
-- period. Parameters: source, period (each may be NULL: all). Reads: party_rounds.
SELECT
    source, round, name, period,
    min(due_on) AS due_on,
    count(*) AS expected,
    count(submitted_on) AS submitted,
    count(*) FILTER (timeliness = 'late') AS late,
    count(*) FILTER (timeliness = 'not_due') AS not_due,
    count(*) FILTER (timeliness = 'due') AS due,
    count(*) FILTER (timeliness = 'overdue') AS overdue,
    count(*) FILTER (timeliness = 'delinquent') AS delinquent,
    max(submitted_on) AS last_submitted_on,
    coalesce(list(party ORDER BY party) FILTER (submitted_on IS NULL), []) AS missing
FROM party_rounds
WHERE
    is_expected
    AND ($source IS NULL OR source = $source)
    AND ($period IS NULL OR period = $period)
GROUP BY source, round, name, period, period_start
ORDER BY source, round, period_start
