-- Amounts that are to be priced for a commitment: turned into its currency, or into prices of a year.
-- Grain: one row per book and figure. Parameters: as_of. Reads: rules, books, bound, observed, earlier.
-- The rate of a day counts if quoted within the week before it, that of a period's end likewise;
-- an amount of a period still running is turned as of the day judged.
CREATE OR REPLACE TEMP TABLE amounts AS
WITH asked AS (
    SELECT commitment, priced_book AS book, rates_at FROM rules WHERE priced_book IS NOT NULL
    UNION ALL
    SELECT commitment, book, rates_at FROM books WHERE alternative = 'conversion'
),

counted AS (
    SELECT commitment, indicator FROM rules WHERE indicator IS NOT NULL
    UNION
    SELECT commitment, indicator FROM named
),

calendars AS (
    SELECT DISTINCT commitment, party, coalesce(year_begins, party) AS calendar
    FROM bound
),

held AS (
    SELECT *, '' AS stand FROM observed
    UNION ALL BY NAME
    SELECT * EXCLUDE (is_revised), ' before' AS stand FROM earlier
),

placed AS (
    SELECT
        rules.commitment,
        asked.book || held.stand AS book,
        rules.rates,
        asked.rates_at,
        rules.deflator,
        rules.deflator_source,
        rules.deflator_over,
        rules.base_period,
        rules.unit AS wanted_unit,
        original.unit,
        held.*,
        calendars.calendar,
        held.indicator IS NOT DISTINCT FROM rules.settled AS is_flag,
        least(
            CASE WHEN asked.rates_at = 'day'
                THEN coalesce(held.occurred_on, held.due_on, period_end_of(calendars.calendar, held.period))
                ELSE period_end_of(calendars.calendar, held.period)
            END,
            CAST($as_of AS DATE)
        ) AS ends_on
    FROM rules
    INNER JOIN asked USING (commitment)
    INNER JOIN counted USING (commitment)
    INNER JOIN held ON rules.source = held.source AND counted.indicator = held.indicator
    INNER JOIN core.observations AS original
        ON held.submission = original.submission AND held.row_number = original.row_number
    INNER JOIN calendars ON rules.commitment = calendars.commitment AND held.party = calendars.party
)

SELECT
    * EXCLUDE (calendar),
    left(unit, 3) AS currency,
    left(wanted_unit, 3) AS wanted_currency,
    CASE WHEN rates_at = 'period_average' THEN period_start_of(calendar, period) ELSE ends_on - 7 END AS starts_on,
    NOT is_flag AND deflator IS NULL AND left(unit, 3) <> left(wanted_unit, 3) AS needs_rate
FROM placed
