-- Verdicts that moved, the newest first; a NULL filter lets everything pass.
-- Grain: one row per judgement, commitment, party, period.
-- Parameters: commitment, arrangement, party, period, since and until (days), known_on (what later
-- editions say is not told), recorded_before,
-- last_judgement (none later is told), latest_only (the newest day on which anything moved).
SELECT
    changes.commitment, changes.arrangement, changes.party, changes.period, changes.from_verdict,
    changes.to_verdict, changes.from_value, changes.to_value, before.required AS from_required,
    after.required AS to_required, before.published_on AS from_published_on,
    after.published_on AS to_published_on, changes.unit, changes.cause, changes.as_of
FROM out.changes AS changes
LEFT JOIN out.assessments AS before
    ON changes.commitment = before.commitment AND changes.party = before.party
    AND changes.period = before.period AND changes.judgement = before.valid_until
LEFT JOIN out.assessments AS after
    ON changes.commitment = after.commitment AND changes.party = after.party
    AND changes.period = after.period AND changes.judgement = after.valid_from
WHERE
    ($commitment IS NULL OR changes.commitment = $commitment)
    AND ($arrangement IS NULL OR changes.arrangement = $arrangement)
    AND ($party IS NULL OR changes.party = $party)
    AND ($period IS NULL OR changes.period = $period)
    AND ($since IS NULL OR changes.as_of > CAST($since AS DATE))
    AND ($until IS NULL OR changes.as_of <= CAST($until AS DATE))
    AND ($known_on IS NULL OR coalesce(after.published_on <= CAST($known_on AS DATE), true))
    AND ($last_judgement IS NULL OR changes.judgement <= $last_judgement)
    AND (
        $recorded_before IS NULL
        OR changes.judgement IN (
            SELECT judgement FROM ops.judgements
            WHERE recorded_at < CAST($recorded_before AS TIMESTAMP)
        )
    )
QUALIFY NOT $latest_only OR changes.as_of = max(changes.as_of) OVER ()
ORDER BY changes.judgement DESC, changes.commitment, changes.party, changes.period
