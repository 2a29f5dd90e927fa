-- All figures there are to judge by, in their books: as published, priced, worked out or
-- recomputed; and as an earlier edition has them. Grain: one row per book and figure.
-- Reads: observed, earlier, priced, ratios, shares, recomputed.
CREATE OR REPLACE TEMP VIEW figures AS
SELECT
    * EXCLUDE (edition_before),
    source AS book,
    CAST(NULL AS VARCHAR) AS lacks,
    CAST(NULL AS STRUCT(role VARCHAR, submission VARCHAR, row_number BIGINT)[]) AS also
FROM observed
UNION ALL BY NAME
SELECT * EXCLUDE (is_revised), source || ' before' AS book FROM earlier
UNION ALL BY NAME
SELECT
    submission, row_number, source, party, indicator, period, value, status, due_on, occurred_on,
    item, published_on, is_illustrative, first_published_on, first_confirmed_on, book, lacks, also
FROM priced
UNION ALL BY NAME
SELECT * FROM ratios
UNION ALL BY NAME
SELECT
    submission, row_number, source, party, indicator, period, value, status, due_on, occurred_on,
    item, published_on, is_illustrative, first_published_on, first_confirmed_on, book, lacks, also
FROM shares
UNION ALL BY NAME
SELECT * FROM recomputed
