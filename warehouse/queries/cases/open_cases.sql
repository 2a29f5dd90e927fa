-- The open cases: by priority, then the oldest first; who must move next and by when.
-- Grain: one row per case waiting at a stage. Parameters: source, kind, party, priority (each may be
-- NULL). Places: relation (where assessments stand). Reads: case_steps, case_priorities, cases, rules.
-- `due_on` is the earliest day a commitment sets for an answer still owed; the verdict is that of the
-- obligation the case counts for. A case without priority comes after those that have one.
WITH opened AS (
    SELECT
        source,
        activity,
        min(occurred_on) AS opened_on,
        arg_max(priority, (occurred_on, place)) FILTER (priority IS NOT NULL) AS priority
    FROM case_steps
    GROUP BY source, activity
),

owed AS (
    SELECT rules.source, cases.*
    FROM cases
    INNER JOIN rules USING (commitment)
    WHERE cases.answered_on IS NULL
    QUALIFY row_number() OVER (
        PARTITION BY rules.source, cases.activity ORDER BY cases.limit_on, cases.commitment
    ) = 1
)

SELECT
    steps.source,
    steps.kind,
    steps.activity,
    opened.priority,
    steps.initiator,
    steps.responder,
    steps.stage,
    steps.occurred_on AS since,
    steps.days AS days_at_stage,
    opened.opened_on,
    steps.seen_until - opened.opened_on AS days_open,
    steps.mover,
    CASE steps.mover WHEN 'initiator' THEN steps.initiator ELSE steps.responder END AS moves_next,
    owed.limit_on AS due_on,
    CASE WHEN owed.limit_on < steps.seen_until THEN steps.seen_until - owed.limit_on END AS days_late,
    owed.commitment,
    assessed.verdict,
    steps.seen_until,
    steps.is_illustrative
FROM case_steps AS steps
INNER JOIN opened ON steps.source = opened.source AND steps.activity = opened.activity
LEFT JOIN case_priorities AS ranked
    ON steps.source = ranked.source AND steps.kind = ranked.kind AND opened.priority = ranked.priority
LEFT JOIN owed ON steps.source = owed.source AND steps.activity = owed.activity
LEFT JOIN <<relation>> AS assessed
    ON owed.commitment = assessed.commitment AND owed.party = assessed.party
    AND owed.asked_on BETWEEN assessed.period_start AND assessed.period_end
WHERE
    steps.is_waiting
    AND ($source IS NULL OR steps.source = $source)
    AND ($kind IS NULL OR steps.kind = $kind)
    AND ($party IS NULL OR $party IN (steps.initiator, steps.responder))
    AND ($priority IS NULL OR opened.priority = $priority)
ORDER BY ranked.place NULLS LAST, opened.opened_on, steps.source, steps.activity
