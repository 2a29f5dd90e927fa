-- Composite commitments, judged by the verdicts of their parts.
-- Grain: one row added to judged per obligation of this kind. Reads: obligations, rules, parts, judged.
-- The parts are put in the order of `places`, which is that of three-valued logic: what holds, what
-- is not known, what does not hold. The composite has the verdict of the part at the place of the
-- number asked for: any of them is the best, all of them the worst. A part that is waived, or not
-- owed by the party, has no place, which sorts last, and no more is asked than is left.
-- A milestone is owed once, for one period, and so is a composite of them: they meet in any period.
-- Fragile: the best and the worst that fragile parts may become would give two verdicts.
INSERT INTO judged BY NAME
WITH scales AS (
    SELECT
        ['met', 'met_late', 'on_track', 'pending', 'no_data', 'at_risk', 'off_track', 'unmet'] AS places,
        ['on_time', 'late', 'not_due', 'due', 'overdue', 'delinquent'] AS turns
),

kept_apart AS (
    SELECT
        judged.* EXCLUDE (commitment),
        judged.commitment AS part,
        CASE WHEN kind = 'milestone' THEN 'once' ELSE period END AS meets_in,
        CASE WHEN verdict <> 'waived' THEN list_position(scales.places, verdict) END AS place,
        CASE WHEN fragile THEN list_transform(flips, lambda one: list_position(scales.places, one.verdict)) END
            AS other_places,
        list_position(scales.turns, timeliness) AS turn
    FROM judged
    CROSS JOIN scales
),

owed AS (
    SELECT
        obligations.*,
        rules.at_least,
        rules.is_illustrative,
        CASE WHEN rules.by_day IS NULL THEN obligations.period ELSE 'once' END AS meets_in
    FROM obligations
    INNER JOIN rules USING (commitment)
    WHERE rules.kind IN ('all_of', 'any_of', 'k_of_n')
),

combined AS (
    SELECT
        owed.obligation,
        count(kept_apart.place) AS counted,
        count(*) FILTER (kept_apart.verdict = 'waived') AS waived,
        count(*) FILTER (kept_apart.place <= 3) AS holding,
        count(*) FILTER (kept_apart.place BETWEEN 4 AND 5) AS unknown,
        list_sort(list(kept_apart.place)) AS in_order,
        list_sort(list(least(kept_apart.place, list_min(other_places)))) AS at_best,
        list_sort(list(greatest(kept_apart.place, list_max(other_places)))) AS at_worst,
        max(kept_apart.turn) FILTER (kept_apart.place IS NOT NULL) AS turn,
        max(kept_apart.due_on) AS due_on,
        max(kept_apart.published_on) FILTER (kept_apart.place IS NOT NULL) AS published_on,
        coalesce(bool_or(kept_apart.provisional) FILTER (kept_apart.place IS NOT NULL), false) AS provisional,
        coalesce(bool_or(kept_apart.is_illustrative), false) AS has_illustration,
        string_agg(
            format('{} {}', parts.part, replace(coalesce(kept_apart.verdict, 'not owed'), '_', ' ')), '; '
            ORDER BY parts.number
        ) AS words,
        string_agg(parts.part, ', ' ORDER BY parts.number) FILTER (kept_apart.fragile) AS fragile_parts,
        flatten(
            list(
                list_transform(
                    kept_apart.evidence,
                    lambda cell: {
                        'role': parts.part || ': ' || cell.role,
                        'submission': cell.submission,
                        'row_number': cell.row_number
                    }
                )
                ORDER BY parts.number
            ) FILTER (kept_apart.place IS NOT NULL)
        ) AS evidence
    FROM owed
    INNER JOIN parts USING (commitment)
    LEFT JOIN kept_apart
        ON parts.part = kept_apart.part AND owed.party = kept_apart.party
        AND owed.meets_in = kept_apart.meets_in
    GROUP BY owed.obligation
),

decided AS (
    SELECT
        owed.*,
        combined.* EXCLUDE (obligation, due_on),
        coalesce(combined.due_on, owed.period_end) AS due_on,
        CAST(least(owed.at_least, counted) AS INTEGER) AS needed,
        CASE
            WHEN exception IS NOT NULL OR (counted = 0 AND waived > 0) THEN 'waived'
            WHEN counted = 0 THEN 'no_data'
            ELSE scales.places[in_order[needed]]
        END AS verdict,
        CASE
            WHEN turn IS NULL OR (is_exempt AND turn > 2) THEN 'not_due'
            ELSE scales.turns[turn]
        END AS timeliness,
        at_best[needed] <> at_worst[needed] AS flips
    FROM owed
    INNER JOIN combined USING (obligation)
    CROSS JOIN scales
),

runs AS (
    SELECT
        *,
        max(CASE WHEN verdict IN ('met', 'met_late', 'on_track', 'waived') THEN period_start END) OVER (
            PARTITION BY commitment, party ORDER BY period_start
        ) AS last_kept
    FROM decided
)

SELECT
    runs.commitment,
    rules.arrangement,
    runs.party,
    runs.period,
    runs.period_start,
    runs.period_end,
    runs.verdict,
    runs.timeliness,
    CASE WHEN unknown = 0 AND counted > 0 THEN holding END AS value,
    runs.at_least AS target,
    CASE WHEN counted > 0 THEN needed END AS required,
    rules.unit,
    CASE
        WHEN holding >= needed AND counted > 0 THEN 0
        WHEN unknown = 0 AND counted > 0 THEN needed - holding
    END AS gap,
    runs.provisional,
    coalesce(flips AND verdict NOT IN ('waived', 'pending', 'no_data'), false) AS fragile,
    runs.due_on,
    runs.published_on,
    runs.is_illustrative OR has_illustration AS is_illustrative,
    CASE WHEN verdict IN ('unmet', 'off_track') THEN
        min(CASE WHEN verdict IN ('unmet', 'off_track') THEN period END) OVER (
            PARTITION BY runs.commitment, party, last_kept
        )
    END AS unmet_since,
    rules.rule_hash,
    coalesce(runs.evidence, []) AS evidence,
    rules.kind,
    CASE WHEN verdict = 'waived' THEN coalesce(exception, 'every part owed is waived') END AS exception,
    CASE
        WHEN counted = 0 THEN format('none of its parts is owed: {}', words)
        ELSE format('{} of {} parts must hold: {}', needed, counted, words)
    END AS parts_words,
    fragile_parts
FROM runs
INNER JOIN rules USING (commitment)
