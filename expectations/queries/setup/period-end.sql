-- The last day of a period by its label; NULL for a fiscal year, whose calendar a label does not
-- say, and for what is no period. Grain: one value.
CREATE MACRO period_end(label) AS
    CAST(CASE
        WHEN regexp_full_match(label, '\d\d\d\d')
            THEN make_date(CAST(label AS INTEGER), 12, 31)
        WHEN regexp_full_match(label, '\d\d\d\d-H[12]')
            THEN last_day(
                make_date(CAST(left(label, 4) AS INTEGER), 6 * CAST(right(label, 1) AS INTEGER), 1)
            )
        WHEN regexp_full_match(label, '\d\d\d\d-Q[1-4]')
            THEN last_day(
                make_date(CAST(left(label, 4) AS INTEGER), 3 * CAST(right(label, 1) AS INTEGER), 1)
            )
        WHEN regexp_full_match(label, '\d\d\d\d-\d\d') THEN last_day(try_cast(label || '-01' AS DATE))
        ELSE try_cast(label AS DATE)
    END AS DATE)
