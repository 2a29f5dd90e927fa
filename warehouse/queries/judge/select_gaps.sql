-- Gaps in money, with the rate that turns each into US dollars.
-- Grain: one row per obligation with a gap in money. Parameters: as_of.
-- Reads: obligations, rules, levels, deliveries.
CREATE OR REPLACE TEMP TABLE gaps AS
WITH measured AS (
    SELECT obligation, gap, due_on FROM levels WHERE gap IS NOT NULL AND variant = 0
    UNION ALL
    SELECT obligation, gap, due_on FROM deliveries WHERE gap IS NOT NULL AND variant = 0
),

first_owed AS (
    SELECT commitment, min(indicator) AS indicator
    FROM named
    WHERE role = 'owed'
    GROUP BY commitment
),

placed AS (
    SELECT
        measured.obligation,
        rules.commitment,
        rules.source,
        coalesce(rules.indicator, named.indicator) AS indicator,
        obligations.party,
        obligations.period,
        obligations.period_start,
        measured.gap,
        rules.unit,
        left(rules.unit, 3) AS currency,
        'usd' AS wanted_currency,
        rules.rates,
        rules.rates_at,
        least(
            CASE WHEN rules.rates_at = 'day' THEN measured.due_on ELSE obligations.period_end END,
            CAST($as_of AS DATE)
        ) AS ends_on
    FROM measured
    INNER JOIN obligations USING (obligation)
    INNER JOIN rules USING (commitment)
    LEFT JOIN first_owed AS named USING (commitment)
    WHERE money_scale(rules.unit) IS NOT NULL
)

SELECT
    *,
    CASE WHEN rates_at = 'period_average' THEN period_start ELSE ends_on - 7 END AS starts_on,
    gap > 0 AND currency <> 'usd' AS needs_rate
FROM placed
