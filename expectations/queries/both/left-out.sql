-- Rows declared to be no data. Grain: one row per offending row.
-- Placeholder: batch, which these rows are not part of: it is only counted, because Great
-- Expectations warns of a query that does not ask it.
SELECT unread.row_number, unread.left_out AS reason
FROM unread, (SELECT count(*) AS rows_judged FROM {batch})
WHERE unread.left_out IS NOT NULL
