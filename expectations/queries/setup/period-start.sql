-- The first day of a period by its label, of a fiscal year the first day it may begin on; NULL for
-- what is no period. Grain: one value.
CREATE MACRO period_start(label) AS
    CAST(CASE
        WHEN regexp_full_match(label, 'FY\d\d\d\d/\d\d')
            THEN make_date(CAST(substr(label, 3, 4) AS INTEGER), 1, 1)
        WHEN regexp_full_match(label, '\d\d\d\d')
            THEN make_date(CAST(label AS INTEGER), 1, 1)
        WHEN regexp_full_match(label, '\d\d\d\d-H[12]')
            THEN make_date(CAST(left(label, 4) AS INTEGER), 6 * CAST(right(label, 1) AS INTEGER) - 5, 1)
        WHEN regexp_full_match(label, '\d\d\d\d-Q[1-4]')
            THEN make_date(CAST(left(label, 4) AS INTEGER), 3 * CAST(right(label, 1) AS INTEGER) - 2, 1)
        WHEN regexp_full_match(label, '\d\d\d\d-\d\d') THEN try_cast(label || '-01' AS DATE)
        ELSE try_cast(label AS DATE)
    END AS DATE)
