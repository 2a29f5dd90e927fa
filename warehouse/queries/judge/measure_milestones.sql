-- Promises of one thing done by a day, measured.
-- Grain: one row per obligation of this kind. Parameters: as_of.
-- Reads: obligations, rules, reached, lists, figures.
-- An activity is done on the day its stage is reached. An indicator is high enough from the day a
-- row states; without one a flag counts from the first edition that says so, and every other
-- figure from the end of its period. Periods that have not begun say nothing.
-- That it was not done in time needs evidence from after that day: a later edition, or the figure
-- of a period that ends no sooner. What is done, or not, is 1 or 0.
CREATE OR REPLACE TEMP TABLE milestones AS
WITH owed AS (
    SELECT obligations.obligation, obligations.party, obligations.period,
        calendar_of(obligations.party, obligations.period, obligations.period_start) AS calendar, rules.*
    FROM obligations
    INNER JOIN rules USING (commitment)
    WHERE rules.kind = 'milestone'
),

listed AS (
    SELECT
        owed.obligation,
        max(lists.published_on) AS published_on,
        min(lists.published_on) AS first_published_on,
        bool_or(lists.is_illustrative) AS is_illustrative
    FROM owed
    INNER JOIN lists USING (commitment)
    GROUP BY ALL
),

acted AS (
    SELECT
        owed.obligation,
        min(reached.reached_on) AS done_on,
        arg_min(reached.evidence, {'on': reached.reached_on, 'activity': reached.activity}) AS evidence
    FROM owed
    INNER JOIN reached ON owed.commitment = reached.commitment AND owed.party = reached.party
    GROUP BY ALL
),

told AS (
    SELECT
        owed.obligation,
        owed.unit,
        owed.at_least,
        owed.by_day,
        figures.*,
        period_end_of(owed.calendar, figures.period) AS tells_until,
        coalesce(
            figures.occurred_on,
            CASE WHEN owed.unit = 'flag' THEN figures.first_confirmed_on ELSE tells_until END
        ) AS counts_on,
        CASE WHEN figures.value >= owed.at_least AND counts_on <= CAST($as_of AS DATE) THEN counts_on END
            AS done_on
    FROM owed
    INNER JOIN figures
        ON owed.book = figures.book AND owed.indicator = figures.indicator AND owed.party = figures.party
    WHERE figures.value IS NOT NULL AND (is_fiscal(owed.period) OR NOT is_fiscal(figures.period))
        AND period_start_of(owed.calendar, figures.period) <= CAST($as_of AS DATE)
),

-- The figure that did it; while none has, the latest.
shown AS (
    SELECT
        *,
        max(published_on) OVER each_obligation AS last_published_on,
        min(first_published_on) OVER each_obligation AS begun_on,
        max(published_on) OVER each_obligation > by_day
            OR (unit <> 'flag' AND max(tells_until) OVER each_obligation >= by_day) AS is_known_after
    FROM told
    WINDOW each_obligation AS (PARTITION BY obligation)
    QUALIFY row_number() OVER (
        PARTITION BY obligation
        ORDER BY done_on NULLS LAST, tells_until DESC, occurred_on DESC, submission, row_number
    ) = 1
),

combined AS (
    SELECT
        owed.obligation,
        owed.at_least AS target,
        owed.by_day AS due_on,
        CASE
            WHEN owed.unit <> 'flag' THEN shown.value
            WHEN shown.submission IS NOT NULL THEN CASE WHEN shown.done_on IS NULL THEN 0 ELSE 1 END
            WHEN acted.done_on IS NOT NULL THEN 1
            WHEN listed.published_on IS NOT NULL THEN 0
        END AS value,
        coalesce(acted.done_on, shown.done_on) AS kept_on,
        coalesce(shown.last_published_on, listed.published_on) AS published_on,
        coalesce(shown.begun_on, listed.first_published_on) AS first_published_on,
        coalesce(shown.is_illustrative, listed.is_illustrative, false) AS is_illustrative,
        shown.status IN ('E', 'P', 'F') AS is_provisional,
        coalesce(shown.is_known_after, listed.published_on > owed.by_day, false) AS is_known_after,
        CASE
            WHEN shown.submission IS NULL THEN acted.evidence
            ELSE list_concat(
                [{'role': 'value', 'submission': shown.submission, 'row_number': shown.row_number}],
                shown.also
            )
        END AS evidence
    FROM owed
    LEFT JOIN listed USING (obligation)
    LEFT JOIN acted USING (obligation)
    LEFT JOIN shown USING (obligation)
)

SELECT
    *,
    CASE WHEN kept_on IS NULL AND value < target THEN target - value WHEN value IS NOT NULL THEN 0 END AS gap,
    kept_on IS NULL AND due_on < CAST($as_of AS DATE) AND value IS NOT NULL AND is_known_after
        AS is_outstanding,
    least(published_on, CAST($as_of AS DATE)) AS seen_until
FROM combined
