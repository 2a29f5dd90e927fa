-- How many verdicts one judgement changed: one row. Parameters: judgement.
SELECT count(*) FROM out.changes WHERE judgement = $judgement
