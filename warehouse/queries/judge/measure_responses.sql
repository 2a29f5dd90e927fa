-- Promises to answer, measured: the share of decided cases answered in time.
-- Grain: one row per obligation of this kind. Parameters: as_of. Reads: obligations, rules, cases, limits.
-- A case belongs to the period in which it was raised. One that is neither answered nor past its
-- limit, as far as its edition can know, is undecided and counts for nothing yet.
CREATE OR REPLACE TEMP TABLE responses AS
WITH counted AS (
    SELECT
        obligations.obligation,
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
)

SELECT
    *,
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
