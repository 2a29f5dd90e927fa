-- Keep the rows of one submission that may not be used. Places: set_aside. Parameters: submission.
INSERT INTO raw.set_aside
SELECT $submission, line, rule, reason, original FROM read_parquet(<<set_aside>>) ORDER BY line, rule
