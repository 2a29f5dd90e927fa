-- How punctual each submitter is. Grain: one row per source and party. Parameters: source, party
-- (each may be NULL: all). Reads: party_rounds. The median is over what was submitted; what came
-- in time was 0 days late.
SELECT
    source,
    party,
    count(*) AS expected,
    count(*) FILTER (timeliness = 'on_time') AS on_time,
    count(*) FILTER (timeliness = 'late') AS late,
    count(*) FILTER (timeliness IN ('overdue', 'delinquent')) AS missing,
    count(*) FILTER (timeliness IN ('not_due', 'due')) AS awaited,
    CAST(median(days_late) FILTER (submitted_on IS NOT NULL) AS DECIMAL(9, 1)) AS median_days_late
FROM party_rounds
WHERE
    is_expected
    AND ($source IS NULL OR source = $source)
    AND ($party IS NULL OR party = $party)
GROUP BY source, party
ORDER BY source, party
