-- Figures worked out anew, as the quotient of two others, or from one of another source.
-- Grain: one row per book, party and period. Reads: formulas, observed, earlier.
CREATE OR REPLACE TEMP TABLE recomputed AS
WITH held AS NOT MATERIALIZED (
    SELECT *, '' AS stand FROM observed
    UNION ALL BY NAME
    SELECT * EXCLUDE (is_revised), ' before' AS stand FROM earlier
)

SELECT
    one.* EXCLUDE (stand, series, edition_before) REPLACE (
        formulas.stands_for AS indicator,
        CAST(
            quotient(
                one.value, CASE WHEN formulas.over IS NULL THEN 1 ELSE other.value END, formulas.times
            ) AS DECIMAL(38, 18)
        ) AS value,
        CASE WHEN one.status IN ('E', 'P', 'F') THEN one.status ELSE coalesce(other.status, one.status) END
            AS status,
        greatest(one.published_on, other.published_on) AS published_on,
        greatest(one.first_published_on, other.first_published_on) AS first_published_on,
        one.is_illustrative OR coalesce(other.is_illustrative, false) AS is_illustrative
    ),
    formulas.book || one.stand AS book,
    CASE WHEN other.submission IS NOT NULL
        THEN [{'role': 'divided by', 'submission': other.submission, 'row_number': other.row_number}]
    END AS also
FROM formulas
INNER JOIN held AS one
    ON formulas.source = one.source AND formulas.indicator = one.indicator
LEFT JOIN held AS other
    ON formulas.over_source = other.source AND formulas.over = other.indicator
    AND one.party = other.party AND one.period = other.period AND one.stand = other.stand
WHERE formulas.over IS NULL OR other.submission IS NOT NULL
