-- Promises of a level (threshold), of a way to it (reach) and of no decline (sustain), measured.
-- Grain: one row per obligation of these kinds, and per variant that has a figure of it.
-- Reads: obligations, rules, books, steps, earlier, figures.
-- The required path of a reach runs straight from the value of the baseline year, or of the first
-- year the party is bound, to the target; it is stated to nine decimals, rounded down, and before
-- the baseline year it is at its start. A threshold may change by steps, or along a line between
-- two of them. What is sustained is held against the same period a year before, whoever was a member
-- then; without a figure of it nothing can be said.
CREATE OR REPLACE TEMP TABLE levels AS
WITH stepped AS (
    SELECT
        obligations.obligation,
        arg_max(steps.amount, steps.since) FILTER (steps.since <= obligations.period_start) AS last_amount,
        arg_min(steps.amount, steps.since) FILTER (steps.since > obligations.period_start) AS next_amount,
        max(steps.since) FILTER (steps.since <= obligations.period_start) AS last_since,
        min(steps.since) FILTER (steps.since > obligations.period_start) AS next_since
    FROM obligations
    INNER JOIN steps USING (commitment)
    GROUP BY ALL
),

based AS (
    SELECT
        obligations.obligation,
        books.book,
        books.variant,
        books.alternative,
        books.decimals,
        obligations.party,
        obligations.period,
        obligations.period_start,
        obligations.period_end,
        rules.kind,
        rules.cadence,
        rules.source,
        rules.indicator,
        rules.money_base,
        rules.at_least,
        rules.ends_at,
        rules.growth,
        rules.is_ramp,
        coalesce(rules.is_ceiling, false) AS is_ceiling,
        rules.margin,
        rules.reach_by,
        year_begun(rules.reach_by, obligations.period_start) AS by_year,
        year(obligations.period_start) AS period_year,
        CASE WHEN rules.kind = 'reach'
            THEN greatest(rules.baseline, year_begun(obligations.joined_on, obligations.period_start))
        END AS base_year,
        CASE
            WHEN rules.kind = 'sustain' THEN year_before(obligations.period)
            WHEN is_fiscal(obligations.period) THEN fiscal_name(base_year)
            ELSE CAST(base_year AS VARCHAR)
        END AS base_period
    FROM obligations
    INNER JOIN rules USING (commitment)
    INNER JOIN books USING (commitment)
    WHERE rules.kind IN ('threshold', 'reach', 'sustain')
),

revised AS (
    SELECT DISTINCT party, period FROM earlier WHERE is_revised
),

-- What an edition before says is asked only of what was revised since.
tried AS (
    SELECT based.*
    FROM based
    LEFT JOIN revised ON based.party = revised.party AND based.period = revised.period
    LEFT JOIN revised AS base_revised
        ON based.party = base_revised.party AND based.base_period = base_revised.period
    WHERE
        based.alternative IS DISTINCT FROM 'edition'
        OR revised.party IS NOT NULL OR base_revised.party IS NOT NULL
),

money AS (
    SELECT figures.book, figures.indicator, figures.party, figures.period, figures.value,
        figures.submission, figures.row_number
    FROM figures
    SEMI JOIN tried ON figures.book = tried.source AND figures.indicator = tried.money_base
),

baselines AS (
    SELECT figures.*
    FROM figures
    SEMI JOIN tried
        ON figures.book = tried.book AND figures.indicator = tried.indicator
        AND tried.base_period IS NOT NULL
),

joined AS (
    SELECT
        tried.*,
        printed(value.value, tried.decimals) AS value,
        value.status,
        value.published_on,
        value.first_published_on,
        value.is_illustrative OR baseline.is_illustrative AS is_illustrative,
        money.value AS base_usd_million,
        printed(baseline.value, tried.decimals) AS baseline_value,
        tried.kind = 'sustain' AND baseline.status IN ('E', 'P', 'F') AS is_held_against_estimate,
        coalesce(value.lacks, baseline.lacks) AS lacks,
        list_concat(list_filter(
            [
                {'role': 'value', 'submission': value.submission, 'row_number': value.row_number},
                {'role': 'money base', 'submission': money.submission, 'row_number': money.row_number},
                {
                    'role': CASE kind WHEN 'sustain' THEN 'year before' ELSE 'baseline' END,
                    'submission': baseline.submission, 'row_number': baseline.row_number
                }
            ],
            lambda cell: cell.submission IS NOT NULL
        ), list_sort(list_distinct(list_concat(value.also, baseline.also)))) AS evidence
    FROM tried
    LEFT JOIN figures AS value
        ON tried.book = value.book AND tried.indicator = value.indicator
        AND tried.party = value.party AND tried.period = value.period
    LEFT JOIN money
        ON tried.source = money.book AND tried.money_base = money.indicator
        AND tried.party = money.party AND tried.period = money.period
    LEFT JOIN baselines AS baseline
        ON tried.book = baseline.book AND tried.indicator = baseline.indicator
        AND tried.party = baseline.party AND tried.base_period = baseline.period
),

pathed AS (
    SELECT
        joined.*,
        CASE
            WHEN kind = 'sustain' THEN grown(baseline_value, growth)
            WHEN kind = 'threshold' AND is_ramp AND next_since IS NOT NULL AND last_since IS NOT NULL
            THEN on_path(
                last_amount, next_amount,
                steps_between(cadence, last_since, period_start),
                steps_between(cadence, last_since, next_since), is_ceiling
            )
            WHEN kind = 'threshold' THEN coalesce(last_amount, at_least)
            WHEN period_year >= by_year OR baseline_value >= at_least THEN at_least
            ELSE on_path(
                baseline_value, at_least,
                greatest(period_year - base_year, 0), by_year - base_year, false
            )
        END AS required
    FROM joined
    LEFT JOIN stepped USING (obligation)
),

compared AS (
    SELECT
        *,
        CASE WHEN is_ceiling THEN value <= required ELSE value >= required END AS is_enough,
        CASE WHEN is_enough THEN 0 WHEN is_ceiling THEN value - required ELSE required - value END AS gap
    FROM pathed
)

SELECT
    obligation,
    variant,
    lacks,
    value,
    CAST(coalesce(ends_at, required) AS DECIMAL(38, 18)) AS target,
    CAST(required AS DECIMAL(38, 18)) AS required,
    gap,
    -- Figures of eighteen decimals are dear to multiply, and a quotient may have more digits than there
    -- is room for: only where there is a gap to price.
    CASE WHEN variant > 0 THEN NULL
        WHEN gap = 0 AND base_usd_million IS NOT NULL THEN 0
        WHEN gap > 0 THEN usd_of_share(gap, base_usd_million)
    END AS gap_usd,
    is_enough,
    CASE WHEN is_ceiling THEN value <= required + margin ELSE value >= required - margin END AS is_near,
    CASE WHEN kind = 'reach' THEN reach_ends_on(reach_by, period_start) ELSE period_end END AS due_on,
    kind = 'reach' AND period_year < by_year AS is_interim,
    status IN ('E', 'P', 'F') OR is_held_against_estimate AS is_provisional,
    published_on,
    first_published_on,
    is_illustrative,
    evidence
FROM compared
WHERE variant = 0 OR value IS NOT NULL
