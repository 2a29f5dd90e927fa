-- Rows that are not written as their form declares. Grain: one row per offending row.
-- Placeholder: batch, which these rows are not part of: it is only counted, because Great
-- Expectations warns of a query that does not ask it.
SELECT unread.row_number, unread.refusal AS reason
FROM unread, (SELECT count(*) AS rows_judged FROM {batch})
WHERE unread.left_out IS NULL
