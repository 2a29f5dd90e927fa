-- The first day of a period by its label; NULL for a fiscal year, whose calendar a label does not
-- say. Grain: one value.
CREATE OR REPLACE TEMP MACRO period_start(label) AS
    CAST(CASE
        WHEN length(label) = 4 THEN make_date(CAST(label AS INTEGER), 1, 1)
        WHEN label LIKE '____-H_'
        THEN make_date(CAST(left(label, 4) AS INTEGER), 6 * CAST(right(label, 1) AS INTEGER) - 5, 1)
        WHEN label LIKE '____-Q_'
        THEN make_date(CAST(left(label, 4) AS INTEGER), 3 * CAST(right(label, 1) AS INTEGER) - 2, 1)
        WHEN label LIKE '____-__'
        THEN CAST(label || '-01' AS DATE)
        WHEN length(label) = 10 THEN try_cast(label AS DATE)
    END AS DATE)
