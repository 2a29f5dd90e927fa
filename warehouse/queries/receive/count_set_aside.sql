-- Rows set aside, each once however many rules it broke, and lines that are no rows: one row.
SELECT
    count(DISTINCT row_number) + count(DISTINCT line) FILTER (WHERE row_number IS NULL)
FROM set_aside
