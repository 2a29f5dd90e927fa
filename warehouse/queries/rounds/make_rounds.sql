-- Who was expected to submit what, by when, and who has.
-- Grain: one row per source, round, period and party expected or exempt; the party `publisher`
-- stands for the source's publisher, whom any figure fulfils. Parameters: rounds, expected (JSON),
-- as_of. Reads: editions; macros: periods, period_start, period_end.
-- A party is expected for a period when the round is in force, and the party a member, at the
-- period's end, or on the as_of day while the period runs. It has submitted on the day an edition
-- was first published with a figure of its own for the period, or for a part of it. As with the
-- evidence for promises, nothing is due before a source's first edition at hand.
CREATE OR REPLACE TEMP TABLE party_rounds AS
WITH declared AS (
    SELECT unnest(
        from_json(
            $rounds,
            '[{
                "source": "VARCHAR", "round": "VARCHAR", "name": "VARCHAR",
                "indicators": ["VARCHAR"], "cadence": "VARCHAR",
                "effective_from": "DATE", "effective_until": "DATE",
                "due_days": "INTEGER", "delinquent_days": "INTEGER"
            }]'
        ),
        recursive := true
    )
),

expected AS (
    SELECT unnest(
        from_json(
            $expected,
            '[{
                "source": "VARCHAR", "round": "VARCHAR", "party": "VARCHAR",
                "joined_on": "DATE", "left_on": "DATE", "exemption": "VARCHAR"
            }]'
        ),
        recursive := true
    )
),

dated AS (
    SELECT
        declared.*,
        unnest(
            periods(cadence, effective_from, least(CAST($as_of AS DATE), coalesce(effective_until, $as_of))),
            recursive := true
        )
    FROM declared
),

begun AS (
    SELECT source, min(published_on) AS begun_on
    FROM editions
    GROUP BY source
),

in_force AS (
    SELECT
        dated.*,
        least(dated.period_end, CAST($as_of AS DATE)) AS bound_on,
        greatest(CAST(dated.period_end + to_days(dated.due_days) AS DATE), begun.begun_on) AS due_on,
        greatest(
            CAST(dated.period_end + to_days(dated.due_days + dated.delinquent_days) AS DATE), begun.begun_on
        ) AS delinquent_on
    FROM dated
    LEFT JOIN begun USING (source)
    WHERE
        dated.effective_from <= least(dated.period_end, CAST($as_of AS DATE))
        AND (
            dated.effective_until IS NULL
            OR dated.effective_until >= least(dated.period_end, CAST($as_of AS DATE))
        )
),

first_published AS (
    SELECT
        observations.source, observations.indicator, observations.party, observations.period,
        min(editions.published_on) AS published_on
    FROM core.observations
    INNER JOIN editions ON observations.submission = editions.submission
    SEMI JOIN declared ON observations.source = declared.source
    WHERE observations.value IS NOT NULL AND observations.status <> 'M'
    GROUP BY ALL
),

submitted AS (
    SELECT
        in_force.source, in_force.round, in_force.period, figures.party,
        min(figures.published_on) AS submitted_on
    FROM in_force
    INNER JOIN first_published AS figures
        ON in_force.source = figures.source
        AND (len(in_force.indicators) = 0 OR list_contains(in_force.indicators, figures.indicator))
        AND period_start(figures.period) >= in_force.period_start
        AND period_end(figures.period) <= in_force.period_end
    GROUP BY ALL
),

received AS (
    SELECT source, round, period, party, submitted_on
    FROM submitted
    UNION ALL
    SELECT source, round, period, 'publisher' AS party, min(submitted_on) AS submitted_on
    FROM submitted
    GROUP BY ALL
)

SELECT
    in_force.source,
    in_force.round,
    in_force.name,
    in_force.period,
    in_force.period_start,
    expected.party,
    expected.exemption IS NULL AS is_expected,
    expected.exemption,
    received.submitted_on,
    in_force.due_on,
    CASE
        WHEN received.submitted_on IS NOT NULL THEN greatest(received.submitted_on - in_force.due_on, 0)
        WHEN is_expected AND CAST($as_of AS DATE) > in_force.due_on
        THEN CAST($as_of AS DATE) - in_force.due_on
    END AS days_late,
    CASE
        WHEN received.submitted_on <= in_force.due_on THEN 'on_time'
        WHEN received.submitted_on IS NOT NULL THEN 'late'
        WHEN NOT is_expected OR CAST($as_of AS DATE) <= in_force.period_end THEN 'not_due'
        WHEN CAST($as_of AS DATE) <= in_force.due_on THEN 'due'
        WHEN CAST($as_of AS DATE) <= in_force.delinquent_on THEN 'overdue'
        ELSE 'delinquent'
    END AS timeliness
FROM in_force
INNER JOIN expected
    ON in_force.source = expected.source AND in_force.round = expected.round
    AND (expected.joined_on IS NULL OR expected.joined_on <= in_force.bound_on)
    AND (expected.left_on IS NULL OR expected.left_on > in_force.bound_on)
LEFT JOIN received
    ON in_force.source = received.source AND in_force.round = received.round
    AND in_force.period = received.period AND expected.party = received.party
