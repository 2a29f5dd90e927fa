-- The judgement: every obligation with its verdict, timeliness, gap and evidence, and what its
-- reason is made of.
-- Grain: one row per commitment, party, period. Parameters: as_of.
-- Reads: obligations, rules, editions, levels, deliveries, responses, participation, milestones,
-- priced_gaps.
-- Evidence for periods before a source's first edition at hand is due with that edition: what
-- was published before we listened is not late. A party that is exempt owes no evidence.
-- A verdict that other figures would not give is fragile: those of each variant are judged by the same
-- decision; without a value among them nothing flips.
CREATE OR REPLACE TEMP TABLE judged AS
WITH measured AS (
    SELECT
        obligation, variant, value, target, required, gap, gap_usd, lacks,
        is_enough, is_near, due_on, is_interim,
        CAST(NULL AS DATE) AS kept_on,
        CAST(NULL AS BOOLEAN) AS is_outstanding,
        CAST(NULL AS INTEGER) AS days_late,
        CAST(NULL AS DATE) AS seen_until,
        CAST(NULL AS INTEGER) AS in_time,
        CAST(NULL AS INTEGER) AS decided,
        CAST(NULL AS INTEGER) AS undecided,
        is_provisional, published_on, first_published_on, is_illustrative, evidence
    FROM levels
    UNION ALL BY NAME
    SELECT
        obligation, variant, value, target, required, gap, lacks,
        due_on, kept_on, is_outstanding, is_open_ended AS is_interim,
        CASE
            WHEN kept_on > due_on THEN kept_on - due_on
            WHEN is_outstanding THEN seen_until - due_on
        END AS days_late,
        seen_until, is_provisional, published_on, first_published_on, is_illustrative, stages,
        is_partly_due, is_behind, evidence
    FROM deliveries
    UNION ALL BY NAME
    SELECT
        obligation, value,
        at_least AS target,
        at_least AS required,
        CASE WHEN is_enough AND value IS NOT NULL THEN 0 ELSE at_least - value END AS gap,
        is_enough, is_near, due_on, false AS is_interim,
        days_late, in_time, decided, undecided, lacks,
        undecided > 0 AS is_provisional,
        published_on, first_published_on, is_illustrative, evidence
    FROM responses
    UNION ALL BY NAME
    SELECT
        obligation, value, target, required, gap, is_enough, is_near, due_on, kept_on, is_outstanding,
        seen_until, false AS is_interim, published_on, first_published_on, is_illustrative, evidence
    FROM participation
    UNION ALL BY NAME
    SELECT
        obligation, value, target, target AS required, gap, due_on, kept_on, is_outstanding,
        CASE
            WHEN kept_on > due_on THEN kept_on - due_on
            WHEN is_outstanding THEN seen_until - due_on
        END AS days_late,
        seen_until, false AS is_interim, is_provisional,
        published_on, first_published_on, is_illustrative, evidence
    FROM milestones
),

begun AS (
    SELECT source, min(published_on) AS begun_on
    FROM editions
    GROUP BY source
),

placed AS (
    SELECT
        obligations.* EXCLUDE (evidence_due_on, delinquent_on),
        greatest(obligations.evidence_due_on, begun.begun_on) AS evidence_due_on,
        greatest(obligations.delinquent_on, begun.begun_on) AS delinquent_on,
        measured.* EXCLUDE (obligation, variant, gap_usd),
        coalesce(measured.variant, 0) AS variant,
        coalesce(priced_gaps.gap_usd, measured.gap_usd) AS gap_usd,
        CASE WHEN priced_gaps.also IS NULL THEN measured.evidence ELSE list_concat(
            measured.evidence,
            list_filter(
                priced_gaps.also, lambda cell: NOT coalesce(list_contains(measured.evidence, cell), false)
            )
        ) END AS all_evidence,
        priced_gaps.lacks AS gap_lacks,
        rules.kind,
        rules.is_illustrative OR coalesce(measured.is_illustrative, false) AS has_illustration,
        CAST($as_of AS DATE) <= measured.due_on OR measured.is_interim AS is_open,
        measured.value IS NOT NULL AND measured.required IS NOT NULL
            AND rules.kind NOT IN ('deliver', 'milestone') AND (rules.kind <> 'take_part' OR is_open)
            AS is_comparable,
        CASE WHEN rules.kind = 'deliver'
            THEN measured.kept_on IS NOT NULL OR measured.is_outstanding OR measured.value IS NOT NULL
            ELSE measured.value IS NOT NULL
        END OR (measured.lacks IS NOT NULL AND measured.first_published_on IS NOT NULL) AS has_evidence
    FROM obligations
    INNER JOIN rules USING (commitment)
    INNER JOIN measured USING (obligation)
    LEFT JOIN priced_gaps ON obligations.obligation = priced_gaps.obligation
    LEFT JOIN begun ON rules.source = begun.source
),

decided AS (
    SELECT
        *,
        CASE
            WHEN exception IS NOT NULL THEN 'waived'
            WHEN kept_on <= due_on THEN 'met'
            WHEN kept_on > due_on THEN 'met_late'
            WHEN is_outstanding THEN 'unmet'
            WHEN is_behind AND is_open THEN 'off_track'
            WHEN kind IN ('deliver', 'milestone') AND is_open AND value IS NOT NULL THEN 'on_track'
            WHEN NOT is_comparable AND CAST($as_of AS DATE) <= evidence_due_on THEN 'pending'
            WHEN NOT is_comparable THEN 'no_data'
            WHEN is_open AND is_enough THEN 'on_track'
            WHEN is_open AND is_near THEN 'at_risk'
            WHEN is_open THEN 'off_track'
            WHEN is_enough THEN 'met'
            ELSE 'unmet'
        END AS verdict,
        CASE
            WHEN has_evidence AND first_published_on <= evidence_due_on THEN 'on_time'
            WHEN has_evidence THEN 'late'
            WHEN is_exempt THEN 'not_due'
            WHEN CAST($as_of AS DATE) <= period_end THEN 'not_due'
            WHEN CAST($as_of AS DATE) <= evidence_due_on THEN 'due'
            WHEN CAST($as_of AS DATE) <= delinquent_on THEN 'overdue'
            ELSE 'delinquent'
        END AS timeliness
    FROM placed
),

-- What is unmet, or about to be, since the first such period after the last that was kept. Joins of
-- few columns by a number: windows over the rows would take most of the time.
tracks AS (
    SELECT commitment, party, row_number() OVER () AS track
    FROM obligations
    GROUP BY ALL
),

followed AS (
    SELECT tracks.track, decided.obligation, decided.period, decided.period_start, decided.verdict
    FROM decided
    INNER JOIN tracks USING (commitment, party)
    WHERE decided.variant = 0
),

unkept AS (
    SELECT one.track, one.obligation, one.period, kept.period_start AS last_kept
    FROM (FROM followed WHERE verdict IN ('unmet', 'off_track')) AS one
    ASOF LEFT JOIN (FROM followed WHERE verdict IN ('met', 'met_late', 'on_track', 'waived')) AS kept
        ON one.track = kept.track AND one.period_start >= kept.period_start
),

runs AS (
    SELECT unkept.obligation, first.unmet_since
    FROM unkept
    INNER JOIN (
        SELECT track, last_kept, min(period) AS unmet_since
        FROM unkept
        GROUP BY ALL
    ) AS first
        ON unkept.track = first.track AND unkept.last_kept IS NOT DISTINCT FROM first.last_kept
),

tried AS (
    SELECT
        decided.obligation,
        max(decided.value) FILTER (books.alternative = 'basis') AS other_value,
        list({
            'kind': books.alternative,
            'words': CASE WHEN books.alternative = 'edition'
                THEN books.words || ' ' || CAST(decided.published_on AS VARCHAR)
                ELSE books.words
            END,
            'value': CAST(decided.value AS DECIMAL(38, 18)),
            'required': CAST(decided.required AS DECIMAL(38, 18)),
            'verdict': decided.verdict
        } ORDER BY books.variant) AS alternatives
    FROM decided
    INNER JOIN books ON decided.commitment = books.commitment AND decided.variant = books.variant
    WHERE decided.variant > 0 AND decided.value IS NOT NULL
    GROUP BY decided.obligation
),

held_against AS (
    SELECT
        decided.*,
        runs.unmet_since,
        tried.other_value,
        -- What an edition before did not say, or said alike, is no alternative.
        CASE WHEN tried.alternatives IS NOT NULL THEN nullif(list_filter(
            tried.alternatives,
            lambda one: one.kind <> 'edition'
                OR one.value IS DISTINCT FROM decided.value
                OR (one.required IS NOT NULL AND one.required IS DISTINCT FROM decided.required)
        ), []) END AS alternatives,
        CASE WHEN tried.alternatives IS NOT NULL AND verdict NOT IN ('waived', 'pending', 'no_data')
            THEN list_filter(
            tried.alternatives,
            lambda one: one.verdict <> decided.verdict AND one.verdict NOT IN ('pending', 'no_data')
        ) END AS flips
    FROM decided
    LEFT JOIN runs USING (obligation)
    LEFT JOIN tried USING (obligation)
    WHERE variant = 0
)

SELECT
    commitment,
    rules.arrangement,
    party,
    period,
    period_start,
    period_end,
    verdict,
    timeliness,
    value,
    target,
    required,
    rules.unit,
    gap,
    gap_usd,
    coalesce(is_provisional, false) AS provisional,
    coalesce(len(flips) > 0, false) AS fragile,
    other_value,
    alternatives,
    due_on,
    kept_on,
    CASE WHEN verdict IN ('met_late', 'unmet', 'off_track', 'at_risk') THEN days_late END AS days_late,
    published_on,
    has_illustration AS is_illustrative,
    unmet_since,
    rules.rule_hash,
    coalesce(all_evidence, []) AS evidence,
    held_against.kind,
    is_interim AND held_against.kind = 'deliver' AS is_open_ended,
    exception,
    evidence_due_on,
    is_enough,
    seen_until,
    in_time,
    decided,
    undecided,
    rules.within_days,
    rules.business_days_of,
    rules.is_ceiling,
    rules.growth,
    lacks,
    gap_lacks,
    flips,
    stages,
    is_partly_due,
    CAST(NULL AS VARCHAR) AS parts_words,
    CAST(NULL AS VARCHAR) AS fragile_parts
FROM held_against
INNER JOIN rules USING (commitment)
