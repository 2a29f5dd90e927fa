-- Verdicts given for periods that have ended which the register at hand would give otherwise.
-- Grain: one row per commitment and what was edited of it. Parameters: last_as_of (the day of the
-- stored judgement). Reads: differences, judged, obligations, bound, books, circles, redated.
-- New evidence may turn a verdict, a waiver granted since, and a leaving written down since: these
-- have a day of their own. A rule may not, nor the figures it is told with (one that was not known may
-- become known), nor whom it binds or counts, nor an exemption, which has no
-- day. Nor may other days by which evidence is due change whether it was in time; that concerns
-- silence, too.
WITH moved AS (
    SELECT
        old.commitment,
        old.party,
        old.period,
        old.period_end,
        old.verdict AS from_verdict,
        new.verdict AS to_verdict,
        old.timeliness AS from_timeliness,
        new.timeliness AS to_timeliness,
        old.target IS DISTINCT FROM new.target OR old.required IS DISTINCT FROM new.required
            OR old.due_on <> new.due_on AS asks_else,
        old.unit <> new.unit
            OR (old.value IS NOT NULL AND old.value IS DISTINCT FROM new.value)
            OR old.days_late IS DISTINCT FROM new.days_late
            OR (old.gap_usd IS NOT NULL AND old.gap_usd IS DISTINCT FROM new.gap_usd) AS tells_else,
        old.evidence AS from_evidence,
        new.evidence AS to_evidence,
        differences.cause
    FROM out.current_assessments AS old
    INNER JOIN differences
        ON old.commitment = differences.commitment AND old.party = differences.party
        AND old.period = differences.period
    LEFT JOIN judged AS new
        ON old.commitment = new.commitment AND old.party = new.party AND old.period = new.period
    WHERE old.period_end < CAST($last_as_of AS DATE)
),

counted AS (
    SELECT books.commitment, circles.party, min(circles.left_on) AS left_on
    FROM books
    INNER JOIN circles USING (book)
    GROUP BY ALL
),

-- Every figure that one of the two totals holds alone.
held_by_one AS (
    SELECT
        commitment, party, period, period_end,
        unnest(list_filter(
            list_concat(from_evidence, to_evidence),
            lambda cell: list_contains(from_evidence, cell) <> list_contains(to_evidence, cell)
        )) AS cell,
        list_contains(from_evidence, cell) AS is_dropped
    FROM moved
    WHERE cause = 'membership changed'
),

-- Totals that lack nothing but figures of those who had left.
left_out AS (
    SELECT held_by_one.commitment, held_by_one.party, held_by_one.period
    FROM held_by_one
    INNER JOIN core.observations
        ON held_by_one.cell.submission = observations.submission
        AND held_by_one.cell.row_number = observations.row_number
    LEFT JOIN counted
        ON held_by_one.commitment = counted.commitment AND observations.party = counted.party
        AND counted.left_on <= held_by_one.period_end
    GROUP BY ALL
    HAVING bool_and(held_by_one.is_dropped AND counted.party IS NOT NULL)
),

given AS (
    SELECT
        moved.* EXCLUDE (to_verdict),
        coalesce(moved.to_verdict, 'none') AS to_verdict,
        CASE
            WHEN from_verdict IN ('pending', 'no_data') THEN NULL
            WHEN cause = 'rule changed' AND from_verdict <> 'waived'
                AND (from_verdict IS DISTINCT FROM moved.to_verdict OR asks_else OR tells_else)
            THEN 'rule'
            WHEN cause = 'membership changed' AND moved.to_verdict IS NULL AND leavings.party IS NULL
            THEN 'bound'
            WHEN cause = 'membership changed' AND from_verdict <> moved.to_verdict
                AND commitment IN (SELECT commitment FROM counted) AND left_out.party IS NULL
            THEN 'counted'
            WHEN cause = 'waiver' AND from_verdict = 'waived' THEN 'taken_back'
            WHEN cause = 'waiver' AND obligations.is_exempt THEN 'exempted'
        END AS edited_verdict,
        CASE WHEN redated.commitment IS NOT NULL AND from_timeliness <> to_timeliness THEN 'reporting' END
            AS edited_timeliness
    FROM moved
    LEFT JOIN redated USING (commitment)
    LEFT JOIN obligations USING (commitment, party, period)
    LEFT JOIN (SELECT commitment, party, min(left_on) AS left_on FROM bound GROUP BY ALL) AS leavings
        ON moved.commitment = leavings.commitment AND moved.party = leavings.party
        AND leavings.left_on <= moved.period_end
    LEFT JOIN left_out USING (commitment, party, period)
),

told AS (
    SELECT
        commitment, party, period, period_end, edited_verdict AS edited,
        from_verdict AS was, to_verdict AS is_now
    FROM given
    WHERE edited_verdict IS NOT NULL
    UNION ALL
    SELECT
        commitment, party, period, period_end, edited_timeliness AS edited,
        from_timeliness AS was, to_timeliness AS is_now
    FROM given
    WHERE edited_timeliness IS NOT NULL
)

SELECT
    commitment,
    edited,
    count(*) AS obligations,
    arg_min(period, period_end) AS first_period,
    arg_max(period, period_end) AS last_period,
    max(period_end) AS last_day,
    arg_max(party, (was <> is_now, period_end, party)) AS party,
    arg_max(period, (was <> is_now, period_end, party)) AS period,
    arg_max(was, (was <> is_now, period_end, party)) AS was,
    arg_max(is_now, (was <> is_now, period_end, party)) AS is_now
FROM told
GROUP BY commitment, edited
ORDER BY commitment, edited
