-- Promises of an amount by a day, measured.
-- Grain: one row per obligation of this kind. Parameters: as_of. Reads: obligations, rules, figures.
-- Full delivery whose day is not stated counts from the first edition that says so.
-- `is_outstanding` needs evidence from after the day it was due: an older edition cannot know.
CREATE OR REPLACE TEMP TABLE deliveries AS
WITH owed AS (
    SELECT
        obligations.obligation,
        obligations.party,
        obligations.period,
        rules.source,
        rules.delivered,
        rules.settled,
        sum(figures.value) AS owed,
        coalesce(max(figures.due_on), any_value(obligations.period_end)) AS due_on,
        bool_or(figures.status IN ('E', 'P', 'F')) AS is_provisional,
        bool_or(figures.is_illustrative) AS is_illustrative,
        max(figures.published_on) AS published_on,
        list({'role': 'owed', 'submission': figures.submission, 'row_number': figures.row_number}
            ORDER BY figures.submission, figures.row_number)
            FILTER (figures.submission IS NOT NULL) AS evidence
    FROM obligations
    INNER JOIN rules USING (commitment)
    LEFT JOIN figures
        ON rules.source = figures.source AND rules.owed = figures.indicator
        AND obligations.party = figures.party AND obligations.period = figures.period
    WHERE rules.kind = 'deliver'
    GROUP BY ALL
),

payments AS (
    SELECT
        owed.obligation,
        owed.owed,
        figures.*,
        sum(figures.value) OVER (
            PARTITION BY owed.obligation
            ORDER BY figures.occurred_on, figures.submission, figures.row_number
        ) AS paid_so_far
    FROM owed
    INNER JOIN figures
        ON owed.source = figures.source AND owed.delivered = figures.indicator
        AND owed.party = figures.party AND owed.period = figures.period
    WHERE figures.value IS NOT NULL AND figures.occurred_on <= CAST($as_of AS DATE)
),

paid AS (
    SELECT
        obligation,
        sum(value) AS paid,
        min(occurred_on) FILTER (paid_so_far >= owed) AS kept_on,
        bool_or(status IN ('E', 'P', 'F')) AS is_provisional,
        bool_or(is_illustrative) AS is_illustrative,
        max(published_on) AS published_on,
        min(first_published_on) AS first_published_on,
        list({'role': 'delivered', 'submission': submission, 'row_number': row_number}
            ORDER BY occurred_on, submission, row_number) AS evidence
    FROM payments
    GROUP BY ALL
),

settled AS (
    SELECT
        owed.obligation,
        figures.value = 1 AS is_settled,
        CASE WHEN figures.value = 1 THEN coalesce(figures.occurred_on, figures.first_confirmed_on) END
            AS kept_on,
        figures.status IN ('E', 'P', 'F') AS is_provisional,
        figures.is_illustrative,
        figures.published_on,
        figures.first_published_on,
        [{'role': 'settled', 'submission': figures.submission, 'row_number': figures.row_number}] AS evidence
    FROM owed
    INNER JOIN figures
        ON owed.source = figures.source AND owed.settled = figures.indicator
        AND owed.party = figures.party AND owed.period = figures.period
    WHERE figures.value IS NOT NULL
),

combined AS (
    SELECT
        owed.obligation,
        owed.owed,
        owed.due_on,
        paid.paid,
        least(paid.kept_on, settled.kept_on) AS known_kept_on,
        greatest(paid.published_on, settled.published_on) AS published_on,
        least(paid.first_published_on, settled.first_published_on) AS first_published_on,
        coalesce(owed.is_provisional, false) OR coalesce(paid.is_provisional, false)
            OR coalesce(settled.is_provisional, false) AS is_provisional,
        coalesce(owed.is_illustrative, false) OR coalesce(paid.is_illustrative, false)
            OR coalesce(settled.is_illustrative, false) AS is_illustrative,
        list_concat(owed.evidence, paid.evidence, settled.evidence) AS evidence
    FROM owed
    LEFT JOIN paid USING (obligation)
    LEFT JOIN settled USING (obligation)
)

SELECT
    obligation,
    CASE WHEN known_kept_on <= CAST($as_of AS DATE) THEN greatest(owed, paid) ELSE paid END AS value,
    owed AS target,
    owed AS required,
    CASE
        WHEN known_kept_on <= CAST($as_of AS DATE) OR paid >= owed THEN 0
        ELSE owed - paid
    END AS gap,
    due_on,
    CASE WHEN known_kept_on <= CAST($as_of AS DATE) THEN known_kept_on END AS kept_on,
    owed IS NOT NULL AND due_on < CAST($as_of AS DATE)
        AND (known_kept_on > CAST($as_of AS DATE) OR known_kept_on IS NULL)
        AND published_on > due_on AS is_outstanding,
    least(published_on, CAST($as_of AS DATE)) AS seen_until,
    is_provisional,
    published_on,
    first_published_on,
    is_illustrative,
    evidence
FROM combined
