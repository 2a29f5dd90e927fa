-- How many obligations were judged: one row.
SELECT count(*) FROM judged
