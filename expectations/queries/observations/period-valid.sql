-- Rows whose period is none of our labels; each distinct label is read once, not each row.
-- A year outside 1900 to 2199 is another figure in the wrong column.
-- Grain: one row per offending row. Placeholder: batch.
WITH label AS (
    SELECT DISTINCT period FROM {batch}
),
valid AS (
    SELECT period
    FROM label
    WHERE
        regexp_full_match(period, '(19|20|21)[0-9]{{2}}(-H[12]|-Q[1-4]|-(0[1-9]|1[0-2]))?')
        OR (
            regexp_full_match(period, '(19|20|21)[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}')
            AND try_cast(period AS DATE) IS NOT NULL
        )
        OR (
            regexp_full_match(period, 'FY(19|20|21)[0-9]{{2}}/[0-9]{{2}}')
            AND (try_cast(substr(period, 3, 4) AS INTEGER) + 1) % 100
                = try_cast(substr(period, 8, 2) AS INTEGER)
        )
),
invalid AS (
    SELECT coalesce(period, '') AS period FROM label
    WHERE period IS NULL OR period NOT IN (SELECT valid.period FROM valid)
)
SELECT
    row_number,
    'period ' || shown(period)
        || ' is not a period we can read; write 2024, 2024-H1, 2024-Q3, 2024-07, 2024-07-15 or FY2026/27'
        AS reason
FROM {batch}
WHERE coalesce(period, '') IN (SELECT invalid.period FROM invalid)
