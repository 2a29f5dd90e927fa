-- Amounts that are to be priced for a commitment: turned into its currency, or into prices of a year.
-- Grain: one row per commitment and figure. Parameters: as_of. Reads: rules, bound, observed.
-- The rate of a day counts if quoted within the week before it, that of a period's end likewise;
-- an amount of a period still running is turned as of the day judged.
CREATE OR REPLACE TEMP TABLE amounts AS
WITH placed AS (
    SELECT
        rules.commitment,
        rules.priced_book AS book,
        rules.rates,
        rules.rates_at,
        rules.deflator,
        rules.deflator_source,
        rules.deflator_over,
        rules.base_period,
        rules.unit AS wanted_unit,
        original.unit,
        observed.*,
        observed.indicator IS NOT DISTINCT FROM rules.settled AS is_flag,
        least(
            CASE WHEN rules.rates_at = 'day'
                THEN coalesce(observed.occurred_on, observed.due_on, period_end(observed.period))
                ELSE period_end(observed.period)
            END,
            CAST($as_of AS DATE)
        ) AS ends_on
    FROM rules
    INNER JOIN observed
        ON rules.source = observed.source
        AND observed.indicator IN (rules.indicator, rules.owed, rules.delivered, rules.settled)
    INNER JOIN core.observations AS original
        ON observed.submission = original.submission AND observed.row_number = original.row_number
    SEMI JOIN bound ON rules.commitment = bound.commitment AND observed.party = bound.party
    WHERE rules.priced_book IS NOT NULL
)

SELECT
    *,
    left(unit, 3) AS currency,
    left(wanted_unit, 3) AS wanted_currency,
    CASE WHEN rates_at = 'period_average' THEN period_start(period) ELSE ends_on - 7 END AS starts_on,
    NOT is_flag AND deflator IS NULL AND left(unit, 3) <> left(wanted_unit, 3) AS needs_rate
FROM placed
