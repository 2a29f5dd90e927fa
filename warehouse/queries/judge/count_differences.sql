-- How many obligations differ from the stored judgement: one row.
SELECT count(*) FROM differences
