-- Verdicts given for periods that have ended which the register at hand would give otherwise.
-- Grain: one row per commitment. Parameters: last_as_of (the day of the stored judgement).
-- Reads: differences, judged. New evidence, members and waivers may turn a verdict; a rule may not.
SELECT
    old.commitment,
    count(*) AS verdicts,
    arg_min(old.period, old.period_end) AS first_period,
    arg_max(old.period, old.period_end) AS last_period,
    max(old.period_end) AS last_day,
    arg_max(old.party, (old.verdict IS DISTINCT FROM new.verdict, old.period_end, old.party)) AS party,
    arg_max(old.period, (old.verdict IS DISTINCT FROM new.verdict, old.period_end, old.party)) AS period,
    arg_max(old.verdict, (old.verdict IS DISTINCT FROM new.verdict, old.period_end, old.party))
        AS from_verdict,
    arg_max(
        coalesce(new.verdict, 'none'),
        (old.verdict IS DISTINCT FROM new.verdict, old.period_end, old.party)
    ) AS to_verdict
FROM out.current_assessments AS old
SEMI JOIN differences
    ON old.commitment = differences.commitment AND old.party = differences.party
    AND old.period = differences.period AND differences.cause = 'rule changed'
LEFT JOIN judged AS new
    ON old.commitment = new.commitment AND old.party = new.party AND old.period = new.period
WHERE
    old.period_end < CAST($last_as_of AS DATE)
    AND old.verdict NOT IN ('pending', 'no_data', 'waived')
    AND (
        old.verdict IS DISTINCT FROM new.verdict
        OR old.target IS DISTINCT FROM new.target
        OR old.required IS DISTINCT FROM new.required
    )
GROUP BY old.commitment
ORDER BY old.commitment
