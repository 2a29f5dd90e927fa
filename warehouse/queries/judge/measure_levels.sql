-- Promises of a level (threshold) and of a way to it (reach), measured.
-- Grain: one row per obligation of these kinds and basis. Reads: obligations, rules, figures.
-- The required path of a reach runs straight from the value of the baseline year, or of the first
-- year the party is bound, to the target; it is stated to nine decimals, rounded down, and before
-- the baseline year it is at its start.
CREATE OR REPLACE TEMP TABLE levels AS
WITH books AS (
    SELECT commitment, book, false AS is_other FROM rules
    UNION ALL
    SELECT commitment, other_book, true FROM rules WHERE other_book IS NOT NULL
),

based AS (
    SELECT
        obligations.obligation,
        books.book,
        books.is_other,
        obligations.party,
        obligations.period,
        obligations.period_end,
        rules.kind,
        rules.source,
        rules.indicator,
        rules.money_base,
        rules.at_least,
        rules.margin,
        rules.by_year,
        year(obligations.period_end) AS period_year,
        CASE
            WHEN rules.kind = 'reach' THEN greatest(rules.baseline, year(obligations.joined_on))
        END AS base_year
    FROM obligations
    INNER JOIN rules USING (commitment)
    INNER JOIN books USING (commitment)
    WHERE rules.kind IN ('threshold', 'reach')
),

joined AS (
    SELECT
        based.*,
        value.value,
        value.status,
        value.published_on,
        value.first_published_on,
        value.is_illustrative,
        money.value AS base_usd_million,
        baseline.value AS baseline_value,
        coalesce(value.lacks, baseline.lacks) AS lacks,
        list_concat(list_filter(
            [
                {'role': 'value', 'submission': value.submission, 'row_number': value.row_number},
                {'role': 'money base', 'submission': money.submission, 'row_number': money.row_number},
                {'role': 'baseline', 'submission': baseline.submission, 'row_number': baseline.row_number}
            ],
            lambda cell: cell.submission IS NOT NULL
        ), list_sort(list_distinct(list_concat(value.also, baseline.also)))) AS evidence
    FROM based
    LEFT JOIN figures AS value
        ON based.book = value.book AND based.indicator = value.indicator
        AND based.party = value.party AND based.period = value.period
    LEFT JOIN figures AS money
        ON based.source = money.book AND based.money_base = money.indicator
        AND based.party = money.party AND based.period = money.period
    LEFT JOIN figures AS baseline
        ON based.book = baseline.book AND based.indicator = baseline.indicator
        AND based.party = baseline.party AND CAST(based.base_year AS VARCHAR) = baseline.period
),

pathed AS (
    SELECT
        *,
        CASE
            WHEN kind = 'threshold' OR period_year >= by_year OR baseline_value >= at_least
            THEN at_least
            ELSE CAST(
                CAST(
                    trunc(
                        baseline_value * (by_year - greatest(period_year, base_year))
                        + at_least * greatest(period_year - base_year, 0),
                        9
                    ) * 1000000000 AS HUGEINT
                ) // (by_year - base_year) AS DECIMAL(38, 9)
            ) * CAST(0.000000001 AS DECIMAL(10, 9))
        END AS required
    FROM joined
),

compared AS (
    SELECT *, CASE WHEN value >= required THEN 0 ELSE required - value END AS gap
    FROM pathed
)

SELECT
    obligation,
    is_other,
    lacks,
    value,
    at_least AS target,
    CAST(required AS DECIMAL(38, 18)) AS required,
    gap,
    -- Figures of eighteen decimals are dear to multiply: only where there is a gap to price.
    -- The whole millions and the rest are multiplied apart: one product would need more digits
    -- than there are.
    CASE WHEN gap = 0 AND base_usd_million IS NOT NULL THEN 0 WHEN gap > 0 THEN CAST(
        CAST(
            gap * CAST(trunc(base_usd_million) AS DECIMAL(20, 0))
            + CAST(
                gap * CAST(base_usd_million - trunc(base_usd_million) AS DECIMAL(16, 15))
                AS DECIMAL(38, 18)
            )
            AS DECIMAL(38, 6)
        ) * 10000 AS DECIMAL(38, 2)
    ) END AS gap_usd,
    value >= required AS is_enough,
    value >= required - margin AS is_near,
    CASE WHEN kind = 'reach' THEN make_date(greatest(by_year, period_year), 12, 31) ELSE period_end END
        AS due_on,
    kind = 'reach' AND period_year < by_year AS is_interim,
    status IN ('E', 'P', 'F') AS is_provisional,
    published_on,
    first_published_on,
    is_illustrative,
    evidence
FROM compared
