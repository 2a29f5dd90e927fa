-- Promises to take part in so many activities, measured.
-- Grain: one row per obligation of this kind. Parameters: as_of.
-- Reads: obligations, rules, reached, lists.
-- A list published since the period began tells all that had happened by its day, nothing included.
-- While the period runs the number required grows evenly by the day, in whole activities, as far as
-- the list can know. That too few took place is only known from a list from after the period's end.
CREATE OR REPLACE TEMP TABLE participation AS
WITH listed AS (
    SELECT
        obligations.obligation,
        max(lists.published_on) AS published_on,
        min(lists.published_on) AS first_published_on,
        bool_or(lists.is_illustrative) AS is_illustrative
    FROM obligations
    INNER JOIN rules USING (commitment)
    INNER JOIN lists
        ON obligations.commitment = lists.commitment
        AND lists.published_on >= obligations.period_start
    WHERE rules.kind = 'take_part'
    GROUP BY ALL
),

counted AS (
    SELECT
        obligations.obligation,
        count(*) AS taken_part,
        list(reached.reached_on ORDER BY reached.reached_on) AS days,
        flatten(list(reached.evidence ORDER BY reached.reached_on, reached.activity)) AS evidence
    FROM obligations
    INNER JOIN rules USING (commitment)
    INNER JOIN reached
        ON obligations.commitment = reached.commitment AND obligations.party = reached.party
        AND reached.reached_on BETWEEN obligations.period_start AND obligations.period_end
    WHERE rules.kind = 'take_part'
    GROUP BY ALL
),

placed AS (
    SELECT
        obligations.obligation,
        obligations.period_end AS due_on,
        CAST($as_of AS DATE) > obligations.period_end AS is_over,
        CAST(rules.at_least AS BIGINT) AS target,
        rules.margin,
        listed.published_on,
        listed.first_published_on,
        listed.is_illustrative,
        CASE WHEN listed.published_on IS NOT NULL THEN coalesce(counted.taken_part, 0) END AS value,
        CASE WHEN is_over THEN target ELSE
            target * (least(CAST($as_of AS DATE), listed.published_on) - obligations.period_start + 1)
            // (obligations.period_end - obligations.period_start + 1)
        END AS required,
        CASE WHEN value >= target THEN list_extract(counted.days, target) END AS kept_on,
        CASE WHEN value IS NOT NULL THEN counted.evidence END AS evidence
    FROM obligations
    INNER JOIN rules USING (commitment)
    LEFT JOIN listed USING (obligation)
    LEFT JOIN counted USING (obligation)
    WHERE rules.kind = 'take_part'
)

SELECT
    *,
    CASE WHEN value IS NOT NULL THEN greatest(required - value, 0) END AS gap,
    value >= required AS is_enough,
    value >= required - margin AS is_near,
    is_over AND value < target AND published_on > due_on AS is_outstanding,
    least(published_on, CAST($as_of AS DATE)) AS seen_until
FROM placed
