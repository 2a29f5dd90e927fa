-- Whose obligations may be judged otherwise than last time: what came in or was withdrawn since may
-- concern them, or a day that matters to them has come.
-- Grain: one row per commitment and party. Parameters: from_snapshot and to_snapshot (of the ledger,
-- inclusive), last_as_of, as_of. Reads: rules, books, formulas, workings, circles, parts, bound,
-- exceptions, editions, obligations.
-- The same figures on the same days are judged the same. Promises about cases and activities depend
-- on every day and are judged again, and so are amounts turned at a day's rate. An
-- edition of a series may drop figures of anyone, a share is one of a total, and the first edition of
-- a source says from when its evidence is due. A composite is judged with all of its parts.
CREATE OR REPLACE TEMP TABLE touched AS
WITH news AS (
    SELECT submission
    FROM ducklake_table_insertions('lake', 'ops', 'submissions', $from_snapshot, $to_snapshot)
    WHERE rows_accepted > 0
    UNION
    SELECT submission
    FROM ducklake_table_insertions('lake', 'ops', 'withdrawals', $from_snapshot, $to_snapshot)
),

sent AS (
    SELECT DISTINCT source, party, series IS NOT NULL AS is_of_series
    FROM core.observations
    SEMI JOIN news USING (submission)
),

used AS (
    SELECT commitment, source, false AS is_shared FROM rules
    UNION
    SELECT commitment, deflator_source AS source, false AS is_shared FROM rules
    UNION
    SELECT commitment, unnest([source, over_source]) AS source, false AS is_shared FROM formulas
    UNION
    SELECT
        books.commitment,
        unnest([workings.source, workings.other_source]) AS source,
        workings.formula IN ('share_of_total', 'fair_share') AS is_shared
    FROM books
    INNER JOIN workings USING (book)
),

begun AS (
    SELECT source, min(published_on) AS begun_on FROM editions GROUP BY source
),

begun_otherwise AS (
    SELECT submissions.source
    FROM ops.submissions
    SEMI JOIN news USING (submission)
    LEFT JOIN begun USING (source)
    WHERE begun.begun_on IS NULL OR submissions.published_on <= begun.begun_on
    UNION
    SELECT source FROM begun WHERE begun_on >= CAST($last_as_of AS DATE)
),

whole AS (
    SELECT commitment
    FROM rules
    WHERE
        kind IN ('respond', 'take_part', 'milestone')
        OR effective_from BETWEEN $last_as_of AND $as_of
        OR effective_until BETWEEN $last_as_of AND $as_of
        OR source IN (SELECT source FROM begun_otherwise)
        OR rates IS NOT NULL
    UNION
    SELECT used.commitment
    FROM used
    INNER JOIN sent USING (source)
    WHERE sent.is_of_series OR used.is_shared
    UNION
    SELECT books.commitment
    FROM books
    INNER JOIN circles USING (book)
    WHERE
        circles.joined_on BETWEEN $last_as_of AND $as_of
        OR circles.left_on BETWEEN $last_as_of AND $as_of
),

directly AS (
    SELECT used.commitment, sent.party FROM used INNER JOIN sent USING (source)
    UNION
    SELECT commitment, party FROM bound SEMI JOIN whole USING (commitment)
    UNION
    SELECT commitment, party
    FROM bound
    WHERE joined_on BETWEEN $last_as_of AND $as_of OR left_on BETWEEN $last_as_of AND $as_of
    UNION
    SELECT commitment, party
    FROM exceptions
    WHERE starts_on BETWEEN $last_as_of AND $as_of OR ends_on BETWEEN $last_as_of AND $as_of
    UNION
    SELECT obligations.commitment, obligations.party
    FROM obligations
    INNER JOIN rules USING (commitment)
    WHERE
        obligations.period_start BETWEEN $last_as_of AND $as_of
        OR obligations.period_end BETWEEN $last_as_of AND $as_of
        OR obligations.evidence_due_on BETWEEN $last_as_of AND $as_of
        OR obligations.delinquent_on BETWEEN $last_as_of AND $as_of
        OR reach_ends_on(rules.reach_by, obligations.period_start) BETWEEN $last_as_of AND $as_of
    UNION
    SELECT rules.commitment, observations.party
    FROM core.observations
    INNER JOIN rules ON observations.source = rules.source AND rules.kind = 'deliver'
    WHERE
        observations.due_on BETWEEN $last_as_of AND $as_of
        OR observations.occurred_on BETWEEN $last_as_of AND $as_of
        OR observations.published_on >= CAST($last_as_of AS DATE)
        OR (
            rules.is_cumulative
            AND period_end_of(observations.party, observations.period) BETWEEN $last_as_of AND $as_of
        )
),

composed AS (
    SELECT parts.commitment, directly.party
    FROM parts
    INNER JOIN directly ON directly.commitment IN (parts.part, parts.commitment)
)

SELECT * FROM directly
UNION
SELECT * FROM composed
UNION
SELECT parts.part AS commitment, composed.party FROM parts INNER JOIN composed USING (commitment)
