-- Measures worked out from a party's own figures: a quotient of two, or growth since a year before.
-- Grain: one row per formula of these kinds and figure of its indicator. Reads: workings, observed.
-- `lacks` says why there is no value although the party's own figure is there.
CREATE OR REPLACE TEMP TABLE ratios AS
WITH asked AS (
    SELECT
        workings.book,
        workings.formula,
        workings.other,
        workings.times,
        CASE workings.formula WHEN 'growth' THEN year_before(one.period) ELSE one.period END
            AS other_period,
        one.*
    FROM workings
    INNER JOIN observed AS one
        ON workings.source = one.source AND workings.indicator = one.indicator
    WHERE workings.formula IN ('ratio', 'growth')
),

paired AS (
    SELECT
        asked.*,
        other.value AS other_value,
        CASE
            WHEN asked.formula = 'ratio' THEN quotient(asked.value, other.value, asked.times)
            WHEN other.value > 0
            THEN quotient(asked.value - other.value, other.value, asked.times)
        END AS worked_out,
        other.status AS other_status,
        other.published_on AS other_published_on,
        other.first_published_on AS other_first_published_on,
        coalesce(other.is_illustrative, false) AS is_other_illustrative,
        list_filter(
            [{
                'role': CASE asked.formula WHEN 'growth' THEN 'grown from' ELSE 'divided by' END,
                'submission': other.submission,
                'row_number': other.row_number
            }],
            lambda cell: cell.submission IS NOT NULL
        ) AS also
    FROM asked
    LEFT JOIN observed AS other
        ON asked.source = other.source AND asked.other = other.indicator
        AND asked.party = other.party AND asked.other_period = other.period
)

SELECT
    submission, row_number, source, party, indicator, period,
    CAST(worked_out AS DECIMAL(38, 18)) AS value,
    CASE WHEN status IN ('E', 'P', 'F') THEN status ELSE coalesce(other_status, status) END AS status,
    due_on, occurred_on, item,
    greatest(published_on, other_published_on) AS published_on,
    is_illustrative OR is_other_illustrative AS is_illustrative,
    CASE formula WHEN 'growth' THEN first_published_on
        ELSE greatest(first_published_on, other_first_published_on)
    END AS first_published_on,
    first_confirmed_on, book, also,
    CASE
        WHEN worked_out IS NOT NULL OR value IS NULL THEN NULL
        WHEN other_value IS NULL THEN format('no figure {} of {}', other, other_period)
        WHEN other_value <= 0 THEN format('{} of {} is not above zero', other, other_period)
        ELSE 'figures with more digits than can be divided'
    END AS lacks
FROM paired
