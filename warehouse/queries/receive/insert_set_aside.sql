-- Keep the rows of one submission that may not be used. Places: set_aside. Parameters: submission.
INSERT INTO raw.set_aside BY NAME
SELECT $submission AS submission, line, rule, reason, original, row_number, place, as_read
FROM read_parquet(<<set_aside>>)
ORDER BY line, row_number, rule
