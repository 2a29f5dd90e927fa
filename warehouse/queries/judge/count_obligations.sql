-- How many obligations there are. Grain: one row.
SELECT count(*) FROM obligations
