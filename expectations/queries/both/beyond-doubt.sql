-- What the source declares to be doubtful and is published all the same, with the first three places.
-- Grain: one row per reason. Placeholder: batch.
WITH doubted AS (
    SELECT doubt, count(*) AS rows_told, arg_min(place, row_number, 3) AS places
    FROM {batch}
    WHERE doubt IS NOT NULL
    GROUP BY doubt
)
SELECT
    CAST(NULL AS BIGINT) AS row_number,
    concat(
        doubt, ' (', array_to_string(places, ', '),
        CASE WHEN rows_told > 3 THEN concat(' and ', rows_told - 3, ' more') END, ')'
    ) AS reason
FROM doubted
