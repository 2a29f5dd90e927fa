-- Figures worked out anew as the quotient of two others, for commitments whose measure says so.
-- Grain: one row per commitment, party and period. Reads: rules, observed.
CREATE OR REPLACE TEMP TABLE recomputed AS
SELECT
    one.* REPLACE (
        rules.indicator AS indicator,
        CAST(quotient(one.value, other.value, rules.other_times) AS DECIMAL(38, 18)) AS value,
        CASE WHEN one.status IN ('E', 'P', 'F') THEN one.status ELSE other.status END AS status,
        greatest(one.published_on, other.published_on) AS published_on,
        greatest(one.first_published_on, other.first_published_on) AS first_published_on,
        one.is_illustrative OR other.is_illustrative AS is_illustrative
    ),
    rules.recomputed_book AS book,
    [{'role': 'divided by', 'submission': other.submission, 'row_number': other.row_number}] AS also
FROM rules
INNER JOIN observed AS one
    ON rules.source = one.source AND rules.other_indicator = one.indicator
INNER JOIN observed AS other
    ON rules.source = other.source AND rules.other_over = other.indicator
    AND one.party = other.party AND one.period = other.period
