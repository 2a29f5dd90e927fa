-- Promises of an amount by a day, measured.
-- Grain: one row per obligation of this kind and variant. Parameters: as_of.
-- Reads: obligations, rules, books, named, instalments, figures.
-- A sum of amounts of which one could not be priced is not told: it would be too small.
-- Full delivery whose day is not stated counts from the first edition that says so.
-- A cumulative one counts all periods up to the obligation's; one that is open-ended, for which
-- nobody has published a day, is never outstanding.
-- Of instalments, what has fallen due by the day the evidence speaks of is required, rounded down to
-- nine decimals; of earlier years all of it, so that arrears are carried on.
-- `is_outstanding` needs evidence from after the day it was due: an older edition cannot know.
CREATE OR REPLACE TEMP TABLE deliveries AS
WITH dated AS (
    SELECT *, calendar_of(party, period, period_start) AS calendar
    FROM obligations
),

counted AS (
    SELECT
        obligations.obligation, books.variant, named.role, figures.*, figures.occurred_on AS counts_on,
        obligations.calendar
    FROM dated AS obligations
    INNER JOIN rules USING (commitment)
    INNER JOIN books USING (commitment)
    INNER JOIN named USING (commitment)
    INNER JOIN figures
        ON books.book = figures.book AND named.indicator = figures.indicator
        AND obligations.party = figures.party
        AND obligations.period = figures.period
    WHERE rules.kind = 'deliver' AND NOT rules.is_cumulative
        AND (rules.item IS NULL OR figures.item GLOB rules.item)
    UNION ALL BY NAME
    SELECT
        obligations.obligation, books.variant, named.role, figures.*,
        coalesce(figures.occurred_on, period_end_of(obligations.calendar, figures.period)) AS counts_on,
        obligations.calendar
    FROM dated AS obligations
    INNER JOIN rules USING (commitment)
    INNER JOIN books USING (commitment)
    INNER JOIN named USING (commitment)
    INNER JOIN figures
        ON books.book = figures.book AND named.indicator = figures.indicator
        AND obligations.party = figures.party
        AND is_fiscal(figures.period) = is_fiscal(obligations.period)
        AND period_end_of(obligations.calendar, figures.period) <= obligations.period_end
    WHERE rules.kind = 'deliver' AND rules.is_cumulative
        AND (rules.item IS NULL OR figures.item GLOB rules.item)
),

owed AS (
    SELECT
        obligations.obligation,
        books.variant,
        obligations.period_end,
        rules.is_open_ended,
        CASE WHEN count(counted.lacks) = 0 THEN sum(counted.value) END AS owed,
        min(counted.lacks) AS lacks,
        flatten(list(counted.also)) AS also,
        max(counted.due_on) AS due_on,
        bool_or(counted.status IN ('E', 'P', 'F')) AS is_provisional,
        bool_or(counted.is_illustrative) AS is_illustrative,
        max(counted.published_on) AS published_on,
        list({'role': 'owed', 'submission': counted.submission, 'row_number': counted.row_number}
            ORDER BY counted.submission, counted.row_number)
            FILTER (counted.submission IS NOT NULL) AS evidence
    FROM obligations
    INNER JOIN rules USING (commitment)
    INNER JOIN books USING (commitment)
    LEFT JOIN counted
        ON obligations.obligation = counted.obligation AND books.variant = counted.variant
        AND counted.role = 'owed'
    WHERE rules.kind = 'deliver'
    GROUP BY ALL
),

payments AS (
    SELECT
        owed.obligation,
        owed.variant,
        owed.owed,
        counted.* EXCLUDE (obligation, variant),
        sum(counted.value) OVER (
            PARTITION BY owed.obligation, owed.variant
            ORDER BY counted.counts_on, counted.submission, counted.row_number
        ) AS paid_so_far
    FROM owed
    INNER JOIN counted
        ON owed.obligation = counted.obligation AND owed.variant = counted.variant
        AND counted.role = 'delivered'
    WHERE (counted.value IS NOT NULL OR counted.lacks IS NOT NULL)
        AND counted.counts_on <= CAST($as_of AS DATE)
),

paid AS (
    SELECT
        obligation,
        variant,
        CASE WHEN count(lacks) = 0 THEN sum(value) END AS paid,
        CASE WHEN count(lacks) = 0 THEN min(counts_on) FILTER (paid_so_far >= owed) END AS kept_on,
        min(lacks) AS lacks,
        flatten(list(also)) AS also,
        bool_or(status IN ('E', 'P', 'F')) AS is_provisional,
        bool_or(is_illustrative) AS is_illustrative,
        max(published_on) AS published_on,
        min(first_published_on) AS first_published_on,
        list({'role': 'delivered', 'submission': submission, 'row_number': row_number}
            ORDER BY counts_on, submission, row_number) AS evidence
    FROM payments
    GROUP BY ALL
),

settled AS (
    SELECT
        owed.obligation,
        owed.variant,
        CASE WHEN counted.value = 1 THEN coalesce(counted.occurred_on, counted.first_confirmed_on) END
            AS kept_on,
        counted.status IN ('E', 'P', 'F') AS is_provisional,
        counted.is_illustrative,
        counted.due_on,
        counted.published_on,
        counted.first_published_on,
        [{'role': 'settled', 'submission': counted.submission, 'row_number': counted.row_number}] AS evidence
    FROM owed
    INNER JOIN counted
        ON owed.obligation = counted.obligation AND owed.variant = counted.variant
        AND counted.role = 'settled'
    WHERE counted.value IS NOT NULL
),

last_instalments AS (
    SELECT
        obligations.obligation,
        max(day_within(obligations.period_start, instalments.month, instalments.day)) AS due_on
    FROM obligations
    INNER JOIN instalments USING (commitment)
    GROUP BY ALL
),

falling_due AS (
    SELECT
        counted.obligation,
        counted.variant,
        day_within(period_start_of(counted.calendar, counted.period), instalments.month, instalments.day)
            AS falls_on,
        sum(billionths(counted.value) * instalments.hundredths) AS amount
    FROM counted
    INNER JOIN obligations USING (obligation)
    INNER JOIN instalments USING (commitment)
    WHERE counted.role = 'owed'
    GROUP BY ALL
),

-- How much has come to each stage: a stage of which nothing is told is not told as zero.
by_stage AS (
    SELECT
        obligation,
        list({'stage': role, 'amount': amount} ORDER BY place) AS stages,
        flatten(list(also)) AS also,
        flatten(list(evidence ORDER BY place)) AS evidence
    FROM (
        SELECT
            obligation,
            role,
            list_position(['pledged', 'committed', 'disbursed'], role) AS place,
            CASE WHEN count(lacks) = 0 THEN CAST(sum(value) AS DECIMAL(38, 18)) END AS amount,
            flatten(list(also)) AS also,
            list({'role': role, 'submission': submission, 'row_number': row_number}
                ORDER BY submission, row_number) AS evidence
        FROM counted
        WHERE variant = 0 AND role IN ('pledged', 'committed', 'disbursed')
            AND (value IS NOT NULL OR lacks IS NOT NULL)
            AND coalesce(counts_on, period_start_of(calendar, period)) <= CAST($as_of AS DATE)
        GROUP BY ALL
    )
    GROUP BY obligation
),

combined AS (
    SELECT
        owed.obligation,
        owed.variant,
        owed.owed,
        coalesce(last_instalments.due_on, owed.due_on, settled.due_on, owed.period_end) AS due_on,
        owed.is_open_ended,
        paid.paid,
        least(paid.kept_on, settled.kept_on) AS known_kept_on,
        greatest(paid.published_on, settled.published_on) AS published_on,
        least(paid.first_published_on, settled.first_published_on) AS first_published_on,
        owed.is_provisional OR paid.is_provisional OR settled.is_provisional AS is_provisional,
        coalesce(owed.is_illustrative, false) OR coalesce(paid.is_illustrative, false)
            OR coalesce(settled.is_illustrative, false) AS is_illustrative,
        coalesce(owed.lacks, paid.lacks) AS lacks,
        by_stage.stages,
        list_concat(
            owed.evidence, paid.evidence, settled.evidence, by_stage.evidence,
            list_sort(list_distinct(list_concat(owed.also, paid.also, by_stage.also)))
        ) AS evidence
    FROM owed
    LEFT JOIN paid USING (obligation, variant)
    LEFT JOIN settled USING (obligation, variant)
    LEFT JOIN last_instalments ON owed.obligation = last_instalments.obligation
    LEFT JOIN by_stage ON owed.obligation = by_stage.obligation AND owed.variant = 0
),

fallen_due AS (
    SELECT
        combined.obligation,
        combined.variant,
        CAST(
            coalesce(sum(falling_due.amount) FILTER (falls_on < least(published_on, $as_of)), 0) // 10000
            AS DECIMAL(38, 9)
        ) * CAST(0.000000001 AS DECIMAL(10, 9)) AS amount
    FROM combined
    INNER JOIN falling_due USING (obligation, variant)
    GROUP BY ALL
    HAVING NOT bool_and(falls_on < least(published_on, $as_of))
),

asked AS (
    SELECT
        combined.*,
        CASE WHEN combined.owed IS NOT NULL THEN coalesce(fallen_due.amount, combined.owed) END AS required,
        combined.owed IS NOT NULL AND fallen_due.amount IS NOT NULL AS is_partly_due
    FROM combined
    LEFT JOIN fallen_due USING (obligation, variant)
)

SELECT
    obligation,
    variant,
    CASE WHEN known_kept_on <= CAST($as_of AS DATE) THEN greatest(owed, paid) ELSE paid END AS value,
    owed AS target,
    required,
    is_partly_due,
    is_partly_due AND paid < required
        AND coalesce(known_kept_on > CAST($as_of AS DATE), true) AS is_behind,
    CASE
        WHEN known_kept_on <= CAST($as_of AS DATE) OR paid >= required THEN 0
        ELSE required - paid
    END AS gap,
    lacks,
    due_on,
    is_open_ended,
    CASE WHEN known_kept_on <= CAST($as_of AS DATE) THEN known_kept_on END AS kept_on,
    owed IS NOT NULL AND lacks IS NULL AND NOT is_open_ended AND due_on < CAST($as_of AS DATE)
        AND (known_kept_on > CAST($as_of AS DATE) OR known_kept_on IS NULL)
        AND published_on > due_on AS is_outstanding,
    least(published_on, CAST($as_of AS DATE)) AS seen_until,
    is_provisional,
    published_on,
    first_published_on,
    is_illustrative,
    stages,
    evidence
FROM asked
