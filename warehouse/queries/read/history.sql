-- What stored judgements made of obligations, the earliest first.
-- Grain: one row per obligation and stored judgement that found verdict, value or edition otherwise.
-- Parameters: keys (list of commitment, party, period), until (a day), known_on, recorded_before and
-- last_judgement (NULL: no limit).
WITH told AS (
    SELECT
        assessments.commitment, assessments.party, assessments.period,
        judgements.as_of AS judged_on, assessments.verdict, assessments.value,
        assessments.published_on, assessments.valid_from
    FROM out.assessments
    INNER JOIN ops.judgements ON assessments.valid_from = judgements.judgement
    WHERE
        list_contains($keys, [assessments.commitment, assessments.party, assessments.period])
        AND judgements.as_of <= CAST($until AS DATE)
        AND ($known_on IS NULL OR coalesce(assessments.published_on <= CAST($known_on AS DATE), true))
        AND ($recorded_before IS NULL OR judgements.recorded_at < CAST($recorded_before AS TIMESTAMP))
        AND ($last_judgement IS NULL OR judgements.judgement <= $last_judgement)
)

SELECT commitment, party, period, judged_on, verdict, value, published_on
FROM told
QUALIFY (verdict, value, published_on) IS DISTINCT FROM lag((verdict, value, published_on)) OVER (
    PARTITION BY commitment, party, period ORDER BY valid_from
)
ORDER BY commitment, party, period, valid_from
