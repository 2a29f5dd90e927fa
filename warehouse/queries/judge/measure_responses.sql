-- Promises to answer, measured: the share of decided cases answered in time.
-- Grain: one row per obligation of this kind. Parameters: as_of. Reads: obligations, rules, cases, limits,
-- lists.
-- A case belongs to the period in which it was raised. One that is neither answered nor past its
-- limit, as far as its edition can know, is undecided and counts for nothing yet. A list from after the
-- period that names no case owed an answer is no silence: there is nothing of which to tell a share.
CREATE OR REPLACE TEMP TABLE responses AS
WITH counted AS (
    SELECT
        obligations.obligation,
        obligations.commitment,
        obligations.period_end,
        CASE
            WHEN rules.business_days_of IS NULL
            THEN CAST(obligations.period_end + to_days(rules.within_days) AS DATE)
            ELSE limits.last_day
        END AS due_on,
        rules.at_least,
        rules.margin,
        rules.within_days,
        count(*) FILTER (cases.is_in_time) AS in_time,
        count(*) FILTER (cases.is_late) AS late,
        count(cases.activity) AS raised,
        max(coalesce(cases.answered_on, cases.seen_until) - cases.limit_on) FILTER (cases.is_late)
            AS days_late,
        max(cases.published_on) AS published_on,
        min(cases.first_published_on) AS first_published_on,
        coalesce(bool_or(cases.is_illustrative), false) AS is_illustrative,
        coalesce(flatten(list(cases.evidence ORDER BY cases.activity) FILTER (cases.activity IS NOT NULL)), [])
            AS evidence
    FROM obligations
    INNER JOIN rules USING (commitment)
    LEFT JOIN limits
        ON obligations.commitment = limits.commitment AND obligations.party = limits.party
        AND obligations.period_end = limits.asked_on
    LEFT JOIN cases
        ON obligations.commitment = cases.commitment AND obligations.party = cases.party
        AND cases.asked_on BETWEEN obligations.period_start AND obligations.period_end
    WHERE rules.kind = 'respond'
    GROUP BY ALL
),

newest AS (
    SELECT commitment, max(published_on) AS published_on
    FROM lists
    GROUP BY commitment
)

SELECT
    counted.* EXCLUDE (commitment, period_end, published_on, first_published_on, is_illustrative),
    raised = 0 AND lists.published_on IS NOT NULL AND counted.period_end < CAST($as_of AS DATE)
        AS is_told_of_none,
    CASE WHEN is_told_of_none THEN newest.published_on ELSE counted.published_on END AS published_on,
    CASE WHEN is_told_of_none THEN lists.published_on ELSE counted.first_published_on END
        AS first_published_on,
    CASE WHEN is_told_of_none THEN lists.is_illustrative ELSE counted.is_illustrative END AS is_illustrative,
    CASE WHEN is_told_of_none THEN 'no case is owed an answer' END AS lacks,
    in_time + late AS decided,
    raised - in_time - late AS undecided,
    CASE
        WHEN in_time + late > 0
        THEN CAST((CAST(in_time AS HUGEINT) * 100000000000) // (in_time + late) AS DECIMAL(38, 9))
            * CAST(0.000000001 AS DECIMAL(10, 9))
    END AS value,
    in_time * 100 >= at_least * (in_time + late) AS is_enough,
    in_time * 100 >= (at_least - margin) * (in_time + late) AS is_near
FROM counted
ASOF LEFT JOIN lists
    ON counted.commitment = lists.commitment AND counted.period_end < lists.published_on
LEFT JOIN newest ON counted.commitment = newest.commitment
