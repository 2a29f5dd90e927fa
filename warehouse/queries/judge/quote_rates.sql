-- The rates that amounts or gaps ask for: the last one of a week, or the average of a period.
-- Grain: one row per source, kind of rate, currency and span of days. Places: relation (amounts or
-- gaps). Reads: rates.
-- An average needs a rate in the first and in the last week of its period. A euro is one euro.
CREATE OR REPLACE TEMP TABLE quotes AS
WITH asked AS (
    SELECT DISTINCT rates, rates_at, unnest([currency, wanted_currency]) AS currency, starts_on, ends_on
    FROM <<relation>>
    WHERE needs_rate AND rates IS NOT NULL
),

found AS (
    SELECT
        asked.rates,
        asked.rates_at,
        asked.currency,
        asked.starts_on,
        asked.ends_on,
        min(rates.quoted_on) AS first_on,
        max(rates.quoted_on) AS last_on,
        arg_max(rates.per_eur, rates.quoted_on) AS last_rate,
        sum(rates.per_eur) AS sum_of_rates,
        CAST(count(rates.per_eur) AS DECIMAL(38, 9)) AS days_quoted,
        arg_max(rates.cell, rates.quoted_on) AS cell
    FROM asked
    LEFT JOIN rates
        ON asked.rates = rates.source AND asked.currency = rates.currency
        AND rates.quoted_on BETWEEN asked.starts_on AND asked.ends_on
    GROUP BY ALL
)

SELECT
    rates,
    rates_at,
    currency,
    starts_on,
    ends_on,
    CASE
        WHEN currency = 'eur' THEN 1
        WHEN rates_at <> 'period_average' THEN last_rate
        WHEN first_on <= starts_on + 7 AND last_on >= ends_on - 7 THEN quotient(sum_of_rates, days_quoted, 1)
    END AS per_eur,
    {
        'role': CASE WHEN rates_at = 'period_average' THEN 'last rate averaged' ELSE 'rate' END,
        'submission': cell.submission,
        'row_number': cell.row_number
    } AS cell
FROM found
