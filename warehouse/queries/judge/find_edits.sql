-- Verdicts given for periods that have ended which the register at hand would give otherwise.
-- Grain: one row per commitment and what was edited of it. Parameters: last_as_of (the day of the
-- stored judgement). Reads: differences, judged, obligations, bound, books, circles.
-- New evidence may turn a verdict, a waiver granted since, and a leaving written down since: these
-- have a day of their own. A rule may not, nor whom it binds or counts, nor an exemption, which has no
-- day.
WITH given AS (
    SELECT
        old.commitment,
        old.party,
        old.period,
        old.period_end,
        old.verdict AS from_verdict,
        coalesce(new.verdict, 'none') AS to_verdict,
        CASE
            WHEN differences.cause = 'rule changed' AND old.verdict <> 'waived' AND (
                old.verdict IS DISTINCT FROM new.verdict
                OR old.target IS DISTINCT FROM new.target
                OR old.required IS DISTINCT FROM new.required
            )
            THEN 'rule'
            WHEN differences.cause = 'membership changed' AND new.commitment IS NULL AND leavings.party IS NULL
            THEN 'bound'
            WHEN differences.cause = 'membership changed' AND old.verdict <> new.verdict
                AND circles.commitment IS NOT NULL AND coalesce(circles.first_left_on > old.period_end, true)
            THEN 'counted'
            WHEN differences.cause = 'waiver' AND old.verdict <> 'waived' AND obligations.is_exempt
            THEN 'exempted'
            WHEN differences.cause = 'waiver' AND old.verdict = 'waived' AND new.verdict <> 'waived'
            THEN 'taken_back'
        END AS edited
    FROM out.current_assessments AS old
    INNER JOIN differences
        ON old.commitment = differences.commitment AND old.party = differences.party
        AND old.period = differences.period
    LEFT JOIN judged AS new
        ON old.commitment = new.commitment AND old.party = new.party AND old.period = new.period
    LEFT JOIN obligations
        ON old.commitment = obligations.commitment AND old.party = obligations.party
        AND old.period = obligations.period
    LEFT JOIN (
        SELECT commitment, party, min(left_on) AS left_on FROM bound WHERE left_on IS NOT NULL GROUP BY ALL
    ) AS leavings
        ON old.commitment = leavings.commitment AND old.party = leavings.party
        AND leavings.left_on <= old.period_end
    LEFT JOIN (
        SELECT books.commitment, min(circles.left_on) AS first_left_on
        FROM books
        INNER JOIN circles USING (book)
        GROUP BY ALL
    ) AS circles
        ON old.commitment = circles.commitment
    WHERE old.period_end < CAST($last_as_of AS DATE) AND old.verdict NOT IN ('pending', 'no_data')
)

SELECT
    commitment,
    edited,
    count(*) AS verdicts,
    arg_min(period, period_end) AS first_period,
    arg_max(period, period_end) AS last_period,
    max(period_end) AS last_day,
    arg_max(party, (from_verdict <> to_verdict, period_end, party)) AS party,
    arg_max(period, (from_verdict <> to_verdict, period_end, party)) AS period,
    arg_max(from_verdict, (from_verdict <> to_verdict, period_end, party)) AS from_verdict,
    arg_max(to_verdict, (from_verdict <> to_verdict, period_end, party)) AS to_verdict
FROM given
WHERE edited IS NOT NULL
GROUP BY commitment, edited
ORDER BY commitment, edited
