-- What is owed: every commitment applied to every party it binds, for every period begun.
-- Grain: one row per commitment, party, period, numbered by `obligation`. Parameters: as_of.
-- A commitment binds a party for a period when it is in force, and the party a member, at the
-- period's end, or on the as_of day while the period runs. A milestone is owed once, for the period
-- that holds its day, from the day it is in force; whom it binds is read on its day.
CREATE OR REPLACE TEMP TABLE obligations AS
WITH spans AS (
    SELECT DISTINCT
        rules.commitment,
        rules.cadence,
        bound.year_begins,
        coalesce(rules.by_day, rules.effective_from) AS since,
        coalesce(
            rules.by_day, least(CAST($as_of AS DATE), coalesce(rules.effective_until, CAST($as_of AS DATE)))
        ) AS until
    FROM rules
    INNER JOIN bound USING (commitment)
),

dated AS (
    SELECT
        commitment,
        year_begins,
        unnest(
            CASE cadence
                WHEN 'fiscal_year' THEN fiscal_years(year_begins, since, until)
                ELSE periods(cadence, since, until)
            END,
            recursive := true
        )
    FROM spans
),

in_force AS (
    SELECT dated.*, least(coalesce(rules.by_day, dated.period_end), CAST($as_of AS DATE)) AS bound_on
    FROM dated
    INNER JOIN rules USING (commitment)
    WHERE
        rules.effective_from <= bound_on
        AND (rules.effective_until IS NULL OR rules.effective_until >= bound_on)
),

excepted AS (
    SELECT
        in_force.commitment, exceptions.party, in_force.period_start,
        min(exceptions.reason) AS reason,
        bool_or(exceptions.starts_on IS NULL) AS is_exempt
    FROM in_force
    INNER JOIN exceptions
        ON in_force.commitment = exceptions.commitment
        AND (exceptions.starts_on IS NULL OR exceptions.starts_on <= in_force.bound_on)
        AND (exceptions.ends_on IS NULL OR exceptions.ends_on >= in_force.bound_on)
    GROUP BY ALL
)

SELECT
    row_number() OVER () AS obligation,
    in_force.commitment,
    bound.party,
    in_force.period,
    in_force.period_start,
    in_force.period_end,
    bound.joined_on,
    CAST(in_force.period_end + to_days(rules.due_days) AS DATE) AS evidence_due_on,
    CAST(in_force.period_end + to_days(rules.due_days + rules.delinquent_days) AS DATE) AS delinquent_on,
    excepted.reason AS exception,
    coalesce(excepted.is_exempt, false) AS is_exempt
FROM in_force
INNER JOIN rules USING (commitment)
INNER JOIN bound
    ON in_force.commitment = bound.commitment
    AND in_force.year_begins IS NOT DISTINCT FROM bound.year_begins
    AND (bound.joined_on IS NULL OR bound.joined_on <= in_force.bound_on)
    AND (bound.left_on IS NULL OR bound.left_on > in_force.bound_on)
LEFT JOIN excepted
    ON in_force.commitment = excepted.commitment
    AND bound.party = excepted.party
    AND in_force.period_start = excepted.period_start
