-- The number of a period among those of its cadence, in which the next one is one more; NULL for a
-- label of another cadence. Grain: one value.
CREATE OR REPLACE TEMP MACRO period_number(cadence, label) AS
    CASE
        WHEN cadence = 'year' AND regexp_full_match(label, '\d{4}') THEN CAST(label AS BIGINT)
        WHEN cadence = 'fiscal_year' AND is_fiscal(label) THEN CAST(substr(label, 3, 4) AS BIGINT)
        WHEN cadence = 'half' AND regexp_full_match(label, '\d{4}-H[12]')
        THEN 2 * CAST(left(label, 4) AS BIGINT) + CAST(right(label, 1) AS BIGINT) - 1
        WHEN cadence = 'quarter' AND regexp_full_match(label, '\d{4}-Q[1-4]')
        THEN 4 * CAST(left(label, 4) AS BIGINT) + CAST(right(label, 1) AS BIGINT) - 1
        WHEN cadence = 'month' AND regexp_full_match(label, '\d{4}-\d{2}')
        THEN 12 * CAST(left(label, 4) AS BIGINT) + CAST(right(label, 2) AS BIGINT) - 1
        WHEN cadence = 'day' AND length(label) = 10 THEN CAST(TRY_CAST(label AS DATE) - DATE '1970-01-01' AS BIGINT)
    END
